// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a launcher starts it. */
final class DaemonTest {
    /** What the launcher does: the JVM alone holds the writing end of the pipe that the substitution reads. */
    private static final String LAUNCHER = "r=$(exec 9>&1; \"$@\" >/dev/null &); [ \"$r\" = ready ]";

    @TempDir
    Path directory;

    @Test
    void theCommandReturnsWhenTheDaemonIsReadyAndOnItsOwn() throws IOException, InterruptedException {
        Path pidFile = directory.resolve("pid");
        try (ChildJvm launcher = launch(pidFile.toString())) {
            assertThat(launcher.lines()).isEmpty();
            assertThat(launcher.status()).isZero();
            String pid = Files.readString(pidFile).strip();
            try {
                Path proc = Path.of("/proc", pid);
                assertThat(proc.resolve("cwd").toRealPath()).isEqualTo(Path.of("/"));
                for (String fd : List.of("0", "1", "2")) {
                    assertThat(Files.readSymbolicLink(proc.resolve("fd").resolve(fd)))
                            .isEqualTo(Path.of("/dev/null"));
                }
                assertThat(proc.resolve("fd/9")).doesNotExist();
                assertThat(session(proc)).isEqualTo(pid);
            } finally {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroy);
            }
        }
    }

    /** The sixth word of proc_pid_stat(5); the second is the name in brackets. */
    private static String session(Path proc) throws IOException {
        String stat = Files.readString(proc.resolve("stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
    }

    @Test
    void anErrorReachesTheCallersTerminalAndTheStatus() throws IOException, InterruptedException {
        String nowhere = directory.resolve("none/pid").toString();
        try (ChildJvm launcher = launch(nowhere)) {
            assertThat(launcher.lines())
                    .containsExactly("Could not create '" + nowhere + "': No such file or directory");
            assertThat(launcher.status()).isEqualTo(1);
        }
    }

    @Test
    void whatIsNoPipeIsRefused() throws IOException {
        try (OwnedFd file = OwnedFd.inMemory("file")) {
            assertThatIOException()
                    .isThrownBy(() -> Daemon.detach(file.fd()))
                    .withMessage("file descriptor " + file.fd() + " is no pipe to the launcher");
        }
    }

    private static ChildJvm launch(String pidFile) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", LAUNCHER, "launcher"));
        command.addAll(ChildJvm.command(List.of(), Program.class, pidFile));
        return ChildJvm.start(true, command);
    }

    /** A daemon that does nothing. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            ProcessExit exit = ProcessExit.onSignals();
            Daemon daemon = Daemon.detach(9);
            try (PidFile file = PidFile.write(arguments[0])) {
                daemon.ready();
                exit.await();
            } catch (IOException refused) {
                System.err.println(refused.getMessage());
                ProcessExit.now(1);
            }
            ProcessExit.now(0);
        }
    }
}
