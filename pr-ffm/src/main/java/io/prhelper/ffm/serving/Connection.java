// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.protocol.ServerProtocol;
import io.prhelper.ffm.PeerCredentials;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One client. Belongs to the worker that took it from the epoll set; what other threads touch is said where it stands. */
final class Connection {
    /** No descriptor is held. */
    static final int NONE = -1;

    /** In how many hands it may be found overdue before it is shut down: in nobody's, and in those of who takes it then. */
    private static final int MOST_SPARES = 2;

    private static final long NO_DEADLINE = Long.MAX_VALUE;

    final long number;
    final int fd;
    final PeerCredentials peer;
    final ServerProtocol protocol;
    final Registry.Place place;

    /** Whether the policy serves this client at all. */
    final boolean served;

    /** The descriptor that came with the CDB, from its receipt to its close. */
    int device = NONE;

    /** What came of a message that is not whole yet, while the connection waits in the epoll set. */
    byte @Nullable [] partial;

    /** What of a reply the client did not take yet. Read by the thread that stops the server. */
    volatile byte @Nullable [] unsent;

    /** The keeper's round in which it was last served. */
    int round;

    private volatile boolean waiting;

    /** How often it was taken. Written by the owner, read by the keeper. */
    private int takes;

    /** How often the message under way was overdue and spared, and at which take for the last time. */
    private int spares;

    private int sparedAt;

    /** When the message under way is overdue, in {@link System#nanoTime()}. Written by the owner, read by the keeper. */
    private volatile long deadline;

    private boolean expired;
    private boolean closed;

    /**
     * A new client.
     *
     * @param deadline until when the handshake must be over
     */
    Connection(
            long number,
            int fd,
            PeerCredentials peer,
            Registry.Place place,
            boolean served,
            ServerProtocol protocol,
            long deadline) {
        this.number = number;
        this.fd = fd;
        this.peer = peer;
        this.place = place;
        this.served = served;
        this.protocol = protocol;
        this.deadline = deadline;
    }

    /**
     * The last thing that an owner does before it arms the descriptor: makes what it did visible to the thread that {@linkplain #take
     * takes} the connection next. The epoll set between them is outside the memory model.
     */
    void handOver() {
        waiting = true;
    }

    /** The first thing that a new owner does. */
    void take() {
        if (!waiting) {
            throw new IllegalStateException("connection " + number + " is told ready but belongs to somebody");
        }
        takes++;
        waiting = false;
    }

    /** A message has begun, or a reply waits to be taken: by then it must be over, unless an earlier time was set. */
    void due(long nanoTime) {
        if (deadline == NO_DEADLINE) {
            deadline = nanoTime;
        }
    }

    /** The message is over; false if it was overdue before, and the connection is shut down. */
    boolean settled() {
        return deadline == NO_DEADLINE || settledInTime();
    }

    private synchronized boolean settledInTime() {
        deadline = NO_DEADLINE;
        spares = 0;
        return !expired;
    }

    boolean hasDeadline() {
        return deadline != NO_DEADLINE;
    }

    /**
     * Has the connection shut down if the message under way should be over; for the keeper.
     *
     * @param ready whether there is something to do for an owner: then it is us who are late, as after SIGSTOP and SIGCONT
     */
    void expire(long nanoTime, Predicate<Connection> ready, Consumer<Connection> shutDown) {
        if (isOverdue(nanoTime)) {
            synchronized (this) {
                if (!closed && !expired && isOverdue(nanoTime) && !spare(ready)) {
                    shutDown.accept(this);
                    expired = true;
                }
            }
        }
    }

    /**
     * Whether the client is to have more time: until a worker has come, and has looked at what is there. A client that goes on sending gets
     * no more than that.
     */
    private boolean spare(Predicate<Connection> ready) {
        // In this order: who takes the connection counts first, and what was there is gone then.
        boolean inNoHands = waiting;
        int now = takes;
        if (inNoHands && !ready.test(this) && waiting && takes == now) {
            return false;
        }
        if (spares > 0 && sparedAt == now) {
            return inNoHands;
        }
        spares++;
        sparedAt = now;
        return spares <= MOST_SPARES;
    }

    private boolean isOverdue(long nanoTime) {
        long due = deadline;
        return due != NO_DEADLINE && nanoTime - due >= 0;
    }

    synchronized boolean isExpired() {
        return expired;
    }

    /** Runs {@code action} on the socket unless it is closed; for threads that do not own the connection. */
    synchronized void whileOpen(Runnable action) {
        if (!closed) {
            action.run();
        }
    }

    /** True the first time; after that no other thread touches the socket. */
    synchronized boolean markClosed() {
        boolean first = !closed;
        closed = true;
        return first;
    }
}
