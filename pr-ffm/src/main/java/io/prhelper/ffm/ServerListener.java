// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import io.prhelper.core.protocol.Violation;
import java.nio.ByteBuffer;

/**
 * Told what a server does, on the thread that does it: return soon. Exceptions are ignored. A server without a listener makes no
 * events.
 */
public interface ServerListener {
    /** A client was accepted. */
    default void connected(long connection, PeerCredentials peer) {}

    /** A client was turned away at a limit. */
    default void refused(PeerCredentials peer, String limit) {}

    /** Whether {@link #answered} is to be called at all; asked once. Where it is not, a request costs nothing for events. */
    default boolean wantsAnswers() {
        return true;
    }

    /** A request was answered. */
    default void answered(Answered event) {}

    /** Whether {@link #issued} is to be called at all; asked once. Where it is not, a command costs nothing for it. */
    default boolean wantsIssues() {
        return false;
    }

    /** A device has ended a command, or SG_IO has failed on it. */
    default void issued(Issued event) {}

    /**
     * A device was looked up, and it is not what it was the last time, or there was no last time.
     *
     * @param device its kind and number, such as {@code block 253:3}
     * @param multipath whether it is a multipath map
     * @param sentence what it is, such as {@code is a partition}
     */
    default void recognized(String device, boolean multipath, String sentence) {}

    /** A client broke the protocol; its connection is closed next. */
    default void violated(long connection, PeerCredentials peer, Violation violation) {}

    /** A client took too long for a message; its connection is closed next. */
    default void timedOut(long connection, PeerCredentials peer) {}

    /**
     * A request was refused by the {@link Policy}; told at most once a minute for a user and kind of reason.
     *
     * @param reason a sentence without its subject, with nothing in it that the client chose but numbers
     */
    default void denied(long connection, PeerCredentials peer, String reason) {}

    /**
     * Something failed on our side while serving; the connection is closed next.
     *
     * @param connection 0 where it was no one client's
     */
    default void failed(long connection, PeerCredentials peer, Throwable cause) {}

    /** A connection is closed. */
    default void disconnected(long connection, PeerCredentials peer) {}

    /**
     * One request and its answer; the buffers are copies.
     *
     * @param connection number of the connection, from 1 on
     * @param peer who asked
     * @param cdb the 16 bytes as received
     * @param dataOut the parameter list
     * @param status SCSI status byte
     * @param sense 96 bytes
     * @param size bytes of data sent back
     * @param nanos from the whole request to the reply's hand-over to the kernel
     */
    record Answered(
            long connection,
            PeerCredentials peer,
            ByteBuffer cdb,
            ByteBuffer dataOut,
            int status,
            ByteBuffer sense,
            int size,
            long nanos) {}

    /**
     * One SG_IO call.
     *
     * @param connection number of the connection whose request it carries out
     * @param device kind and number of the device, such as {@code block 8:16}
     * @param cdb the 16 bytes it was given; a copy
     * @param status SCSI status byte that came of it
     * @param nanos duration of the call
     */
    record Issued(long connection, String device, ByteBuffer cdb, int status, long nanos) {}
}
