// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The helper's end of one connection, without I/O.
 *
 * <pre>{@code
 *   ANSWER --answer--> REQUEST --PR OUT with data--> PARAMETER_LIST
 *                       ^   |                             |
 *                       |   |                       parameter list
 *                       |   |                             v
 *                       |   +--PR IN, CLEANUP, no data-> EXECUTE
 *                       |                                 |
 *                       +-------------replied-------------+
 *   any phase --violation, end of stream--> CLOSED
 * }</pre>
 *
 * The caller sends {@link #putGreeting}, then reads at most {@link #wanted()} bytes at a time to {@link #filled()} in the exchange's
 * command buffer and reports them with {@link #received}. In {@link Phase#EXECUTE} it has a device execute the exchange, or
 * answers {@link #refusal} where that is not null, and sends what {@link #reply} says.
 */
public final class ServerProtocol {
    /** Where a connection stands. */
    public enum Phase {
        /** The client's answer to the greeting is awaited. */
        ANSWER,
        /** A CDB and its descriptor are awaited; between requests the wait is unlimited. */
        REQUEST,
        /** The parameter list of PERSISTENT RESERVE OUT is awaited. */
        PARAMETER_LIST,
        /** A whole request stands in the exchange. */
        EXECUTE,
        /** Over: close the connection. */
        CLOSED
    }

    private final int offered;
    private Phase phase = Phase.ANSWER;
    private int filled;
    private int end = Wire.FEATURES_LENGTH;
    private int descriptors;
    private @Nullable Violation violation;

    /**
     * A new connection.
     *
     * @param offered feature bits, 0 or {@link Wire#FEATURE_CLEANUP}
     */
    public ServerProtocol(int offered) {
        this.offered = offered;
    }

    /**
     * Writes the greeting, the feature bits offered.
     *
     * @param to gets four bytes at its start, big-endian whatever its order is
     */
    public void putGreeting(ByteBuffer to) {
        to.put(0, (byte) (offered >>> 24));
        to.put(1, (byte) (offered >>> 16));
        to.put(2, (byte) (offered >>> 8));
        to.put(3, (byte) offered);
    }

    /** {@return where the connection stands} */
    public Phase phase() {
        return phase;
    }

    /** {@return where in the command buffer the next byte goes, by absolute position} */
    public int filled() {
        return filled;
    }

    /**
     * How much to read.
     *
     * @return bytes that the phase still waits for; more must not be read, they belong to a later message
     */
    public int wanted() {
        return end - filled;
    }

    /**
     * Whether a message has begun: only then may a server be impatient.
     *
     * @return true inside a message, and where one is due: the answer to the greeting, and a parameter list
     */
    public boolean begun() {
        return switch (phase) {
            case ANSWER, PARAMETER_LIST -> true;
            case REQUEST -> filled > 0;
            case EXECUTE, CLOSED -> false;
        };
    }

    /** {@return why the connection was closed, or null where it was not or the client just left} */
    public @Nullable Violation violation() {
        return violation;
    }

    /**
     * Bytes came.
     *
     * @param exchange in whose command they stand; begun when the request is complete
     * @param count 1 to {@link #wanted()}
     * @param descriptorCount descriptors that came with them; only while a CDB is awaited
     * @return the phase that follows: {@link Phase#EXECUTE} after a whole request, {@link Phase#CLOSED} after a
     *     violation
     * @throws IllegalStateException if so many bytes, or descriptors, are not awaited
     */
    public Phase received(ScsiExchange exchange, int count, int descriptorCount) {
        if (count < 1 || count > wanted() || (descriptorCount != 0 && phase != Phase.REQUEST)) {
            throw new IllegalStateException(count + " bytes and " + descriptorCount + " descriptors reported in phase "
                    + phase + ", which waits for " + wanted());
        }
        filled += count;
        descriptors += descriptorCount;
        if (descriptors > 1) {
            return close(Violation.TOO_MANY_DESCRIPTORS);
        }
        if (filled < end) {
            return phase;
        }
        // In the two other phases no bytes are wanted, and none can be reported.
        if (phase == Phase.ANSWER) {
            return answered(exchange.command());
        }
        return phase == Phase.REQUEST ? requested(exchange) : execute(exchange);
    }

    private Phase answered(ByteBuffer answer) {
        int wantedFeatures = answer.getInt(0);
        return (wantedFeatures & ~offered) == 0 ? awaitRequest() : close(Violation.FEATURE_NOT_OFFERED);
    }

    private Phase requested(ScsiExchange exchange) {
        if (descriptors == 0) {
            return close(Violation.NO_DESCRIPTOR);
        }
        int length = Framing.dataLength(exchange);
        return switch (exchange.opcode()) {
            case Wire.PERSISTENT_RESERVE_IN ->
                length > Wire.MAX_DATA_LENGTH ? close(Violation.DATA_TOO_LONG) : execute(exchange);
            case Wire.PERSISTENT_RESERVE_OUT -> {
                if (length > Wire.MAX_DATA_LENGTH) {
                    yield close(Violation.DATA_TOO_LONG);
                }
                end = Wire.CDB_LENGTH + length;
                phase = Phase.PARAMETER_LIST;
                yield length == 0 ? execute(exchange) : phase;
            }
            // From any client, negotiated or not: the client code that sends it does not know what it negotiated.
            case Wire.CLEANUP -> execute(exchange);
            default -> close(Violation.UNKNOWN_OPERATION_CODE);
        };
    }

    private Phase execute(ScsiExchange exchange) {
        exchange.begin(filled - Wire.CDB_LENGTH);
        phase = Phase.EXECUTE;
        return phase;
    }

    /**
     * The peer closed its end.
     *
     * @return {@link Phase#CLOSED}; a {@linkplain #violation violation} inside a message
     */
    public Phase ended() {
        // A peer that leaves before its first byte only looked whether someone listens.
        boolean silent = phase == Phase.ANSWER && filled == 0;
        return close(begun() && !silent ? Violation.ENDED_IN_MESSAGE : null);
    }

    /**
     * What to answer without asking any device. CDB bytes 5-6 of PERSISTENT RESERVE OUT would tell the device another
     * length than that of the data which came.
     *
     * @param exchange with a whole request
     * @return sense for CHECK CONDITION, or null where the device is to be asked
     */
    public @Nullable Sense refusal(ScsiExchange exchange) {
        boolean lengthsDiffer =
                exchange.opcode() == Wire.PERSISTENT_RESERVE_OUT && (exchange.cdb(5) | exchange.cdb(6)) != 0;
        return lengthsDiffer ? Sense.INVALID_FIELD_IN_CDB : null;
    }

    /**
     * Makes the reply of an exchange that has ended and awaits the next request.
     *
     * @param exchange one that a port forgot to end is answered with 0B/00/06, never with GOOD
     * @return how many bytes of {@link ScsiExchange#answer()} to send, from 0 on: 104, and the data
     * @throws IllegalStateException if the phase is not {@link Phase#EXECUTE}
     */
    public int reply(ScsiExchange exchange) {
        if (phase != Phase.EXECUTE) {
            throw new IllegalStateException("a reply in phase " + phase);
        }
        awaitRequest();
        return Reply.seal(exchange);
    }

    private Phase awaitRequest() {
        filled = 0;
        end = Wire.CDB_LENGTH;
        descriptors = 0;
        phase = Phase.REQUEST;
        return phase;
    }

    private Phase close(@Nullable Violation reason) {
        violation = reason;
        filled = 0;
        end = 0;
        phase = Phase.CLOSED;
        return phase;
    }
}
