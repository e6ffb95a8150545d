// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.ChildJvm;
import io.prhelper.ffm.errno.Errno;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory that nothing but a call in progress needs, in a JVM that collects all the time. */
@Timeout(120)
final class MemoryStressTest {
    /** Many, so that the calls are compiled: then a variable that is not used any more keeps nothing. */
    private static final int SMALL = 30_000;

    private static final int LARGE = 40;

    /** Freed memory of that size is given back to the kernel, which refuses to read it. */
    private static final int LARGE_SIZE = 1 << 19;

    private static final int PIECE = 8 << 10;

    @Test
    void whatACallIsGivenStaysUntilItHasReturned() throws IOException, InterruptedException {
        List<String> options = List.of("-Xmn512k", "-Xmx32m", "-XX:TieredStopAtLevel=4");
        try (ChildJvm child = ChildJvm.start(true, ChildJvm.command(options, Stress.class))) {
            assertThat(child.lines()).containsExactly(LARGE + " sent whole", "all opened");
            assertThat(child.status()).isZero();
        }
    }

    /** Sends to itself, from memory of its own each time, more than the socket takes at once. */
    static final class Stress {
        private static final SocketCalls SOCKETS = Kernel.linux().sockets();
        private static final FileCalls FILES = Kernel.linux().files();

        /** So that garbage is made in earnest. */
        @SuppressWarnings("UnusedVariable")
        private static volatile byte[] garbage = {};

        private Stress() {}

        public static void main(String[] arguments) throws InterruptedException {
            ChildJvm.endWithParent();
            CallState state = new CallState();
            Memory pair = new Memory(Long.BYTES);
            int made = SOCKETS.socketpair(state, Flags.AF_UNIX, Flags.SOCK_STREAM, 0, pair);
            if (made < 0) {
                throw new AssertionError("socketpair: " + Errno.text(-made));
            }
            AtomicInteger whole = new AtomicInteger();
            AtomicInteger opened = new AtomicInteger();
            Thread sender = Thread.ofPlatform().start(() -> send(pair.buffer().getInt(0), whole));
            Thread opener = Thread.ofPlatform().start(() -> open(opened));
            receive(state, pair.buffer().getInt(Integer.BYTES));
            sender.join();
            opener.join();
            System.out.println(whole.get() + " sent whole");
            System.out.println(opened.get() == SMALL ? "all opened" : opened.get() + " opened");
        }

        private static void send(int fd, AtomicInteger whole) {
            CallState state = new CallState();
            for (int i = 0; i < SMALL; i++) {
                SOCKETS.send(state, fd, new Memory(1), 0, 1, 0);
            }
            for (int i = 0; i < LARGE; i++) {
                if (SOCKETS.send(state, fd, new Memory(LARGE_SIZE), 0, LARGE_SIZE, 0) == LARGE_SIZE) {
                    whole.incrementAndGet();
                }
            }
            SOCKETS.shutdown(state, fd, Flags.SHUT_RDWR);
        }

        private static void open(AtomicInteger opened) {
            CallState state = new CallState();
            for (int i = 0; i < SMALL; i++) {
                int fd = FILES.open(state, Memory.cString("/dev/null"), Flags.O_CLOEXEC, 0);
                if (fd >= 0) {
                    opened.incrementAndGet();
                    FILES.close(state, fd);
                }
            }
        }

        private static void receive(CallState state, int fd) {
            Memory piece = new Memory(PIECE);
            while (SOCKETS.recv(state, fd, piece, 0, PIECE, 0) > 0) {
                garbage = new byte[PIECE];
            }
        }
    }
}
