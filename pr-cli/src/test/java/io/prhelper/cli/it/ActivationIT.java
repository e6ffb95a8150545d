// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.cli.it.Installed.Outcome;
import io.prhelper.ffm.client.HelperClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sockets from the service manager. */
class ActivationIT {
    private static final Path ACTIVATE = Path.of("/usr/bin/systemd-socket-activate");

    /** The shell becomes the helper, so its process id is the one that descriptors are meant for. */
    private static final String MEANT_FOR_US = "LISTEN_PID=$$ exec \"$0\" \"$@\"";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aSocketPathBesidesIsAnError(Installed helper) {
        Outcome outcome = helper.shell("exec 3</dev/null; LISTEN_FDS=1 " + MEANT_FOR_US, Map.of(), "-k", "/tmp/x");
        assertThat(outcome)
                .isEqualTo(
                        new Outcome(1, "", "qemu-pr-helper: Unix socket can't be set when using socket activation\n"));
    }

    @ParameterizedTest
    @EnumSource
    void moreThanOneSocketIsAnError(Installed helper) {
        Outcome outcome = helper.shell("exec 3</dev/null 4</dev/null; LISTEN_FDS=2 " + MEANT_FOR_US, Map.of());
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        1,
                        "",
                        "qemu-pr-helper: " + helper.path()
                                + " does not support socket activation with LISTEN_FDS > 1\n"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoSocketIsAnError(Installed helper) {
        Outcome outcome = helper.shell("exec 3</dev/null; LISTEN_FDS=1 " + MEANT_FOR_US, Map.of());
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("qemu-pr-helper: Failed to use socket activation: ");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsMeantForAnotherProcessIsNoActivation(Installed helper) {
        Outcome outcome = helper.run("-k", "/no.such.folder/s");
        Outcome meant = helper.shell(
                "exec 3</dev/null; LISTEN_FDS=1 LISTEN_PID=1 exec \"$0\" \"$@\"", Map.of(), "-k", "/no.such.folder/s");
        assertThat(meant).isEqualTo(outcome);
    }

    @Test
    void aSocketThatIsHandedOverIsServedAndLeftBehind() throws Exception {
        assumeTrue(Files.isExecutable(ACTIVATE), ACTIVATE + " is missing");
        Process process = activate();
        try (HelperClient client = connect(process)) {
            assertThat(client.offered()).isZero();
            // systemd-socket-activate becomes the helper.
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(socket()).exists();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aSocketThatIsHandedOverReachesTheBackground() throws Exception {
        assumeTrue(Files.isExecutable(ACTIVATE), ACTIVATE + " is missing");
        Path pidFile = folder.resolve("p");
        Process process = activate("-d", "-f", pidFile.toString());
        ProcessHandle daemon = null;
        try (HelperClient client = connect(process)) {
            assertThat(client.offered()).isZero();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            daemon = ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                    .orElseThrow();
            assertThat(daemon.isAlive()).isTrue();
        } finally {
            process.destroyForcibly();
            if (daemon != null) {
                daemon.destroyForcibly();
            }
        }
    }

    /** Starts systemd-socket-activate, which listens, waits for the first client and then becomes the helper. */
    private Process activate(String... arguments) throws Exception {
        String line = "exec " + ACTIVATE + " -l '" + socket() + "' \"$0\" \"$@\"";
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", line, Installed.OURS.path().toString());
        builder.command().addAll(List.of(arguments));
        return builder.start();
    }

    private HelperClient connect(Process process) throws Exception {
        // It says that it listens before it waits.
        var err = process.errorReader();
        String line = err.readLine();
        while (line != null && !line.startsWith("Listening on ")) {
            line = err.readLine();
        }
        assertThat(line).isNotNull();
        return HelperClient.connect(socket());
    }

    private Path socket() {
        return folder.resolve("s");
    }
}
