// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;

/** How a command ended on one path. */
public final class PathAnswer {
    /** How far a command came. */
    public enum Reach {
        /** The device answered. */
        ANSWERED,
        /** The path is out of order: the device can not be reached on it, or not now. */
        AWAY,
        /** Nobody knows whether the device has executed it. */
        LOST
    }

    /** LOGICAL UNIT NOT READY. */
    private static final int NOT_READY = 0x04;

    private static final int KEY_NOT_READY = 0x2;
    private static final int KEY_UNIT_ATTENTION = 0x6;

    private static final PathAnswer GONE = of(Sense.INTERNAL_TARGET_FAILURE, Reach.AWAY);

    private final Reach reach;
    private final int status;
    private final byte[] sense;
    private final byte[] dataIn;

    private PathAnswer(Reach reach, int status, byte[] sense, byte[] dataIn) {
        this.reach = reach;
        this.status = status;
        this.sense = sense;
        this.dataIn = dataIn;
    }

    /**
     * What a path's exchange ended with; a device that says NOT READY (02/04/xx) is away.
     *
     * @param exchange has ended; its sense and data in are copied
     * @param reach how far the command came, as far as the caller knows
     * @return the answer, {@link Reach#AWAY} instead of {@link Reach#ANSWERED} for such a device
     */
    public static PathAnswer of(ScsiExchange exchange, Reach reach) {
        byte[] sense = exchange.copySense();
        boolean notReady = exchange.status() == ScsiStatus.CHECK_CONDITION.code()
                && Sense.parse(sense).key() == KEY_NOT_READY
                && Sense.parse(sense).asc() == NOT_READY;
        return new PathAnswer(
                reach == Reach.ANSWERED && notReady ? Reach.AWAY : reach,
                exchange.status(),
                sense,
                exchange.copyDataIn());
    }

    /**
     * CHECK CONDITION without a device that said so.
     *
     * @param sense written in fixed format; with NOT READY (02/04/xx) too the path is away
     * @param reach how far the command came
     * @return the answer, without data in
     */
    public static PathAnswer of(Sense sense, Reach reach) {
        ScsiExchange exchange = ScsiExchange.allocate();
        exchange.checkCondition(sense);
        return of(exchange, reach);
    }

    /**
     * A status without sense, as if the device had answered.
     *
     * @param status any but CHECK CONDITION
     * @return the answer, without data in
     */
    public static PathAnswer of(ScsiStatus status) {
        return new PathAnswer(Reach.ANSWERED, status.code(), new byte[ScsiExchange.SENSE_LENGTH], new byte[0]);
    }

    /**
     * That of a path that can not be used, or of a map without any other.
     *
     * @return {@link Reach#AWAY} with 04/44/00, as of a single disk that is offline
     */
    public static PathAnswer away() {
        return GONE;
    }

    /** {@return how far the command came} */
    public Reach reach() {
        return reach;
    }

    /** {@return the status byte, 0 to FFh} */
    public int status() {
        return status;
    }

    /** {@return sense key, code and qualifier; those of {@link Sense#NO_SENSE} if there is none} */
    public Sense sense() {
        return Sense.parse(sense);
    }

    /** {@return a copy of what the command transferred, which may be nothing} */
    public byte[] dataIn() {
        return dataIn.clone();
    }

    boolean isAnswered() {
        return reach == Reach.ANSWERED;
    }

    boolean isGood() {
        return isAnswered() && status == ScsiStatus.GOOD.code();
    }

    boolean isConflict() {
        return isAnswered() && status == ScsiStatus.RESERVATION_CONFLICT.code();
    }

    /** The device answered, and did not execute the command. */
    boolean isRefusal() {
        return isAnswered() && !isGood();
    }

    /** A refusal for another reason than a reservation or a key. */
    boolean isFailure() {
        return isRefusal() && !isConflict();
    }

    /** The device did not execute the command, and would do so if it came again (SAM-5, 5.14). */
    boolean isUnitAttention() {
        return isAnswered() && status == ScsiStatus.CHECK_CONDITION.code() && sense().key() == KEY_UNIT_ATTENTION;
    }

    /**
     * Ends an exchange with it: data in where it is GOOD, else the sense bytes as they came.
     *
     * @param exchange with room for the data in
     * @throws IllegalArgumentException if it has less
     */
    public void putInto(ScsiExchange exchange) {
        if (status == ScsiStatus.GOOD.code()) {
            exchange.good(dataIn);
            return;
        }
        exchange.answer().put(ScsiExchange.SENSE_OFFSET, sense);
        exchange.end(status, 0);
    }

    /** {@code CHECK CONDITION (02h) 05/24/00}. */
    @Override
    public String toString() {
        String text = ScsiStatus.describe(status);
        return status == ScsiStatus.CHECK_CONDITION.code() ? text + " " + sense() : text;
    }
}
