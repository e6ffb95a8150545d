// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.InterceptedKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listening socket at every kind of path. */
final class UnixListenerTest {
    private final OpenDescriptors descriptors = new OpenDescriptors();

    @TempDir
    Path directory;

    @AfterEach
    void noDescriptorIsLeft() {
        descriptors.assertAsBefore();
    }

    private Path path() {
        return directory.resolve("s");
    }

    private static UnixListener bind(Path path) throws IOException {
        return UnixListener.bind(path.toString(), OptionalInt.empty());
    }

    private List<String> names() throws IOException {
        return names(directory);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Object inode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    /** A socket file that nobody listens on: what a killed helper leaves. */
    private Path stale() throws IOException {
        UnixListener dead = bind(path());
        Path kept = directory.resolve("kept");
        Files.move(path(), kept);
        dead.close();
        Files.move(kept, path());
        return path();
    }

    private void assertConnects() throws IOException {
        RawClient.connect(path()).close();
    }

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
        Path longest = ofLength(107, lastName);
        assertThat(longest.toString()).hasSize(107);
        try (UnixListener listener = bind(longest)) {
            RawClient.connect(longest).close();
            assertThat(names(longest.resolveSibling(""))).containsExactly("s".repeat(lastName));
        }
        assertThat(longest).doesNotExist();
    }

    @Test
    void onePathByteMoreIsRefusedByName() throws IOException {
        Path tooLong = ofLength(108, 5);
        assertThatIOException()
                .isThrownBy(() -> bind(tooLong))
                .withMessage("UNIX socket path '" + tooLong + "' is too long: it must be less than 108 bytes");
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
                waiting.add(RawClient.connect(path()));
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
    void ofManyThatStartAtOnceOneGetsThePath() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 20; round++) {
                if (round % 2 == 1) {
                    stale();
                }
                CyclicBarrier start = new CyclicBarrier(8);
                List<Future<UnixListener>> all = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    all.add(threads.submit(() -> {
                        start.await();
                        return bind(path());
                    }));
                }
                List<UnixListener> bound = new ArrayList<>();
                for (Future<UnixListener> one : all) {
                    try {
                        bound.add(one.get());
                    } catch (java.util.concurrent.ExecutionException refused) {
                        assertThat(refused.getCause())
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("another process");
                    }
                }
                assertThat(bound).hasSize(1);
                assertConnects();
                assertThat(names()).containsExactly("s");
                bound.getFirst().close();
                assertThat(names()).isEmpty();
            }
        }
    }

    @Test
    void aFileThatAppearsAtTheLastMomentIsNotLost() throws IOException {
        InterceptedKernel kernel = new InterceptedKernel().answer("renameat2", call -> {
            if (call.number() == 1) {
                Files.writeString(path(), "precious");
            }
            return call.really();
        });
        assertThatIOException()
                .isThrownBy(() -> UnixListener.bind(kernel.kernel(), path().toString(), OptionalInt.empty()))
                .withMessageContaining("no socket is there");
        assertThat(path()).hasContent("precious");
        assertThat(names()).containsExactly("s");
    }

    @Test
    void aHelperThatIsQuickerInReplacingAStaleSocketKeepsThePath() throws IOException {
        stale();
        List<UnixListener> quicker = new ArrayList<>();
        InterceptedKernel kernel = new InterceptedKernel().answer("renameat2", call -> {
            if (call.arguments().getLast() == 2 && quicker.isEmpty()) {
                quicker.add(bind(path()));
            }
            return call.really();
        });
        assertThatIOException()
                .isThrownBy(() -> UnixListener.bind(kernel.kernel(), path().toString(), OptionalInt.empty()))
                .withMessageContaining("another process took it");
        assertConnects();
        assertThat(names()).containsExactly("s");
        quicker.getFirst().close();
    }

    @Test
    void aFileSystemThatCanNotExchangeNamesStillGetsItsSocket() throws IOException {
        stale();
        InterceptedKernel kernel = new InterceptedKernel()
                .answer("renameat2", call -> call.arguments().getLast() == 0 ? call.really() : -Errno.EINVAL.code());
        UnixListener listener = UnixListener.bind(kernel.kernel(), path().toString(), OptionalInt.empty());
        assertConnects();
        listener.close();
        assertThat(names()).isEmpty();
    }

    @Test
    void whateverCallFailsNothingIsDeletedAndNothingLeft() throws IOException {
        stale();
        InterceptedKernel counting = new InterceptedKernel();
        UnixListener.bind(counting.kernel(), path().toString(), OptionalInt.of(0600))
                .close();
        for (Map.Entry<String, Integer> function : counting.counts().entrySet()) {
            for (int n = 1; n <= function.getValue(); n++) {
                stale();
                assertFailsClean(function.getKey(), n);
            }
        }
    }

    private void assertFailsClean(String function, int n) throws IOException {
        Object inode = inode(path());
        InterceptedKernel kernel = new InterceptedKernel()
                .answer(function, call -> call.number() == n ? -Errno.EIO.code() : call.really());
        try {
            UnixListener.bind(kernel.kernel(), path().toString(), OptionalInt.of(0600))
                    .close();
        } catch (IOException failed) {
            assertThat(failed).hasMessageContaining("Input/output error");
            assertThat(inode(path())).as("%s, call %d", function, n).isEqualTo(inode);
        }
        boolean unlinkFailed = function.equals("unlink");
        assertThat(names()).as("%s, call %d", function, n).allMatch(name -> name.equals("s") || unlinkFailed);
    }

    @Test
    void aDirectoryInWhichNoFileCanBeMadeIsNamed() {
        assertThatIOException()
                .isThrownBy(() -> bind(Path.of("/proc/s")))
                .withMessageStartingWith("Failed to bind socket to /proc/s: ");
    }
}
