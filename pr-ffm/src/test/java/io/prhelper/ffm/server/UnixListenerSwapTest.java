// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.ffm.libc.InterceptedKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The folder of the socket belongs to somebody who puts another file at the temporary name, before any call that is made with it. */
final class UnixListenerSwapTest extends ListenerTest {
    private static final int WANTED = 0666;
    private static final String SWAPPED = "another process put another file in its place";

    private Path precious = Path.of("");

    @BeforeEach
    void makeSomethingToLose() throws IOException {
        precious = Files.createDirectory(directory.resolve("elsewhere")).resolve("precious");
        Files.writeString(precious, "precious");
        Files.setAttribute(precious, "unix:mode", 0600);
    }

    @AfterEach
    void nothingIsLost() throws IOException {
        assertThat(precious).hasContent("precious");
        assertThat(permissions(precious)).isEqualTo(0600);
    }

    private static int permissions(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }

    /** Puts something at that path. */
    @FunctionalInterface
    private interface Swap {
        void make(Path place) throws IOException;
    }

    /** What is bound so far. */
    private List<Path> temporaries() throws IOException {
        return names().stream()
                .filter(name -> name.startsWith(".pr"))
                .map(directory::resolve)
                .toList();
    }

    /** The start fails so if the file is swapped before the first call of that function that comes after bind(2). */
    private void assertRefused(String function, Swap swap, String reason) throws IOException {
        int group = (int) Files.getAttribute(directory, "unix:gid");
        List<Path> swapped = new ArrayList<>();
        InterceptedKernel kernel = new InterceptedKernel().answer(function, call -> {
            for (Path place : swapped.isEmpty() ? temporaries() : List.<Path>of()) {
                Files.move(place, directory.resolve("moved"), StandardCopyOption.REPLACE_EXISTING);
                swap.make(place);
                swapped.add(place);
            }
            return call.really();
        });
        assertThatIOException()
                .isThrownBy(() -> UnixListener.bind(
                        kernel.kernel(), path().toString(), OptionalInt.of(WANTED), OptionalInt.of(group), false))
                .withMessage("Failed to bind socket to " + path() + ": " + reason);
        assertThat(swapped).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"listen", "openat", "connect", "getsockopt", "fchownat", "chmod", "renameat2"})
    void aLinkIsNotFollowed(String function) throws IOException {
        assertRefused(function, place -> Files.createSymbolicLink(place, precious), SWAPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"listen", "openat", "connect", "getsockopt", "fchownat", "chmod", "renameat2"})
    void aFileIsGivenNothing(String function) throws IOException {
        assertRefused(function, place -> Files.createLink(place, precious), SWAPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"listen", "openat", "connect", "getsockopt", "fchownat", "chmod", "renameat2"})
    void theSocketOfAnotherProcessIsGivenNothing(String function) throws Exception {
        Path theirs = directory.resolve("elsewhere/theirs");
        Process process = listenAt(theirs);
        try {
            int before = permissions(theirs);
            assertRefused(function, place -> Files.createLink(place, theirs), SWAPPED);
            assertThat(permissions(theirs)).isEqualTo(before);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Process listenAt(Path path) throws IOException {
        assumeTrue(Files.exists(Path.of("/usr/bin/perl")), "perl is missing, which is the other process here");
        Process process = new ProcessBuilder(
                        "/usr/bin/perl",
                        "-MSocket",
                        "-e",
                        "socket(S, PF_UNIX, SOCK_STREAM, 0); bind(S, sockaddr_un($ARGV[0])); listen(S, 9);"
                                + " close(STDOUT); sleep 600",
                        path.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // It closes its output when it listens.
        process.getInputStream().readAllBytes();
        process.getOutputStream().close();
        return process;
    }

    @ParameterizedTest
    @CsvSource({"listen," + SWAPPED, "openat," + SWAPPED, "renameat2,No such file or directory"})
    void aNameThatIsGoneIsSaidToBe(String function, String reason) throws IOException {
        assertRefused(function, place -> {}, reason);
    }

    @Test
    void whoConnectsBeforeTheSocketHasItsNameIsTurnedAway() throws IOException {
        List<RawClient> early = new ArrayList<>();
        InterceptedKernel kernel = new InterceptedKernel().answer("openat", call -> {
            for (Path place : temporaries()) {
                early.add(RawClient.connect(place, Duration.ofSeconds(20)));
            }
            return call.really();
        });
        try (UnixListener listener = UnixListener.bind(kernel.kernel(), path().toString(), OptionalInt.of(WANTED))) {
            assertThat(listener.fd()).isPositive();
            assertThat(early).hasSize(1);
            assertThat(early.getFirst().isClosedNext()).isTrue();
            early.getFirst().close();
        }
    }

    @Test
    void theFileIsRemovedFromTheFolderWhereItWasMade() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("run"));
        Path moved = directory.resolve("moved");
        Path theirs = Files.createDirectory(directory.resolve("theirs"));
        UnixListener listener = UnixListener.bind(folder.resolve("s").toString(), OptionalInt.empty());
        Files.move(folder, moved);
        Files.createSymbolicLink(folder, theirs);
        Files.createLink(theirs.resolve("s"), moved.resolve("s"));
        listener.close();
        assertThat(names(moved)).isEmpty();
        assertThat(names(theirs)).containsExactly("s");
    }
}
