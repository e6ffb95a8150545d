// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at clients when they come, on a thread of its own: a process can hold up who reads its command line.
 *
 * <p>That thread is made before the process drops its rights. So Landlock does not keep it from {@code /proc}, which serving threads need
 * not read for that: as user 0 with CAP_SYS_RAWIO they could read the memory of the kernel there. It is a user without any right.
 */
final class Peers implements AutoCloseable {
    /** Clients that wait to be looked at; of others nothing is known. */
    private static final int MOST = 1024;

    /** For how long after its client came a line waits for what is to be seen of it. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final ProcessReader processes;
    private final BlockingQueue<Peer> waiting = new ArrayBlockingQueue<>(MOST);
    private final Thread thread;

    /** One client. */
    static final class Peer {
        private final int pid;
        private final long came = System.nanoTime();
        private final CountDownLatch looked = new CountDownLatch(1);
        private volatile PeerFacts facts = PeerFacts.UNKNOWN;
        private volatile boolean gone;
        private volatile boolean asked;

        private Peer(int pid) {
            this.pid = pid;
        }

        /** A line is to be about it. */
        void isAsked() {
            asked = true;
        }

        /** Nobody need look at it for lines to come. */
        void leaves() {
            gone = true;
        }

        private void found(PeerFacts found) {
            facts = found;
            looked.countDown();
        }

        /** What is known of it; waits for a moment where it has just come. */
        PeerFacts facts() {
            try {
                if (!looked.await(came + PATIENCE_NANOS - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return PeerFacts.UNKNOWN;
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return facts;
        }
    }

    /**
     * Begins to look.
     *
     * @throws OutOfMemoryError if there is no thread
     */
    Peers(ProcessReader processes) {
        this.processes = processes;
        thread = Thread.ofPlatform().daemon().name("pr-peers").start(this::look);
    }

    /** A client came. Never waits. */
    Peer comes(int pid) {
        Peer peer = new Peer(pid);
        if (pid <= 0 || !waiting.offer(peer)) {
            peer.found(PeerFacts.UNKNOWN);
        }
        return peer;
    }

    private void look() {
        try {
            while (true) {
                Peer peer = waiting.take();
                try {
                    // Clients that only come and go are not worth a look.
                    peer.found(peer.gone && !peer.asked ? PeerFacts.UNKNOWN : processes.read(peer.pid));
                } catch (RuntimeException | Error thrown) {
                    // No memory, for instance: the next one may have more luck.
                    peer.looked.countDown();
                }
            }
        } catch (InterruptedException ended) {
            // So it is to end.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
