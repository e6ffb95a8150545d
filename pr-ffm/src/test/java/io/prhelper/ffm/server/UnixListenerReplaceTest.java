// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.InterceptedKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A listening socket where others leave what they like, and it is to be replaced. */
final class UnixListenerReplaceTest extends ListenerTest {
    private static final int STRANGER = 54321;

    private Path precious = Path.of("");

    @BeforeEach
    void makeSomethingToLose() throws IOException {
        precious = Files.createDirectory(directory.resolve("elsewhere")).resolve("precious");
        Files.writeString(precious, "precious");
    }

    @AfterEach
    void nothingElseIsTouched() throws IOException {
        assertThat(precious).hasContent("precious");
        assertThat(names(precious.resolveSibling(""))).containsExactly("precious");
    }

    private UnixListener replacing() throws IOException {
        return replacing(new InterceptedKernel());
    }

    private UnixListener replacing(InterceptedKernel kernel) throws IOException {
        return UnixListener.bind(kernel.kernel(), path().toString(), OptionalInt.of(0666), OptionalInt.empty(), true);
    }

    private void leave(String kind) throws IOException {
        switch (kind) {
            case "a file" -> Files.writeString(path(), "left");
            case "a named pipe" -> assertThat(shell("mkfifo " + path())).isZero();
            case "a device node" ->
                assertThat(shell("mknod " + path() + " c 1 3")).isZero();
            case "a symbolic link" -> Files.createSymbolicLink(path(), precious);
            case "a link to nowhere" -> Files.createSymbolicLink(path(), directory.resolve("nowhere"));
            case "a link to a directory" -> Files.createSymbolicLink(path(), precious.resolveSibling(""));
            case "a directory" -> Files.createDirectory(path());
            case "a full directory" ->
                Files.createFile(Files.createDirectory(path()).resolve("file"));
            default -> stale();
        }
    }

    private static int shell(String line) throws IOException {
        try {
            return new ProcessBuilder("sh", "-c", line).inheritIO().start().waitFor();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    private static boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    @ParameterizedTest
    @CsvSource({
        "a file, a file of user 0",
        "a named pipe, a named pipe of user 0",
        "a device node, a device node of user 0",
        "a symbolic link, a symbolic link of user 0",
        "a link to nowhere, a symbolic link of user 0",
        "a link to a directory, a symbolic link of user 0",
        "a stale socket, a socket of user 0 on which nobody listens",
    })
    void whatIsLeftIsReplacedAndToldOf(String kind, String told) throws IOException {
        assumeTrue(!kind.equals("a device node") || isRoot(), "only root can make device nodes");
        leave(kind);
        Object user = Files.getAttribute(path(), "unix:uid", LinkOption.NOFOLLOW_LINKS);
        for (boolean exchange : new boolean[] {true, false}) {
            InterceptedKernel kernel = exchange ? new InterceptedKernel() : withoutExchange();
            try (UnixListener listener = replacing(kernel)) {
                assertThat(listener.replaced()).isEqualTo(told.replace("user 0", "user " + user));
                assertConnects();
                assertThat(names()).doesNotContain("nowhere").hasSize(names().contains("kept") ? 3 : 2);
            }
            assertThat(path()).doesNotExist();
            leave(kind);
        }
    }

    /** As NFS and 9p are. */
    private static InterceptedKernel withoutExchange() {
        return new InterceptedKernel()
                .answer("renameat2", call -> call.arguments().getLast() == 0 ? call.really() : -Errno.EINVAL.code());
    }

    @Test
    void whereNothingIsNothingIsToldOf() throws IOException {
        try (UnixListener listener = replacing()) {
            assertThat(listener.replaced()).isNull();
            assertConnects();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a directory", "a full directory"})
    void aDirectoryStays(String kind) throws IOException {
        leave(kind);
        assertThatIOException()
                .isThrownBy(this::replacing)
                .withMessage("Failed to bind socket to " + path() + ": a directory is there");
        assertThat(path()).isDirectory();
    }

    @Test
    void theSocketOfALiveHelperOfTheSameUserStays() throws IOException {
        try (UnixListener first = replacing()) {
            Object inode = inode(path());
            assertThatIOException()
                    .isThrownBy(this::replacing)
                    .withMessageEndingWith(": another process listens there");
            assertThat(inode(path())).isEqualTo(inode);
            assertThat(first.fd()).isPositive();
            assertConnects();
        }
    }

    /** They are a stranger's: one that listens, one whose queue is full, one of another kind, and one that is closed to us. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "socket(S, PF_UNIX, SOCK_STREAM, 0); bind(S, $a); listen(S, 9)",
                "socket(S, PF_UNIX, SOCK_STREAM, 0); bind(S, $a); listen(S, 0); socket(C, PF_UNIX, SOCK_STREAM, 0);"
                        + " connect(C, $a)",
                "socket(S, PF_UNIX, SOCK_DGRAM, 0); bind(S, $a)",
                "socket(S, PF_UNIX, SOCK_SEQPACKET, 0); bind(S, $a); listen(S, 9)",
                "umask(0777); socket(S, PF_UNIX, SOCK_STREAM, 0); bind(S, $a); listen(S, 9)",
            })
    void theSocketOfAnotherUserIsReplaced(String how) throws Exception {
        assumeTrue(isRoot(), "only root can be two users");
        assumeTrue(Files.exists(Path.of("/usr/bin/perl")), "perl is missing, which is the other process here");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Process stranger = new ProcessBuilder(
                        "/usr/bin/perl",
                        "-MSocket",
                        "-e",
                        "$) = $( = $> = $< = " + STRANGER + "; $a = sockaddr_un($ARGV[0]); " + how
                                + "; close(STDOUT); sleep 600",
                        path().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            stranger.getInputStream().readAllBytes();
            stranger.getOutputStream().close();
            assertThat(path()).exists();
            assertThatIOException().isThrownBy(() -> bind(path()));
            try (UnixListener listener = replacing()) {
                assertThat(listener.replaced()).startsWith("a socket ").contains("user " + STRANGER);
                assertConnects();
                assertThat(names()).containsExactly("elsewhere", "s");
            }
            assertThat(names()).containsExactly("elsewhere");
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    /** Puts something else at the path where a file was found, before the exchange: that comes back. */
    private void assertKept(Swap swap) throws IOException {
        leave("a file");
        List<Path> swapped = new ArrayList<>();
        InterceptedKernel kernel = new InterceptedKernel().answer("renameat2", call -> {
            if (call.arguments().getLast() == 2 && swapped.isEmpty()) {
                Files.delete(path());
                swap.make(path());
                swapped.add(path());
            }
            return call.really();
        });
        assertThatIOException()
                .isThrownBy(() -> replacing(kernel))
                .withMessageEndingWith(": another process took it at the same time");
        assertThat(swapped).hasSize(1);
        assertThat(names()).noneMatch(name -> name.startsWith(".pr"));
    }

    /** Puts something at that path. */
    @FunctionalInterface
    private interface Swap {
        void make(Path place) throws IOException;
    }

    @Test
    void aHelperThatIsQuickerKeepsThePath() throws IOException {
        List<UnixListener> quicker = new ArrayList<>();
        assertKept(place -> quicker.add(replacing()));
        assertConnects();
        quicker.getFirst().close();
        assertThat(path()).doesNotExist();
    }

    @Test
    void aDirectoryThatIsPutThereMeanwhileComesBack() throws IOException {
        assertKept(place -> Files.createFile(Files.createDirectory(place).resolve("file")));
        assertThat(names(path())).containsExactly("file");
    }

    @Test
    void aLinkThatIsPutThereMeanwhileComesBackAndLeadsNowhere() throws IOException {
        assertKept(place -> Files.createSymbolicLink(place, precious));
        assertThat(Files.readSymbolicLink(path())).isEqualTo(precious);
    }

    /** Before each call of each function, those at the path and those at the temporary name. */
    @ParameterizedTest
    @ValueSource(strings = {"openat", "statx", "connect", "getsockopt", "listen", "chmod", "renameat2", "unlinkat"})
    void whateverIsSwappedWhenNothingElsewhereIsTouched(String function) throws IOException {
        InterceptedKernel counting = new InterceptedKernel();
        leave("a file");
        replacing(counting).close();
        for (int n = 1; n <= counting.count(function); n++) {
            assertSwapHarmsNothing(function, n, true);
            assertSwapHarmsNothing(function, n, false);
        }
    }

    private void assertSwapHarmsNothing(String function, int n, boolean ofThePath) throws IOException {
        Files.deleteIfExists(path());
        leave("a file");
        InterceptedKernel kernel = new InterceptedKernel().answer(function, call -> {
            if (call.number() == n) {
                for (String name : names()) {
                    if (name.equals("s") ? ofThePath : !ofThePath && name.startsWith(".pr")) {
                        Files.delete(directory.resolve(name));
                        Files.createSymbolicLink(directory.resolve(name), precious);
                    }
                }
            }
            return call.really();
        });
        try (UnixListener listener = replacing(kernel)) {
            assertThat(listener.replaced()).as("%s, call %d", function, n).isNotNull();
            assertThat(Files.readAttributes(path(), "unix:mode", LinkOption.NOFOLLOW_LINKS)
                            .get("mode"))
                    .as("%s, call %d", function, n)
                    .isEqualTo(0140666);
        } catch (IOException refused) {
            assertThat(refused).as("%s, call %d", function, n).hasMessageStartingWith("Failed to bind socket to ");
        }
        for (String name : names()) {
            if (!name.equals("elsewhere")) {
                Files.delete(directory.resolve(name));
            }
        }
    }
}
