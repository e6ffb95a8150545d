// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.cli.it.Installed.Outcome;
import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder in which somebody else leaves what he likes, and a helper that is to start there all the same. */
class ReplaceSocketIT {
    /** Who owns the folder, and whoever else can write to it. */
    private static final int OWNER = 54321;

    private static final int STRANGER = 54322;
    private static final String REPLACE = "--replace-socket";

    /** What they leave, as perl makes it at {@code $p}; {@code $e} is root's file elsewhere. */
    private static final String LISTENER =
            "socket(S, PF_UNIX, SOCK_STREAM, 0); bind(S, sockaddr_un($p)); chmod(0777, $p); listen(S, 9)";

    @TempDir
    private Path temporary;

    private Path folder = Path.of("");
    private Path elsewhere = Path.of("");

    @BeforeEach
    void makeTheFolder() throws IOException {
        assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
                "only root can be several users");
        assumeTrue(Files.exists(Path.of("/usr/bin/perl")), "perl is missing, which is the other users here");
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        elsewhere = Files.writeString(temporary.resolve("elsewhere"), "precious");
        folder = Files.createDirectory(temporary.resolve("folder"));
        Files.setAttribute(folder, "unix:uid", OWNER);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterEach
    void whatIsElsewhereIsUntouched() throws IOException {
        assertThat(elsewhere).hasContent("precious");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(elsewhere)))
                .isEqualTo("rw-r--r--");
        assertThat(Files.getAttribute(elsewhere, "unix:uid")).isEqualTo(0);
    }

    private Path socket() {
        return folder.resolve("s");
    }

    /** Another user leaves something at the path; what has a socket stays alive until it is ended. */
    private Process leave(int user, String what) throws IOException {
        Process process = new ProcessBuilder(
                        "/usr/bin/perl",
                        "-MSocket",
                        "-MPOSIX=mkfifo",
                        "-e",
                        "$) = $( = $> = $< = " + user + "; ($p, $e) = @ARGV; " + what + "; close(STDOUT); <STDIN>",
                        socket().toString(),
                        elsewhere.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getInputStream().readAllBytes();
        assertThat(Files.exists(socket(), LinkOption.NOFOLLOW_LINKS)).isTrue();
        return process;
    }

    /** Shell that runs the helper as that user, then ends as it did. */
    private static String as(int user) {
        return user == 0
                ? ""
                : "setpriv --reuid=%1$d --regid=%1$d --clear-groups sh -c 'exec \"$0\" \"$@\"' \"$0\" \"$@\"; exit $?;"
                        .formatted(user);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "open(F, '>', $p) | a file of user 54322",
                "mkfifo($p, 0600) | a named pipe of user 54322",
                "symlink($e, $p) | a symbolic link of user 54322",
                "symlink('nowhere', $p) | a symbolic link of user 54322",
                "symlink('.', $p) | a symbolic link of user 54322",
                LISTENER + "; close(S) | a socket of user 54322 on which nobody listens",
                LISTENER + " | a socket on which user 54322 listens",
                LISTENER + "; chmod(0, $p) | a socket",
                "socket(S, PF_UNIX, SOCK_DGRAM, 0); bind(S, sockaddr_un($p)) | a socket of user 54322",
            })
    void whatAnotherUserLeftIsReplacedInOneLine(String what, String told) throws Exception {
        // As root, and as the one whose folder it is.
        for (int user : new int[] {0, OWNER}) {
            Process stranger = leave(STRANGER, what);
            try {
                if (!told.contains("nobody")) {
                    Outcome without =
                            Installed.OURS.shell(as(user) + " exec \"$0\" \"$@\"", Map.of(), "-k", socket().toString());
                    assertThat(without.status()).isEqualTo(1);
                    assertThat(without.err()).startsWith("qemu-pr-helper: Failed to bind socket to " + socket());
                }
                try (Running helper = Running.in(as(user), Map.of(), socket(), REPLACE, "--socket-mode=0660")) {
                    assertThat(helper.before().lines().filter(line -> line.contains("warning")))
                            .singleElement()
                            .asString()
                            .startsWith("qemu-pr-helper: warning: replaced " + told)
                            .contains("user " + STRANGER)
                            .endsWith(" at " + socket());
                    assertServes();
                    assertThat(Files.getAttribute(socket(), "unix:uid", LinkOption.NOFOLLOW_LINKS))
                            .isEqualTo(user);
                    assertThat(helper.signal("TERM")).isZero();
                }
                assertThat(folder).isEmptyDirectory();
            } finally {
                stranger.destroyForcibly().waitFor();
            }
        }
    }

    private void assertServes() throws IOException {
        try (HelperClient client = HelperClient.connect(socket())) {
            assertThat(client.offered()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkdir($p)", "mkdir($p); open(F, '>', \"$p/f\")"})
    void aDirectoryStays(String what) throws Exception {
        leave(STRANGER, what).destroyForcibly().waitFor();
        assertRefused("a directory is there");
        assertThat(socket()).isDirectory();
    }

    @Test
    void aHelperOfTheSameUserStays() throws Exception {
        try (Running first = Running.on(socket(), REPLACE)) {
            assertThat(first.before()).doesNotContain("replaced");
            Object inode = Files.getAttribute(socket(), "unix:ino");
            assertRefused("another process listens there");
            assertThat(Files.getAttribute(socket(), "unix:ino")).isEqualTo(inode);
            assertServes();
            assertThat(first.signal("TERM")).isZero();
        }
    }

    private void assertRefused(String reason) {
        assertThat(Installed.OURS.run("-k", socket().toString(), REPLACE))
                .isEqualTo(new Outcome(
                        1, "", "qemu-pr-helper: Failed to bind socket to " + socket() + ": " + reason + "\n"));
    }

    /** Whoever swaps all the time may keep it from starting there, but leads it nowhere else. */
    @Test
    void whoeverGoesOnSwappingLeadsItNowhereElse() throws Exception {
        Process stranger = new ProcessBuilder(
                        "/usr/bin/perl",
                        "-e",
                        "$) = $( = $> = $< = " + OWNER + "; ($f, $e) = @ARGV; chdir($f); $| = 1; print \"begun\\n\";"
                                + " while (getppid() != 1) { symlink($e, 'x'); rename('x', 's');"
                                + " for (glob('.pr*')) { symlink($e, 'x'); rename('x', $_) } mkdir('y'); unlink('s');"
                                + " rename('y', 's'); rmdir('s'); }",
                        folder.toString(),
                        elsewhere.toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(stranger.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("begun");
            for (int i = 0; i < 5; i++) {
                // It may start: then a signal ends it at once.
                Outcome outcome = Installed.OURS.shell(
                        "timeout 2 \"$0\" \"$@\"",
                        Map.of(),
                        "-k",
                        socket().toString(),
                        REPLACE,
                        "--socket-mode=0666",
                        "--socket-group=" + OWNER);
                assertThat(outcome.err()).doesNotContain("Exception");
                whatIsElsewhereIsUntouched();
                assertThat(Files.getAttribute(elsewhere, "unix:gid")).isEqualTo(0);
            }
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void itMeansNothingForASocketThatIsHandedOver() {
        Outcome outcome = Installed.OURS.shell(
                "exec 3</dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" \"$@\"", Map.of(), REPLACE);
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        1, "", "qemu-pr-helper: --replace-socket can't be used when using socket activation\n"));
    }

    @Test
    void itsAbbreviationIsNoneOfTheTimeOuts() {
        for (String ambiguous : List.of("--r", "--re", "--rep", "--repl")) {
            assertThat(Installed.OURS.run(ambiguous).err()).contains("option '" + ambiguous + "' is ambiguous");
        }
        assertThat(Installed.OURS.run("--repla=x").err()).contains("doesn't allow an argument");
    }
}
