// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.cli.it.Installed.Outcome;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The helper in the foreground: its socket, its clients, its messages and its end. */
class ServingIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalEndsItWithSuccessAndRemovesTheSocket(String signal) throws Exception {
        try (Running helper = Running.on(socket())) {
            assertThat(helper.signal(signal)).isZero();
            assertThat(socket()).doesNotExist();
        }
    }

    @Test
    void anIdleClientDoesNotDelayTheEnd() throws Exception {
        try (Running helper = Running.on(socket());
                HelperClient client = HelperClient.connect(socket())) {
            assertThat(client.offered()).isZero();
            assertThat(helper.signal("TERM")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"--socket-mode=0666, rw-rw-rw-", "--socket-mode=0, ---------"})
    void theSocketHasTheModeThatWasAskedForWhateverTheUmask(String option, String mode) throws Exception {
        for (String umask : new String[] {"0", "0777"}) {
            try (Running helper = Running.in("umask " + umask + ";", Map.of(), socket(), option)) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                        .isEqualTo(mode);
                assertThat(helper.signal("TERM")).isZero();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, rwxrwxrwx", "022, rwxr-xr-x", "0117, rw-rw----"})
    void withoutAModeTheSocketHasWhatTheUmaskLeavesLikeTheReferences(String umask, String mode) throws Exception {
        try (Running helper = Running.in("umask " + umask + ";", Map.of(), socket())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo(mode);
            assertThat(helper.signal("TERM")).isZero();
        }
    }

    @Test
    void theSocketBelongsToTheGroupThatWasAskedFor() throws Exception {
        assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
                "only root can give a file to any group");
        try (Running helper = Running.on(socket(), "--socket-group=12345", "--socket-mode=0660")) {
            assertThat(Files.getAttribute(socket(), "unix:gid")).isEqualTo(12345);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo("rw-rw----");
            assertThat(helper.process().isAlive()).isTrue();
        }
    }

    @Test
    void aFileThatIsNoSocketIsLeftAlone() throws Exception {
        Files.writeString(socket(), "precious");
        Outcome outcome = Installed.OURS.run("-k", socket().toString());
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("qemu-pr-helper: Failed to bind socket to " + socket() + ": ")
                .hasLineCount(1);
        assertThat(socket()).content().isEqualTo("precious");
    }

    @Test
    void aSocketThatNobodyListensOnIsReplaced() throws Exception {
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket()));
        }
        assertThat(socket()).exists();
        try (Running helper = Running.on(socket());
                HelperClient client = HelperClient.connect(socket())) {
            assertThat(client.offered()).isZero();
            assertThat(helper.process().isAlive()).isTrue();
        }
    }

    @Test
    void aSocketThatSomebodyListensOnIsLeftAlone() throws Exception {
        try (Running first = Running.on(socket())) {
            Outcome second = Installed.OURS.run("-k", socket().toString());
            assertThat(second.status()).isEqualTo(1);
            assertThat(second.err()).startsWith("qemu-pr-helper: Failed to bind socket to " + socket() + ": ");
            try (HelperClient client = HelperClient.connect(socket())) {
                assertThat(client.offered()).isZero();
            }
            assertThat(first.signal("TERM")).isZero();
        }
    }

    @Test
    void theSocketOfSomebodyElseIsNotRemovedAtTheEnd() throws Exception {
        try (Running helper = Running.on(socket());
                ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Files.delete(socket());
            other.bind(UnixDomainSocketAddress.of(socket()));
            assertThat(helper.signal("TERM")).isZero();
            assertThat(socket()).exists();
        }
    }

    @Test
    void theLongestPathOfASocketIsServed() throws Exception {
        Path longest = folder.resolve("x".repeat(108 - folder.toString().length() - 1));
        assertThat(longest.toString()).hasSize(108);
        try (Running helper = Running.on(longest);
                HelperClient client = HelperClient.connect(longest)) {
            assertThat(client.offered()).isZero();
            assertThat(helper.process().isAlive()).isTrue();
        }
    }

    @Test
    void aShortNameInALongFolderIsServed() throws Exception {
        Path deep = Files.createDirectory(
                folder.resolve("x".repeat(106 - folder.toString().length() - 1)));
        Path shortest = deep.resolve("s");
        assertThat(shortest.toString()).hasSize(108);
        try (Running helper = Running.on(shortest);
                HelperClient client = HelperClient.connect(shortest)) {
            assertThat(client.offered()).isZero();
            assertThat(helper.process().isAlive()).isTrue();
        }
    }

    @Test
    void aPathBeyondAsciiIsServedInAnyLocale() throws Exception {
        Path path = folder.resolve("p\u00e4th");
        try (Running helper = Running.in("", Map.of("LC_ALL", "C"), path)) {
            // This JVM may itself be in a locale that has no such letter, so the shell looks.
            Process look = new ProcessBuilder("sh", "-c", "test -S \"$0\"/p?*th", folder.toString()).start();
            assertThat(look.waitFor()).isZero();
            assertThat(helper.process().isAlive()).isTrue();
        }
    }

    @Test
    void theWorkingDirectoryIsTheCallers() throws Exception {
        try (Running helper = Running.in("cd '" + folder + "';", Map.of(), socket(), "-fpid")) {
            Path proc = Path.of("/proc/" + helper.process().pid());
            assertThat(Files.readSymbolicLink(proc.resolve("cwd"))).isEqualTo(folder.toRealPath());
            assertThat(folder.resolve("pid"))
                    .content()
                    .isEqualTo(helper.process().pid() + "\n");
        }
    }

    @Test
    void withoutTheOptionThereIsNoPidFile() throws Exception {
        try (Running helper = Running.in("cd '" + folder + "';", Map.of(), socket())) {
            assertThat(helper.process().isAlive()).isTrue();
            assertThat(folder).isDirectoryNotContaining("glob:**pid*");
        }
    }

    @Test
    void aReaderOfMessagesWhoGoesAwayDoesNotMatter() throws Exception {
        try (Running helper = Running.on(socket(), "-v");
                OwnedFd file = OwnedFd.inMemory("no disk")) {
            helper.stopReading();
            for (int i = 0; i < 3; i++) {
                try (HelperClient client = HelperClient.connect(socket())) {
                    assertThat(read(client, file)).isInstanceOf(PrOutcome.CheckCondition.class);
                }
            }
            assertThat(helper.signal("TERM")).isZero();
        }
    }

    @Test
    void whatIsNoDiskIsAnsweredAsTheReferenceAnswersIt() throws Exception {
        try (Running helper = Running.on(socket());
                OwnedFd file = OwnedFd.inMemory("no disk");
                HelperClient client = HelperClient.connect(socket())) {
            assertThat(read(client, file)).isEqualTo(new PrOutcome.CheckCondition<>(Sense.IO_PROCESS_TERMINATED));
            assertThat(helper.process().isAlive()).isTrue();
        }
    }

    @Test
    void theGreetingOffersTheRemovalOfRegistrationsWhereItIsTold() throws Exception {
        try (Running helper = Running.on(socket(), "--offer-cleanup");
                HelperClient client = HelperClient.connect(socket())) {
            assertThat(client.offered()).isEqualTo(Wire.FEATURE_CLEANUP);
            assertThat(helper.process().isAlive()).isTrue();
        }
    }

    @Test
    void aClientBeyondTheLimitIsTurnedAwayAndTheLimitIsNamed() throws Exception {
        try (Running helper = Running.on(socket(), "--max-per-peer=1");
                HelperClient first = HelperClient.connect(socket())) {
            assertThatThrownBy(() -> HelperClient.connect(socket()).close()).isInstanceOf(IOException.class);
            assertThat(helper.readUntil("turned away")).startsWith("qemu-pr-helper: warning: client turned away: pid ");
            assertThat(first.offered()).isZero();
        }
    }

    @Test
    void verbosityGoesFromSilenceToEveryRequest() throws Exception {
        try (Running helper = Running.on(socket(), "-v");
                OwnedFd file = OwnedFd.inMemory("no disk");
                HelperClient client = HelperClient.connect(socket())) {
            assertThat(read(client, file)).isInstanceOf(PrOutcome.CheckCondition.class);
            assertThat(helper.readUntil("READ KEYS"))
                    .isEqualTo("qemu-pr-helper: connection 1 PERSISTENT RESERVE IN READ KEYS for 8 bytes"
                            + " [5e000000000000000800]");
        }
    }

    @Test
    void theTraceHasWhatItsPatternsSay() throws Exception {
        Path trace = folder.resolve("trace");
        try (Running helper = Running.on(socket(), "-Tpr_*", "-T", "-pr_request,file=" + trace);
                OwnedFd file = OwnedFd.inMemory("no disk");
                HelperClient client = HelperClient.connect(socket())) {
            assertThat(read(client, file)).isInstanceOf(PrOutcome.CheckCondition.class);
            assertThat(helper.signal("TERM")).isZero();
        }
        assertThat(trace)
                .content()
                .contains(":pr_listen ", ":pr_connect ", ":pr_reply ", ":pr_stop ")
                .doesNotContain(":pr_request ");
    }

    @Test
    void aWordThatMeansNothingIsIgnoredWithAWarning() throws Exception {
        Outcome outcome = Installed.OURS.run("word", "-k", "/no.such.folder/s");
        assertThat(outcome.err()).startsWith("qemu-pr-helper: warning: argument 'word' is ignored\n");
        assertThat(Installed.OURS.run("word", "-V")).isEqualTo(Installed.OURS.run("-V"));
    }

    private static PrOutcome<?> read(HelperClient client, OwnedFd file) throws IOException {
        return client.execute(file.fd(), new PrInCommand(PrInAction.READ_KEYS, 8));
    }

    private Path socket() {
        return folder.resolve("s");
    }
}
