// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.ffm.libc.Kernel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class ThreadStatusTest {
    private static final String STATUS = """
            Name:\tCapPrm:\tffff
            Umask:\t0022
            Pid:\t42
            Uid:\t0\t1\t2\t3
            Gid:\t4294967295\t4\t4\t4
            Groups:\t0 4\s
            CapInh:\t0000000000000001
            CapPrm:\t0000000000000002
            CapEff:\t0000000000000003
            CapBnd:\tffffffffffffffff
            CapAmb:\t0000000000000005
            NoNewPrivs:\t1
            Seccomp:\t2
            Seccomp_filters:\t1
            """;

    private static ThreadStatus parse(String text) {
        return ThreadStatus.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void everyFieldIsFoundAndNoNameIsTakenForOne() {
        ThreadStatus thread = parse(STATUS);
        assertThat(thread)
                .isEqualTo(new ThreadStatus(
                        42, "CapPrm:\tffff", "0\t1\t2\t3", "4294967295\t4\t4\t4", "0 4", 1, 2, 3, -1, 5, true, true));
        assertThat(thread.gid()).isEqualTo(-1);
        assertThat(thread.isRoot()).isTrue();
        assertThat(thread.isUser(0)).isFalse();
    }

    @Test
    void theOrderOfTheLinesDoesNotMatter() {
        List<String> lines = new ArrayList<>(STATUS.lines().toList());
        for (int i = 0; i < lines.size(); i++) {
            Collections.rotate(lines, 1);
            assertThat(parse(String.join("\n", lines))).isEqualTo(parse(STATUS));
        }
        Collections.reverse(lines);
        assertThat(parse(String.join("\n", lines))).isEqualTo(parse(STATUS));
    }

    @Test
    void rootIsWhoeverHasOneIdOfRoot() {
        for (String ids : List.of("0\t1\t1\t1", "1\t0\t1\t1", "1\t1\t1\t0")) {
            assertThat(parse(STATUS.replace("0\t1\t2\t3", ids)).isRoot()).isTrue();
        }
        assertThat(parse(STATUS.replace("0\t1\t2\t3", "10\t100\t1\t10")).isRoot())
                .isFalse();
    }

    @Test
    void aKernelThatTellsLessIsAnError() {
        for (String line : STATUS.lines().toList()) {
            String field = line.substring(0, line.indexOf(':'));
            if (!field.equals("Umask") && !field.equals("Seccomp_filters")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> parse(STATUS.replace("\n" + line, "").replace("Name", "N")))
                        .withMessageContaining("the kernel tells no ");
            }
        }
    }

    @Test
    void theCallingThreadIsFirstAndAllOthersFollow() throws Exception {
        FutureTask<List<ThreadStatus>> reading =
                new FutureTask<>(() -> new ProcThreads(Kernel.linux().files()).read());
        Thread.ofPlatform().name("pr-reading").start(reading);
        List<ThreadStatus> threads = reading.get();
        assertThat(threads).hasSizeGreaterThan(5);
        assertThat(threads).map(ThreadStatus::tid).doesNotHaveDuplicates();
        assertThat(threads.getFirst().name()).isEqualTo("pr-reading");
    }
}
