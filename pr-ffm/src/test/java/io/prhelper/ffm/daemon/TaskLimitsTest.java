// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files are those of cgroups(7), made up. */
final class TaskLimitsTest {
    @TempDir
    private Path root;

    @Test
    void theNarrowestOfAGroupAndThoseAboveItCounts() throws IOException {
        file("proc/self/cgroup", "0::/a.slice/b.service\n");
        file("sys/fs/cgroup/a.slice/b.service/pids.max", "max\n");
        file("sys/fs/cgroup/a.slice/b.service/pids.current", "3\n");
        assertThat(TaskLimits.ofControlGroups(root)).isEqualTo(Integer.MAX_VALUE);
        file("sys/fs/cgroup/a.slice/b.service/pids.max", "100\n");
        assertThat(TaskLimits.ofControlGroups(root)).isEqualTo(97);
        file("sys/fs/cgroup/a.slice/pids.max", "60\n");
        file("sys/fs/cgroup/a.slice/pids.current", "50\n");
        assertThat(TaskLimits.ofControlGroups(root)).isEqualTo(10);
    }

    /** Of a container, whose group is the root of what it sees. */
    @Test
    void theRootOfWhatIsMountedCountsToo() throws IOException {
        file("proc/self/cgroup", "0::/\n");
        file("sys/fs/cgroup/pids.max", "40\n");
        file("sys/fs/cgroup/pids.current", "41\n");
        assertThat(TaskLimits.ofControlGroups(root)).isZero();
    }

    @Test
    void theFirstVersionHasAHierarchyOfItsOwn() throws IOException {
        file("proc/self/cgroup", "9:name=systemd:/x\n8:cpu,pids:/a:b\n0::/\n");
        file("sys/fs/cgroup/cpu,pids/a:b/pids.max", "20\n");
        file("sys/fs/cgroup/cpu,pids/a:b/pids.current", "5\n");
        assertThat(TaskLimits.ofControlGroups(root)).isEqualTo(15);
    }

    @Test
    void whatIsNotThereIsNoLimit() throws IOException {
        assertThat(TaskLimits.ofControlGroups(root)).isEqualTo(Integer.MAX_VALUE);
        file("proc/self/cgroup", "0::/gone\n");
        assertThat(TaskLimits.ofControlGroups(root)).isEqualTo(Integer.MAX_VALUE);
    }

    /** Ours have at least the threads that run this. */
    @Test
    void rootIsNotLimitedByWhatLimitsUsers() {
        assertThat(TaskLimits.room(OptionalInt.of(0))).isGreaterThanOrEqualTo(TaskLimits.room(OptionalInt.of(1)));
        assertThat(TaskLimits.room(OptionalInt.empty())).isPositive();
    }

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
