// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.core.protocol.ServerProtocol;
import io.prhelper.ffm.PeerCredentials;
import org.jspecify.annotations.Nullable;

/** One client. Belongs to the worker that took it from the epoll set; the keeper reads {@link #overdue} only. */
final class Connection {
    /** No descriptor is held. */
    static final int NONE = -1;

    /** No message is under way. */
    static final long NO_DEADLINE = Long.MAX_VALUE;

    final long number;
    final int fd;
    final PeerCredentials peer;
    final ServerProtocol protocol;

    /** The descriptor that came with the CDB, from its receipt to its close. */
    int device = NONE;

    /** What came of a message that is not whole yet, while the connection waits in the epoll set. */
    byte @Nullable [] partial;

    /** What of a reply the client did not take yet. */
    byte @Nullable [] unsent;

    /** When the message under way is overdue, in {@link System#nanoTime()}. */
    private volatile long deadline;

    private volatile boolean timedOut;
    private boolean closed;

    Connection(long number, int fd, PeerCredentials peer, ServerProtocol protocol, long deadline) {
        this.number = number;
        this.fd = fd;
        this.peer = peer;
        this.protocol = protocol;
        this.deadline = deadline;
    }

    /** A message has begun: it must be over by then. */
    void due(long nanoTime) {
        deadline = nanoTime;
    }

    /** The message is over. */
    void settled() {
        if (deadline != NO_DEADLINE) {
            deadline = NO_DEADLINE;
        }
    }

    boolean hasDeadline() {
        return deadline != NO_DEADLINE;
    }

    /** True if the message under way should be over. */
    boolean overdue(long nanoTime) {
        long due = deadline;
        return due != NO_DEADLINE && nanoTime - due >= 0;
    }

    boolean timedOut() {
        return timedOut;
    }

    /** Runs {@code action} on the socket unless it is closed; for threads that do not own the connection. */
    synchronized void whileOpen(Runnable action) {
        if (!closed) {
            action.run();
        }
    }

    synchronized void expire(Runnable action) {
        if (!closed && !timedOut) {
            timedOut = true;
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
