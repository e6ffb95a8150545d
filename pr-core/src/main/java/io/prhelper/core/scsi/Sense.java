// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Sense key, additional sense code and qualifier (SPC-5, 4.4 and annex F); written {@code key/ASC/ASCQ} in hexadecimal.
 *
 * @param key 0 to Fh
 * @param asc 0 to FFh
 * @param ascq 0 to FFh
 */
public record Sense(int key, int asc, int ascq) {
    /** Nothing to report: also what sense that can not be read is taken for, see {@link #parse}. */
    public static final Sense NO_SENSE = new Sense(0x0, 0x00, 0x00);
    /** LOGICAL UNIT NOT READY, CAUSE NOT REPORTABLE. */
    public static final Sense NOT_READY = new Sense(0x2, 0x04, 0x00);
    /** MEDIUM NOT PRESENT. */
    public static final Sense MEDIUM_NOT_PRESENT = new Sense(0x2, 0x3a, 0x00);
    /** UNRECOVERED READ ERROR, a medium error. */
    public static final Sense UNRECOVERED_READ_ERROR = new Sense(0x3, 0x11, 0x00);
    /** INTERNAL TARGET FAILURE, a hardware error. */
    public static final Sense INTERNAL_TARGET_FAILURE = new Sense(0x4, 0x44, 0x00);
    /** PARAMETER LIST LENGTH ERROR: a list whose length is wrong, or of which less came. */
    public static final Sense PARAMETER_LIST_LENGTH_ERROR = new Sense(0x5, 0x1a, 0x00);
    /** INVALID COMMAND OPERATION CODE. */
    public static final Sense INVALID_OPCODE = new Sense(0x5, 0x20, 0x00);
    /** INVALID FIELD IN CDB. */
    public static final Sense INVALID_FIELD_IN_CDB = new Sense(0x5, 0x24, 0x00);
    /** INVALID FIELD IN PARAMETER LIST. */
    public static final Sense INVALID_FIELD_IN_PARAMETER_LIST = new Sense(0x5, 0x26, 0x00);
    /** INVALID RELEASE OF PERSISTENT RESERVATION: RELEASE with another scope or type than is held. */
    public static final Sense INVALID_RELEASE_OF_PERSISTENT_RESERVATION = new Sense(0x5, 0x26, 0x04);
    /** Unit attention: POWER ON, RESET, OR BUS DEVICE RESET OCCURRED. */
    public static final Sense RESET_OCCURRED = new Sense(0x6, 0x29, 0x00);
    /** Unit attention: RESERVATIONS PREEMPTED. */
    public static final Sense RESERVATIONS_PREEMPTED = new Sense(0x6, 0x2a, 0x03);
    /** Unit attention: RESERVATIONS RELEASED. */
    public static final Sense RESERVATIONS_RELEASED = new Sense(0x6, 0x2a, 0x04);
    /** Unit attention: REGISTRATIONS PREEMPTED. */
    public static final Sense REGISTRATIONS_PREEMPTED = new Sense(0x6, 0x2a, 0x05);
    /** SPACE ALLOCATION FAILED WRITE PROTECT. */
    public static final Sense SPACE_ALLOCATION_FAILED = new Sense(0x7, 0x27, 0x07);
    /** Aborted command: I/O PROCESS TERMINATED. */
    public static final Sense IO_PROCESS_TERMINATED = new Sense(0xb, 0x00, 0x06);
    /** Aborted command: LOGICAL UNIT DOES NOT RESPOND TO SELECTION. */
    public static final Sense UNIT_DOES_NOT_RESPOND = new Sense(0xb, 0x05, 0x00);
    /** Aborted command: LOGICAL UNIT COMMUNICATION FAILURE. */
    public static final Sense COMMUNICATION_FAILURE = new Sense(0xb, 0x08, 0x00);
    /** Aborted command: I_T NEXUS LOSS OCCURRED. */
    public static final Sense NEXUS_LOSS = new Sense(0xb, 0x29, 0x07);
    /** Aborted command: COMMAND TIMEOUT DURING PROCESSING. */
    public static final Sense COMMAND_TIMEOUT = new Sense(0xb, 0x2e, 0x02);
    /** Aborted command: COMMANDS CLEARED BY DEVICE SERVER. */
    public static final Sense COMMANDS_CLEARED_BY_DEVICE = new Sense(0xb, 0x2f, 0x02);

    /** Bytes that fixed format sense takes with the additional length of {@link #putFixed}. */
    public static final int FIXED_LENGTH = 18;

    private static final int CURRENT_FIXED = 0x70;
    private static final int DEFERRED_FIXED = 0x71;
    private static final int CURRENT_DESCRIPTOR = 0x72;
    private static final int DEFERRED_DESCRIPTOR = 0x73;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one of the three is out of its range
     */
    public Sense {
        if (key < 0 || key > 0xf || asc < 0 || asc > 0xff || ascq < 0 || ascq > 0xff) {
            throw new IllegalArgumentException("no sense: key " + key + ", ASC " + asc + ", ASCQ " + ascq);
        }
    }

    /**
     * Writes current fixed format sense (SPC-5, 4.4.3): response code 70h, key, additional length 0Ah, ASC and ASCQ. The other bytes
     * are left as they are.
     *
     * @param to at least 14 bytes from {@code offset} on
     * @param offset where in it the sense starts, by absolute position
     */
    public void putFixed(ByteBuffer to, int offset) {
        to.put(offset, (byte) CURRENT_FIXED);
        to.put(offset + 2, (byte) key);
        to.put(offset + 7, (byte) 0x0a);
        to.put(offset + 12, (byte) asc);
        to.put(offset + 13, (byte) ascq);
    }

    /**
     * Reads sense in fixed or descriptor format, current or deferred (SPC-5, 4.4.2 and 4.4.3).
     *
     * <p>The one decoder that does not keep the bytes, as a Sense is what two answers are compared by: the same three numbers in either format,
     * with or without information and pointers to fields. Nobody is sent sense that was made from one that was read: what passes it on, passes on
     * the bytes ({@link ScsiExchange#copySense}).
     *
     * @param bytes as a device sent them, cut off anywhere; ASC and ASCQ that did not come in fixed format are 0
     * @return {@link #NO_SENSE} where the response code is none of the four, or the bytes are too few
     */
    public static Sense parse(byte[] bytes) {
        int responseCode = bytes.length == 0 ? 0 : bytes[0] & 0x7f;
        return switch (responseCode) {
            case CURRENT_FIXED, DEFERRED_FIXED ->
                bytes.length < 3 ? NO_SENSE : new Sense(bytes[2] & 0xf, at(bytes, 12), at(bytes, 13));
            case CURRENT_DESCRIPTOR, DEFERRED_DESCRIPTOR ->
                bytes.length < 4 ? NO_SENSE : new Sense(bytes[1] & 0xf, bytes[2] & 0xff, bytes[3] & 0xff);
            default -> NO_SENSE;
        };
    }

    private static int at(byte[] bytes, int index) {
        return index < bytes.length ? bytes[index] & 0xff : 0;
    }

    /** {@code 05/24/00}. */
    @Override
    public String toString() {
        return hex(key) + '/' + hex(asc) + '/' + hex(ascq);
    }

    private static String hex(int value) {
        return HexFormat.of().withUpperCase().toHexDigits((byte) value);
    }
}
