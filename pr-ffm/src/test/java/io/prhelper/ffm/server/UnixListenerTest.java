// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.InterceptedKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A listening socket at every kind of path. */
final class UnixListenerTest extends ListenerTest {
    @Test
    void whereNothingIsTheSocketAppearsAndGoes() throws IOException {
        try (UnixListener listener = bind(path())) {
            assertThat(listener.fd()).isPositive();
            assertConnects();
            assertThat(names()).containsExactly("s");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void theModeIsSetWhateverTheUmask() throws IOException {
        for (int mode : new int[] {0600, 0660, 0777}) {
            try (UnixListener listener = UnixListener.bind(path().toString(), OptionalInt.of(mode))) {
                assertThat((int) Files.getAttribute(path(), "unix:mode") & 0777).isEqualTo(mode);
            }
        }
    }

    @Test
    void aMissingDirectoryIsNamed() {
        Path missing = directory.resolve("no/such/s");
        assertThatIOException()
                .isThrownBy(() -> bind(missing))
                .withMessage("Failed to bind socket to " + missing + ": No such file or directory");
    }

    @Test
    void aFileInThePlaceOfTheDirectoryIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatIOException()
                .isThrownBy(() -> bind(file.resolve("s")))
                .withMessage("Failed to bind socket to " + file.resolve("s") + ": Not a directory");
    }

    @Test
    void anEmptyPathIsRefused() {
        assertThatIOException()
                .isThrownBy(() -> UnixListener.bind("", OptionalInt.empty()))
                .withMessage("the UNIX socket path is empty");
    }

    private Path ofLength(int bytes, int lastName) throws IOException {
        String folder = directory
                .resolve("d".repeat(bytes - lastName - 2 - directory.toString().length()))
                .toString();
        Files.createDirectory(Path.of(folder));
        return Path.of(folder, "s".repeat(lastName));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9, 20})
    void theLongestPathCanBeBoundWhateverItsLastNameIs(int lastName) throws IOException {
        Path longest = ofLength(108, lastName);
        assertThat(longest.toString()).hasSize(108);
        try (UnixListener listener = bind(longest)) {
            RawClient.connect(longest, Duration.ofSeconds(20)).close();
            assertThat(names(longest.resolveSibling(""))).containsExactly("s".repeat(lastName));
        }
        assertThat(longest).doesNotExist();
    }

    @Test
    void onePathByteMoreIsRefusedByName() throws IOException {
        Path tooLong = ofLength(109, 5);
        assertThatIOException()
                .isThrownBy(() -> bind(tooLong))
                .withMessage("UNIX socket path '" + tooLong + "' is too long: it may have 108 bytes");
    }

    @ParameterizedTest
    @EnumSource(names = {"EPERM", "ENOSYS"})
    void whereAFilterRefusesStatxThatIsSaid(Errno errno) {
        InterceptedKernel kernel = new InterceptedKernel().answer("statx", call -> -errno.code());
        assertThatIOException()
                .isThrownBy(() -> UnixListener.bind(kernel.kernel(), path().toString(), OptionalInt.empty()))
                .withMessageStartingWith(
                        "statx(2), without which no device can be told from another, is refused here (");
    }

    @Test
    void aFileIsNotReplaced() throws IOException {
        Files.writeString(path(), "precious");
        assertThatIOException()
                .isThrownBy(() -> bind(path()))
                .withMessage("Failed to bind socket to " + path() + ": a file that is no socket is there");
        assertThat(path()).hasContent("precious");
        assertThat(names()).containsExactly("s");
    }

    @Test
    void anEmptyDirectoryIsNotReplaced() throws IOException {
        Files.createDirectory(path());
        assertThatIOException().isThrownBy(() -> bind(path())).withMessageContaining("no socket is there");
        assertThat(path()).isDirectory();
    }

    @Test
    void aSymbolicLinkIsNeitherReplacedNorFollowed() throws IOException {
        for (Path target : List.of(directory.resolve("nowhere"), stale())) {
            Path link = directory.resolve("link");
            Files.createSymbolicLink(link, target);
            assertThatIOException().isThrownBy(() -> bind(link)).withMessageContaining("no socket is there");
            assertThat(Files.readSymbolicLink(link)).isEqualTo(target);
            Files.delete(link);
        }
    }

    @Test
    void theSocketOfALiveHelperIsNotTakenOver() throws IOException {
        try (UnixListener first = bind(path())) {
            Object inode = inode(path());
            assertThatIOException()
                    .isThrownBy(() -> bind(path()))
                    .withMessage("Failed to bind socket to " + path() + ": another process listens there");
            assertThat(inode(path())).isEqualTo(inode);
            assertConnects();
        }
    }

    @Test
    void aLiveHelperWhoseBacklogIsFullIsNotTakenOver() throws IOException {
        List<RawClient> waiting = new ArrayList<>();
        try (UnixListener first = bind(path())) {
            for (int i = 0; i <= 128; i++) {
                waiting.add(RawClient.connect(path(), Duration.ofSeconds(20)));
            }
            assertThatIOException().isThrownBy(() -> bind(path())).withMessageContaining("another process listens");
        } finally {
            waiting.forEach(RawClient::close);
        }
    }

    @Test
    void aStaleSocketIsReplaced() throws IOException {
        stale();
        Object inode = inode(path());
        try (UnixListener listener = bind(path())) {
            assertThat(inode(path())).isNotEqualTo(inode);
            assertConnects();
            assertThat(names()).containsExactly("s");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void aSecondCloseDoesNothing() throws IOException {
        UnixListener listener = bind(path());
        listener.close();
        try (UnixListener next = bind(path())) {
            listener.close();
            assertThat(next.fd()).isPositive();
            assertConnects();
        }
    }

    @Test
    void aSocketThatReplacedOursIsNotRemoved() throws IOException {
        try (UnixListener second = replaced()) {
            assertConnects();
            assertThat(names()).containsExactly("s");
        }
        assertThat(names()).isEmpty();
    }

    private UnixListener replaced() throws IOException {
        try (UnixListener first = bind(path())) {
            Files.delete(path());
            return bind(path());
        }
    }

    @Test
    void aFileThatReplacedOursIsNotRemoved() throws IOException {
        UnixListener listener = bind(path());
        Files.delete(path());
        Files.writeString(path(), "precious");
        listener.close();
        assertThat(path()).hasContent("precious");
    }

    @Test
    void aDirectoryInWhichNoFileCanBeMadeIsNamed() {
        assertThatIOException()
                .isThrownBy(() -> bind(Path.of("/proc/s")))
                .withMessageStartingWith("Failed to bind socket to /proc/s: ");
    }
}
