// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every thread of a helper that serves may still do. */
class PrivilegesIT {
    /** CAP_SYS_RAWIO, bit 17, as /proc shows it. */
    private static final String RAWIO = "0000000000020000";

    private static final String NONE = "0000000000000000";
    /** SECCOMP_MODE_FILTER, as /proc shows it. */
    private static final String FILTERED = "2";

    private static final String NOBODY = "65534";

    @TempDir
    private Path folder;

    @Test
    void theThreadsThatServeKeepOneCapabilityAndTheOthersNone() throws Exception {
        assumeRoot();
        try (Running helper = Running.on(socket());
                HelperClient client = HelperClient.connect(socket())) {
            assertThat(client.offered()).isZero();
            assertKeepsOneCapability(helper.process().pid());
        }
    }

    @Test
    void itIsTheSameInTheBackground() throws Exception {
        assumeRoot();
        Path pidFile = folder.resolve("p");
        assertThat(Installed.OURS
                        .run("-d", "-k", socket().toString(), "-f", pidFile.toString())
                        .status())
                .isZero();
        ProcessHandle daemon = ProcessHandle.of(
                        Long.parseLong(Files.readString(pidFile).strip()))
                .orElseThrow();
        try (HelperClient client = HelperClient.connect(socket())) {
            assertThat(client.offered()).isZero();
            assertKeepsOneCapability(daemon.pid());
        } finally {
            daemon.destroyForcibly();
        }
    }

    @Test
    void itIsTheSameWithASocketThatIsHandedOver() throws Exception {
        assumeRoot();
        Path activate = Path.of("/usr/bin/systemd-socket-activate");
        assumeTrue(Files.isExecutable(activate), activate + " is missing");
        Process helper = new ProcessBuilder(
                        activate.toString(),
                        "-l",
                        socket().toString(),
                        Installed.OURS.path().toString())
                .redirectErrorStream(true)
                .start();
        try {
            String line = helper.inputReader().readLine();
            assertThat(line).startsWith("Listening on ");
            try (HelperClient client = HelperClient.connect(socket())) {
                assertThat(client.offered()).isZero();
                assertKeepsOneCapability(helper.pid());
            }
        } finally {
            helper.destroyForcibly();
        }
    }

    @Test
    void theUserAndTheGroupAreTakenOnByEveryThread() throws Exception {
        assumeRoot();
        try (Running helper = Running.on(socket(), "-u", NOBODY, "-g", NOBODY);
                HelperClient client = HelperClient.connect(socket())) {
            assertThat(client.offered()).isZero();
            for (ThreadStatus thread : threads(helper)) {
                assertThat(thread.get("Uid")).as("%s", thread).isEqualTo("65534\t65534\t65534\t65534");
                assertThat(thread.get("Gid")).as("%s", thread).isEqualTo("65534\t65534\t65534\t65534");
                assertThat(thread.get("Groups")).as("%s", thread).isEmpty();
            }
            // The folder is root's, so the file cannot be removed; that is no reason not to end.
            assertThat(helper.signal("TERM")).isZero();
        }
    }

    /** One filter makes the drop reach every thread; the other is the confinement. */
    @Test
    void unconfinedMeansOneFilterLessAndAWarning() throws Exception {
        int confined;
        try (Running helper = Running.on(socket())) {
            assertThat(helper.before()).doesNotContain("warning");
            confined = filters(helper);
            assertThat(helper.signal("TERM")).isZero();
        }
        try (Running helper = Running.on(socket(), "--unconfined")) {
            assertThat(helper.before()).contains("qemu-pr-helper: warning: serving without confinement");
            assertThat(filters(helper)).isEqualTo(confined - 1);
        }
    }

    /** As the hardened unit starts it: no root, one ambient capability, nothing else to be had. */
    @Test
    void itServesWhereItWasGivenNothingButThatCapability() throws Exception {
        assumeRoot();
        assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v setpriv").start().waitFor() == 0,
                "setpriv is not installed");
        Files.setAttribute(folder, "unix:uid", 65534);
        String unprivileged = "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all,+sys_rawio"
                + " --ambient-caps=-all,+sys_rawio --bounding-set=-all,+sys_rawio --no-new-privs \"$0\" \"$@\"; exit $?; ";
        try (Running helper = Running.in(unprivileged, Map.of(), socket())) {
            List<ThreadStatus> threads = threads(helper);
            assertThat(threads).allSatisfy(thread -> {
                assertThat(thread.get("Uid")).startsWith("65534");
                assertThat(thread.get("CapEff")).isIn(RAWIO, NONE);
            });
            assertThat(threads)
                    .filteredOn(thread -> thread.get("Name").startsWith("pr-worker"))
                    .isNotEmpty()
                    .allSatisfy(thread -> assertThat(thread.get("CapEff")).isEqualTo(RAWIO));
        }
    }

    private static void assertKeepsOneCapability(long pid) throws IOException {
        assertThat(threads(pid)).anyMatch(thread -> thread.get("Name").startsWith("pr-worker"));
        for (ThreadStatus thread : threads(pid)) {
            boolean serves = thread.get("Name").startsWith("pr-worker");
            assertThat(thread.get("CapEff")).as("%s", thread).isIn(serves ? List.of(RAWIO) : List.of(RAWIO, NONE));
            assertThat(thread.get("CapPrm")).as("%s", thread).isEqualTo(thread.get("CapEff"));
            assertThat(thread.get("CapInh")).as("%s", thread).isEqualTo(NONE);
            assertThat(thread.get("CapAmb")).as("%s", thread).isEqualTo(NONE);
            assertThat(thread.get("NoNewPrivs")).as("%s", thread).isEqualTo("1");
            assertThat(thread.get("Seccomp")).as("%s", thread).isEqualTo(FILTERED);
            assertThat(thread.get("CapEff").equals(NONE) || thread.get("CapBnd").equals(NONE))
                    .as("%s", thread)
                    .isTrue();
        }
    }

    private static void assumeRoot() throws IOException {
        assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
                "only root has privileges to drop");
    }

    /** The lines of /proc/PID/task/TID/status. */
    private record ThreadStatus(Map<String, String> lines) {
        static ThreadStatus of(Path task) {
            try {
                return new ThreadStatus(Files.readAllLines(task.resolve("status")).stream()
                        .filter(line -> line.indexOf(':') > 0)
                        .collect(Collectors.toMap(
                                line -> line.substring(0, line.indexOf(':')),
                                line -> line.substring(line.indexOf(':') + 1).strip())));
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        String get(String name) {
            return Objects.requireNonNull(lines.get(name), name);
        }

        @Override
        public String toString() {
            return get("Name");
        }
    }

    /** How many filters every thread has. */
    private static int filters(Running helper) throws IOException {
        List<String> counts = threads(helper).stream()
                .map(thread -> thread.get("Seccomp_filters"))
                .distinct()
                .toList();
        assertThat(counts).hasSize(1);
        return Integer.parseInt(counts.getFirst());
    }

    private static List<ThreadStatus> threads(Running helper) throws IOException {
        return threads(helper.process().pid());
    }

    private static List<ThreadStatus> threads(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return tasks.map(ThreadStatus::of).toList();
        }
    }

    private Path socket() {
        return folder.resolve("s");
    }
}
