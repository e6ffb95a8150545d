// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.it.Installed.Outcome;
import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Running in the background: when the command returns, what is there then, and how errors get back. */
class DaemonIT {
    @TempDir
    private Path folder;

    private final List<ProcessHandle> daemons = new ArrayList<>();

    @AfterEach
    void endDaemons() {
        daemons.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void whenTheCommandReturnsClientsAreServedAndThePidFileIsWritten() throws Exception {
        assertThat(start()).isEqualTo(new Outcome(0, "", ""));
        try (HelperClient client = HelperClient.connect(socket())) {
            assertThat(client.offered()).isZero();
        }
        assertThat(pidFile()).content().matches("\\d+\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pidFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void theDaemonIsASessionOfItsOwnInTheRootDirectory() throws Exception {
        start();
        ProcessHandle daemon = daemon();
        assertThat(Files.readSymbolicLink(proc("cwd"))).isEqualTo(Path.of("/"));
        for (int fd = 0; fd <= 2; fd++) {
            assertThat(Files.readSymbolicLink(proc("fd/" + fd))).isEqualTo(Path.of("/dev/null"));
        }
        // Fields after the name in brackets: state, parent, process group, session, terminal.
        String stat = Files.readString(proc("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        assertThat(fields[3]).isEqualTo(Long.toString(daemon.pid()));
        assertThat(fields[4]).isEqualTo("0");
    }

    @Test
    void theProcessIsCalledLikeTheProgram() throws Exception {
        start();
        daemon();
        assertThat(proc("comm")).content().isEqualTo("qemu-pr-helper\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalEndsTheDaemonAndRemovesItsFiles(String signal) throws Exception {
        start();
        ProcessHandle daemon = daemon();
        new ProcessBuilder("kill", "-" + signal, Long.toString(daemon.pid()))
                .start()
                .waitFor();
        daemon.onExit().get(20, TimeUnit.SECONDS);
        assertThat(socket()).doesNotExist();
        assertThat(pidFile()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void aSocketThatCannotBeMadeIsToldTheCaller(Installed helper) {
        Outcome outcome =
                helper.run("-d", "-k", "/no.such.folder/s", "-f", pidFile().toString());
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo(
                        "qemu-pr-helper: Failed to bind socket to /no.such.folder/s:" + " No such file or directory\n");
        assertThat(pidFile()).doesNotExist();
    }

    @Test
    void aPidFileThatCannotBeMadeIsToldTheCallerAndTheSocketIsGone() {
        Outcome outcome = Installed.OURS.run("-d", "-k", socket().toString(), "-f", "/no.such.folder/p");
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        1, "", "qemu-pr-helper: Could not create '/no.such.folder/p': No such file or directory\n"));
        assertThat(socket()).doesNotExist();
    }

    @Test
    void aSecondDaemonDoesNotGetThePidFile() throws Exception {
        start();
        ProcessHandle first = daemon();
        Path other = folder.resolve("other");
        Outcome outcome =
                Installed.OURS.run("-d", "-k", other.toString(), "-f", pidFile().toString());
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("qemu-pr-helper: Cannot lock pid file: Resource temporarily unavailable\n");
        assertThat(other).doesNotExist();
        assertThat(pidFile()).content().isEqualTo(first.pid() + "\n");
    }

    @Test
    void aStalePidFileIsWrittenAnew() throws Exception {
        Files.writeString(pidFile(), "123456789012345\n");
        assertThat(start().status()).isZero();
        assertThat(pidFile()).content().isEqualTo(daemon().pid() + "\n");
    }

    @Test
    void aLinkInPlaceOfThePidFileIsNotFollowed() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createSymbolicLink(pidFile(), victim);
        assertThat(start().status()).isEqualTo(1);
        assertThat(victim).content().isEqualTo("precious");
    }

    @Test
    void relativePathsAreThoseOfTheCaller() throws Exception {
        Files.writeString(folder.resolve("events"), "pr_listen\n");
        Outcome outcome = Installed.OURS.shell(
                "cd '" + folder + "' && exec \"$0\" \"$@\"",
                Map.of(),
                "-dfp",
                "-k" + socket(),
                "-T",
                "events=events,file=trace");
        assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
        daemons.add(daemonOf(folder.resolve("p")));
        assertThat(folder.resolve("trace")).content().contains(":pr_listen ");
    }

    @Test
    void whatEndsAtOnceEndsAtOnceInTheBackgroundToo() {
        assertThat(Installed.OURS.run("-d", "-V")).isEqualTo(Installed.OURS.run("-V"));
        assertThat(Installed.OURS.run("-d", "-h")).isEqualTo(Installed.OURS.run("-h"));
        assertThat(Installed.OURS.run("-d", "-Tpr_*", "-Z")).isEqualTo(Installed.OURS.run("-Z"));
    }

    private Outcome start() throws IOException {
        Outcome outcome = Installed.OURS.run(
                "-d", "-k", socket().toString(), "-f", pidFile().toString());
        if (outcome.status() == 0) {
            daemons.add(daemonOf(pidFile()));
        }
        return outcome;
    }

    private ProcessHandle daemon() {
        return daemons.getFirst();
    }

    private static ProcessHandle daemonOf(Path pidFile) throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                .orElseThrow();
    }

    private Path proc(String name) {
        return Path.of("/proc", Long.toString(daemon().pid()), name);
    }

    private Path socket() {
        return folder.resolve("s");
    }

    private Path pidFile() {
        return folder.resolve("p");
    }
}
