// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.Limits;
import io.prhelper.ffm.PeerCredentials;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The open connections by descriptor, and how many there may be. */
final class Registry {
    private final Limits limits;
    private final ConcurrentHashMap<Integer, Integer> perProcess = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile AtomicReferenceArray<@Nullable Connection> slots = new AtomicReferenceArray<>(64);

    Registry(Limits limits) {
        this.limits = limits;
    }

    /** Takes a place for a client; null, or the limit that it would exceed. */
    @Nullable
    String admit(PeerCredentials peer) {
        if (count.incrementAndGet() > limits.maxConnections()) {
            count.decrementAndGet();
            return limits.maxConnections() + " connections in all";
        }
        // Process 0: a peer outside our PID namespace; all such peers look the same.
        if (peer.pid() != 0 && perProcess.merge(peer.pid(), 1, Integer::sum) > limits.maxPerPeer()) {
            leave(peer);
            return limits.maxPerPeer() + " connections of one process";
        }
        return null;
    }

    /** Gives a place back. */
    void leave(PeerCredentials peer) {
        count.decrementAndGet();
        if (peer.pid() != 0) {
            perProcess.computeIfPresent(peer.pid(), (pid, places) -> places > 1 ? places - 1 : null);
        }
    }

    /** Connections that have a place. */
    int size() {
        return count.get();
    }

    /**
     * Makes what this thread did with the connection visible to the thread that {@linkplain #take takes} it next: the epoll set
     * between them is outside the memory model.
     */
    void give(Connection connection) {
        AtomicReferenceArray<@Nullable Connection> array = slots;
        if (connection.fd < array.length() && array.getPlain(connection.fd) == connection) {
            array.setRelease(connection.fd, connection);
        } else {
            put(connection.fd, connection);
        }
    }

    @Nullable
    Connection take(int fd) {
        AtomicReferenceArray<@Nullable Connection> array = slots;
        return fd < array.length() ? array.getAcquire(fd) : null;
    }

    /** Before the descriptor is closed: afterwards its number may be a new connection's. */
    void remove(Connection connection) {
        put(connection.fd, null);
        leave(connection.peer);
    }

    private synchronized void put(int fd, @Nullable Connection connection) {
        AtomicReferenceArray<@Nullable Connection> array = slots;
        if (fd >= array.length()) {
            AtomicReferenceArray<@Nullable Connection> larger =
                    new AtomicReferenceArray<>(Math.max(2 * array.length(), fd + 1));
            for (int i = 0; i < array.length(); i++) {
                larger.setPlain(i, array.get(i));
            }
            slots = larger;
            array = larger;
        }
        array.set(fd, connection);
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
