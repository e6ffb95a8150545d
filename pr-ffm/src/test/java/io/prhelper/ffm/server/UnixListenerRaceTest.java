// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.InterceptedKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A listening socket where others take the path at the same time, or the kernel fails. */
final class UnixListenerRaceTest extends ListenerTest {
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

    /** Two that came too late give the path back at the same time, each what it finds there. */
    @Test
    void twoThatComeTooLateLeaveThePathToTheFirst() throws IOException {
        stale();
        List<UnixListener> quicker = new ArrayList<>();
        try (UnixListener third = bind(directory.resolve("third"))) {
            InterceptedKernel kernel = new InterceptedKernel().answer("renameat2", call -> {
                switch (call.number()) {
                    case 2 -> quicker.add(bind(path()));
                    // The third takes the path for a moment, and gives back what it found.
                    case 3, 5 -> exchangeWithThird();
                    default -> {}
                }
                return call.really();
            });
            assertThatIOException()
                    .isThrownBy(() -> UnixListener.bind(kernel.kernel(), path().toString(), OptionalInt.empty()))
                    .withMessageContaining("another process took it");
            assertThat(kernel.counts().get("renameat2")).isEqualTo(5);
            assertThat(names()).containsExactlyInAnyOrder("s", "third");
            assertConnects();
            third.close();
            assertThat(names()).containsExactly("s");
            quicker.getFirst().close();
            assertThat(names()).isEmpty();
        }
    }

    private void exchangeWithThird() throws IOException {
        Path aside = directory.resolve("aside");
        Path third = directory.resolve("third");
        Files.move(path(), aside);
        Files.move(third, path());
        Files.move(aside, third);
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
        bindInEveryWay(counting);
        for (Map.Entry<String, Integer> function : counting.counts().entrySet()) {
            for (int n = 1; n <= function.getValue(); n++) {
                stale();
                assertFailsClean(function.getKey(), n);
            }
        }
    }

    /** With a mode that no umask leaves, and the group that the file has anyway. */
    private void bindInEveryWay(InterceptedKernel kernel) throws IOException {
        int group = (int) Files.getAttribute(directory, "unix:gid");
        UnixListener.bind(kernel.kernel(), path().toString(), OptionalInt.of(0666), OptionalInt.of(group), false)
                .close();
    }

    private void assertFailsClean(String function, int n) throws IOException {
        Object inode = inode(path());
        InterceptedKernel kernel = new InterceptedKernel()
                .answer(function, call -> call.number() == n ? -Errno.EIO.code() : call.really());
        try {
            bindInEveryWay(kernel);
        } catch (IOException failed) {
            assertThat(failed).hasMessageContaining("Input/output error");
            assertThat(inode(path())).as("%s, call %d", function, n).isEqualTo(inode);
        }
        boolean unlinkFailed = function.equals("unlinkat");
        assertThat(names()).as("%s, call %d", function, n).allMatch(name -> name.equals("s") || unlinkFailed);
    }
}
