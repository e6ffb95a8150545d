// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one connection, without I/O: what QEMU's {@code pr-manager-helper} does, with its assertions as {@linkplain
 * Violation violations}.
 *
 * <pre>
 *   GREETING --greeting--> READY --request()--> REPLY --size &gt; 0--> DATA
 *                            ^                    | size 0           |
 *                            +--------------------+------------------+
 * </pre>
 *
 * The caller reads at most {@link #wanted()} bytes at a time to {@link #filled()} in the exchange's answer buffer and reports
 * them with {@link #received}.
 */
public final class ClientProtocol {
    /** Where a connection stands. */
    public enum Phase {
        /** The helper's greeting is awaited. */
        GREETING,
        /** No request is under way. */
        READY,
        /** The 104 bytes of a reply are awaited. */
        REPLY,
        /** The data of a reply is awaited. */
        DATA,
        /** Over: close the connection. */
        CLOSED
    }

    private Phase phase = Phase.GREETING;
    private int filled;
    private int end = Wire.FEATURES_LENGTH;
    private int offered;
    private @Nullable Violation violation;

    /** A new connection. */
    public ClientProtocol() {}

    /** {@return where the connection stands} */
    public Phase phase() {
        return phase;
    }

    /** {@return where in the answer buffer the next byte goes, by absolute position} */
    public int filled() {
        return filled;
    }

    /** {@return how many bytes the phase still waits for, 0 where none may come} */
    public int wanted() {
        return end - filled;
    }

    /** {@return the feature bits the helper offered, as {@link Wire#FEATURE_CLEANUP}; 0 before the greeting} */
    public int offered() {
        return offered;
    }

    /** {@return why the connection was closed, or null where it was not or the helper just left} */
    public @Nullable Violation violation() {
        return violation;
    }

    /**
     * Starts the request that stands in the exchange.
     *
     * @param exchange to be given to {@link #received} until the reply is complete
     * @return how many bytes of {@link ScsiExchange#command()} to send, from 0 on: CDB and data out
     * @throws IllegalArgumentException if the data out is not what the CDB announces: one of both ends would wait for ever
     * @throws IllegalStateException if the phase is not {@link Phase#READY}
     */
    public int request(ScsiExchange exchange) {
        if (phase != Phase.READY) {
            throw new IllegalStateException("a request in phase " + phase);
        }
        int announced = Framing.dataOutLength(exchange);
        if (exchange.dataOutLength() != announced) {
            throw new IllegalArgumentException(
                    "the CDB announces " + announced + " bytes of data out, not " + exchange.dataOutLength());
        }
        await(Phase.REPLY, 0, Wire.REPLY_LENGTH);
        return Wire.CDB_LENGTH + exchange.dataOutLength();
    }

    /**
     * Nothing of the request that was started has been sent: there is none.
     *
     * @throws IllegalStateException if none is under way, or its reply has begun
     */
    public void withdraw() {
        if (phase != Phase.REPLY || filled != 0) {
            throw new IllegalStateException("a request withdrawn in phase " + phase);
        }
        await(Phase.READY, 0, 0);
    }

    /**
     * Bytes came.
     *
     * @param exchange in whose answer they stand; it has ended when the reply is complete
     * @param count 1 to {@link #wanted()}
     * @return the phase that follows: {@link Phase#READY} after a whole greeting or reply
     * @throws IllegalStateException if so many are not awaited
     */
    public Phase received(ScsiExchange exchange, int count) {
        if (count < 1 || count > wanted()) {
            throw new IllegalStateException(count + " bytes reported where " + wanted() + " are awaited");
        }
        filled += count;
        if (filled < end) {
            return phase;
        }
        // In the two other phases no bytes are wanted, and none can be reported.
        if (phase == Phase.GREETING) {
            offered = exchange.answer().getInt(0);
            return await(Phase.READY, 0, 0);
        }
        return phase == Phase.REPLY ? replied(exchange) : done(exchange, end - Wire.REPLY_LENGTH);
    }

    private Phase replied(ScsiExchange exchange) {
        ByteBuffer answer = exchange.answer();
        if (Reply.status(answer) >>> 8 != 0) {
            // Its last byte alone may say GOOD, and a client may not believe by mistake that it has fenced a node.
            return close(Violation.STATUS_TOO_LARGE);
        }
        boolean goodIn = Framing.isIn(exchange) && Reply.status(answer) == ScsiStatus.GOOD.code();
        int size = Reply.size(answer);
        if (size != 0 && !goodIn) {
            return close(Violation.SIZE_NOT_ZERO);
        }
        if (Integer.compareUnsigned(size, Framing.dataLength(exchange)) > 0
                || Integer.compareUnsigned(size, Wire.MAX_DATA_LENGTH) > 0) {
            return close(Violation.SIZE_TOO_LARGE);
        }
        if (goodIn && Framing.isReportCapabilities(exchange) && size < Framing.CAPABILITIES_MINIMUM) {
            return close(Violation.CAPABILITIES_TOO_SHORT);
        }
        return size == 0 ? done(exchange, 0) : await(Phase.DATA, Wire.REPLY_LENGTH, Wire.REPLY_LENGTH + size);
    }

    private Phase done(ScsiExchange exchange, int size) {
        exchange.end(Reply.status(exchange.answer()), size);
        return await(Phase.READY, 0, 0);
    }

    /**
     * The helper closed its end.
     *
     * @return {@link Phase#CLOSED}; a {@linkplain #violation violation}, unless no message of the helper was due
     */
    public Phase ended() {
        return close(phase == Phase.READY ? null : Violation.ENDED_IN_MESSAGE);
    }

    private Phase await(Phase next, int from, int to) {
        filled = from;
        end = to;
        phase = next;
        return next;
    }

    private Phase close(@Nullable Violation reason) {
        violation = reason;
        return await(Phase.CLOSED, 0, 0);
    }
}
