// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import io.prhelper.core.protocol.Violation;
import io.prhelper.core.scsi.Sense;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Told what a server does, on the thread that does it: return soon. Exceptions are ignored. A server without an observer makes no
 * events.
 */
public interface ServerObserver {
    /**
     * A client was accepted.
     *
     * @param connection its number, from 1 on
     * @param peer who connected
     */
    default void connected(long connection, PeerCredentials peer) {}

    /**
     * A client was turned away.
     *
     * @param limit what one more client would have exceeded
     * @param most its value
     * @param peer who connected
     */
    default void refused(PeerCredentials peer, Limit limit, int most) {}

    /**
     * A client is of another PID namespace, and the kernel does not tell which of its processes: it counts for its user, but not as
     * one for {@link Limits#maxPerPeer}. Told for the first such client of a server.
     *
     * @param peer the first of whom that is so
     */
    default void processUnknown(PeerCredentials peer) {}

    /**
     * Whether {@link #finished} is to be called for requests that ask for that and of which that was decided. Asked once for each, when the
     * server starts: where the answer is no, such a request costs nothing for events.
     *
     * @param opcode PERSISTENT RESERVE IN or OUT, or CLEANUP ({@link io.prhelper.core.protocol.Wire})
     * @param serviceAction 0 to 1Fh, five bits of the CDB
     * @param decision what may be decided
     * @return true to be told of such requests
     */
    default boolean wants(Decision decision, int opcode, int serviceAction) {
        return true;
    }

    /**
     * Whether there is room for one more request that is {@linkplain #wants wanted}: asked for each, before anything is copied for it. Where the
     * answer is no, {@link #missed} is called in place of {@link #finished}: so a flood costs little more than no observer would.
     *
     * @param opcode PERSISTENT RESERVE IN or OUT, or CLEANUP
     * @param serviceAction 0 to 1Fh
     * @param decision what was decided
     * @return false to be told by {@link #missed} only
     */
    default boolean hasRoom(Decision decision, int opcode, int serviceAction) {
        return true;
    }

    /**
     * A request that was wanted is over, and there was {@linkplain #hasRoom no room} for it.
     *
     * @param opcode PERSISTENT RESERVE IN or OUT, or CLEANUP
     * @param serviceAction 0 to 1Fh
     * @param decision what was decided
     */
    default void missed(Decision decision, int opcode, int serviceAction) {}

    /**
     * Whether {@link #counted} is to be called; asked once, when the server starts. Where it is, the clock is read for every request.
     *
     * @return true to be called for every request
     */
    default boolean counts() {
        return false;
    }

    /**
     * A request is over, in numbers: called for every one, whatever is {@linkplain #wants wanted}. Nothing is made for it.
     *
     * @param opcode PERSISTENT RESERVE IN or OUT, or CLEANUP
     * @param serviceAction 0 to 1Fh
     * @param status SCSI status byte
     * @param attention sense of a unit attention with which a device ended it, else null
     * @param nanos from the whole request to the reply's hand-over to the kernel
     * @param decision what was decided
     */
    default void counted(
            Decision decision, int opcode, int serviceAction, int status, @Nullable Sense attention, long nanos) {}

    /**
     * A request is over: answered, or its client was gone by then.
     *
     * @param request all of it
     */
    default void finished(Finished request) {}

    /**
     * A device was looked up, and it is not what it was the last time, or there was no last time.
     *
     * @param device its number
     * @param kind what it is now
     */
    default void recognized(DeviceNumber device, DeviceKind kind) {}

    /**
     * There is something to say about a multipath map: what was refused for want of it, or will not work.
     *
     * @param map the kernel's name of it, {@code dm-0}
     * @param sentence goes on after the name
     */
    default void mapped(String map, String sentence) {}

    /**
     * A client broke the protocol; its connection is closed next.
     *
     * @param connection its number
     * @param peer who it is
     * @param violation what it did
     */
    default void violated(long connection, PeerCredentials peer, Violation violation) {}

    /**
     * A client took too long for a message; its connection is closed next.
     *
     * @param connection its number
     * @param peer who it is
     */
    default void timedOut(long connection, PeerCredentials peer) {}

    /**
     * Something failed on our side while serving; the connection is closed next.
     *
     * @param connection 0 where it was no one client's
     * @param peer who it is
     * @param cause what was thrown
     */
    default void failed(long connection, PeerCredentials peer, Throwable cause) {}

    /**
     * A connection is closed.
     *
     * @param connection its number
     * @param peer who it was
     */
    default void disconnected(long connection, PeerCredentials peer) {}

    /**
     * One request from its receipt to its end; the buffers are copies.
     *
     * @param connection number of the connection, from 1 on
     * @param peer who asked
     * @param decision what was decided of it
     * @param kind what the descriptor stands for; null where it was not looked at, since the request was refused before
     * @param device the device's number; null where {@code kind} is, and for what has none
     * @param cdb the 16 bytes as received
     * @param dataOut the parameter list
     * @param status SCSI status byte
     * @param sense 96 bytes
     * @param size bytes of data sent back
     * @param deviceNanos how long its execution took, 0 where it was not executed
     * @param nanos from the whole request to the reply's hand-over to the kernel; 0 where the observer neither wants to hear of
     *     such requests if they are executed, nor counts: then they are not timed
     */
    record Finished(
            long connection,
            PeerCredentials peer,
            Decision decision,
            @Nullable DeviceKind kind,
            @Nullable DeviceNumber device,
            ByteBuffer cdb,
            ByteBuffer dataOut,
            int status,
            ByteBuffer sense,
            int size,
            long deviceNanos,
            long nanos) {}
}
