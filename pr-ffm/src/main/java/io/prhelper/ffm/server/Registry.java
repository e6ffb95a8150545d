// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.Limits;
import io.prhelper.ffm.PeerCredentials;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The open connections by descriptor, and how many there may be. */
final class Registry {
    private final Limits limits;
    private final int most;
    private final Map<Integer, Integer> perProcess = new HashMap<>();
    private final Map<Integer, Integer> perUser = new HashMap<>();
    private volatile int count;
    private volatile AtomicReferenceArray<@Nullable Connection> slots = new AtomicReferenceArray<>(64);

    /**
     * Empty.
     *
     * @param descriptors connections that the process has descriptors for
     */
    Registry(Limits limits, int descriptors) {
        this.limits = limits;
        most = Math.min(limits.maxConnections(), descriptors);
    }

    /** The most connections there can be. */
    int most() {
        return most;
    }

    /** Takes a place for a client; null, or the limit that it would exceed. */
    @Nullable
    synchronized String admit(PeerCredentials peer) {
        if (count >= most) {
            return most + " connections in all"
                    + (most < limits.maxConnections() ? ", which is what RLIMIT_NOFILE leaves room for" : "");
        }
        if (perUser.getOrDefault(peer.uid(), 0) >= limits.maxPerUser()) {
            return limits.maxPerUser() + " connections of one user";
        }
        // Process 0: a peer outside our PID namespace; all such peers look the same.
        if (peer.pid() != 0) {
            if (perProcess.getOrDefault(peer.pid(), 0) >= limits.maxPerPeer()) {
                return limits.maxPerPeer() + " connections of one process";
            }
            perProcess.merge(peer.pid(), 1, Integer::sum);
        }
        perUser.merge(peer.uid(), 1, Integer::sum);
        count++;
        return null;
    }

    /** Gives a place back: the last thing, when nothing of the connection can be stuck any more. */
    synchronized void leave(PeerCredentials peer) {
        perProcess.computeIfPresent(peer.pid(), (pid, places) -> places > 1 ? places - 1 : null);
        perUser.computeIfPresent(peer.uid(), (uid, places) -> places > 1 ? places - 1 : null);
        count--;
        if (count == 0) {
            notifyAll();
        }
    }

    /** Connections that have a place. */
    int size() {
        return count;
    }

    /** Waits until nobody has a place. */
    synchronized void awaitEmpty(long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        while (count > 0 && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
    }

    /** Before the descriptor gets into the epoll set. */
    synchronized void add(Connection connection) {
        AtomicReferenceArray<@Nullable Connection> array = slots;
        if (connection.fd >= array.length()) {
            AtomicReferenceArray<@Nullable Connection> larger =
                    new AtomicReferenceArray<>(Math.max(2 * array.length(), connection.fd + 1));
            for (int i = 0; i < array.length(); i++) {
                larger.setPlain(i, array.get(i));
            }
            slots = larger;
            array = larger;
        }
        array.set(connection.fd, connection);
    }

    /** Before the descriptor is closed: afterwards its number may be a new connection's. */
    synchronized void remove(Connection connection) {
        slots.set(connection.fd, null);
    }

    /** The connection with that descriptor. */
    @Nullable
    Connection find(int fd) {
        AtomicReferenceArray<@Nullable Connection> array = slots;
        return fd < array.length() ? array.get(fd) : null;
    }

    void forEach(Consumer<Connection> action) {
        AtomicReferenceArray<@Nullable Connection> array = slots;
        for (int i = 0; i < array.length(); i++) {
            Connection connection = array.get(i);
            if (connection != null) {
                action.accept(connection);
            }
        }
    }
}
