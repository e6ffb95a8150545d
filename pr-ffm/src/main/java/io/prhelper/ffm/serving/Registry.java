// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.Limit;
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
    private final Map<Long, Count> perProcess = new HashMap<>();
    private final Map<Long, Count> perUser = new HashMap<>();
    private volatile int count;
    private int accepting;
    private boolean locked;
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

    /** How many places one user or process has. */
    private static final class Count {
        private final Long key;
        private int places;

        Count(Long key) {
            this.key = key;
        }
    }

    /** The place of one client. */
    static final class Place {
        private final Count user;

        /** Null where the kernel does not tell which process it is. */
        private final @Nullable Count process;

        private Place(Count user, @Nullable Count process) {
            this.user = user;
            this.process = process;
        }
    }

    /**
     * The limit that one more client would exceed, or null.
     *
     * @param process its process, as {@link PeerProcess} has it
     */
    @Nullable
    synchronized Limit exceeded(PeerCredentials peer, long process) {
        if (count >= most) {
            return most < limits.maxConnections() ? Limit.OPEN_FILES : Limit.CONNECTIONS;
        }
        if (places(perUser, peer.uid()) >= limits.maxPerUser()) {
            return Limit.PER_USER;
        }
        return places(perProcess, process) >= limits.maxPerPeer() ? Limit.PER_PEER : null;
    }

    /** How many connections that limit allows. */
    int most(Limit limit) {
        return switch (limit) {
            case CONNECTIONS, OPEN_FILES -> most;
            case PER_USER -> limits.maxPerUser();
            case PER_PEER -> limits.maxPerPeer();
        };
    }

    private static int places(Map<Long, Count> counts, long key) {
        Count known = counts.get(key);
        return known == null ? 0 : known.places;
    }

    /** Takes a place; only whoever holds the listener may, after {@link #exceeded} of the same client. */
    synchronized Place admit(PeerCredentials peer, long process) {
        Count user = perUser.computeIfAbsent((long) peer.uid(), Count::new);
        Count same = process == PeerProcess.UNKNOWN ? null : perProcess.computeIfAbsent(process, Count::new);
        Place place = new Place(user, same);
        user.places++;
        if (same != null) {
            same.places++;
        }
        count++;
        return place;
    }

    /**
     * Gives a place back: the last thing, when nothing of the connection can be stuck any more. Needs no memory: this is how there is some
     * again.
     */
    synchronized void leave(Place place) {
        giveBack(perUser, place.user);
        if (place.process != null) {
            giveBack(perProcess, place.process);
        }
        count--;
        if (count == 0) {
            notifyAll();
        }
    }

    private static void giveBack(Map<Long, Count> counts, Count used) {
        used.places--;
        if (used.places == 0) {
            counts.remove(used.key);
        }
    }

    /** Connections that have a place. */
    int size() {
        return count;
    }

    /**
     * Somebody is about to accept: what it lets in, or turns away, is closed or has a place before it {@linkplain #shutDoor shuts the
     * door}. False if the door is locked: then it lets in nobody.
     */
    synchronized boolean openDoor() {
        if (locked) {
            return false;
        }
        accepting++;
        return true;
    }

    /** After each {@link #openDoor} that was true. */
    synchronized void shutDoor() {
        accepting--;
        if (accepting == 0) {
            notifyAll();
        }
    }

    /** From now on nobody begins to accept. */
    synchronized void lockDoor() {
        locked = true;
    }

    /**
     * Waits until nobody has a place and nobody accepts, with the door locked.
     *
     * @return how many places are taken and doors open when it gives up; 0 means that nothing is open, for good
     */
    synchronized int awaitEmpty(long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        while (count + accepting > 0 && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
        return count + accepting;
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
        // It is not there if there was no memory to add it.
        if (connection.fd < slots.length()) {
            slots.set(connection.fd, null);
        }
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
