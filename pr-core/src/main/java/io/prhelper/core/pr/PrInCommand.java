// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.Sense;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * PERSISTENT RESERVE IN (SPC-5, 6.16.1); equal to another where the CDB is.
 *
 * <pre>
 *   0     1                2 .. 6     7 .. 8              9
 *   +-----+----------------+----------+-------------------+---------+
 *   | 5Eh | service action | reserved | allocation length | control |
 *   +-----+----------------+----------+-------------------+---------+
 * </pre>
 */
public final class PrInCommand implements PrCommand {
    /** CDB byte 0. */
    public static final int OPERATION_CODE = 0x5e;

    private static final int ALLOCATION_LENGTH_OFFSET = 7;

    private final byte[] cdb;
    private final PrInAction action;

    /**
     * With all reserved fields zero.
     *
     * @param action which data to transfer
     * @param allocationLength bytes the initiator has room for, 0 to FFFFh; 0 is no error
     * @throws IllegalArgumentException if that is out of range
     */
    public PrInCommand(PrInAction action, int allocationLength) {
        if (allocationLength < 0 || allocationLength > 0xffff) {
            throw new IllegalArgumentException("an allocation length is 0 to 65535, not " + allocationLength);
        }
        this.action = action;
        cdb = new byte[CDB_LENGTH];
        ByteBuffer.wrap(cdb)
                .put((byte) OPERATION_CODE)
                .put((byte) action.code())
                .putShort(ALLOCATION_LENGTH_OFFSET, (short) allocationLength);
    }

    private PrInCommand(PrInAction action, byte[] cdb) {
        this.action = action;
        this.cdb = cdb;
    }

    /**
     * Decodes a CDB. Reserved fields and bytes after the tenth mean nothing, and are kept.
     *
     * @param cdb any bytes, which are copied
     * @return the command; 05/20/00 for another operation code, 05/24/00 for an unknown service action or fewer than ten bytes
     */
    public static Decoded<PrInCommand> decode(byte[] cdb) {
        if (cdb.length == 0 || cdb[0] != OPERATION_CODE) {
            return Decoded.refused(Sense.INVALID_OPCODE);
        }
        if (cdb.length < CDB_LENGTH) {
            return Decoded.refused(Sense.INVALID_FIELD_IN_CDB);
        }
        return PrInAction.of(cdb[1] & 0x1f)
                .map(action -> Decoded.valid(new PrInCommand(action, cdb.clone())))
                .orElseGet(() -> Decoded.refused(Sense.INVALID_FIELD_IN_CDB));
    }

    /** {@return which data the command transfers} */
    public PrInAction action() {
        return action;
    }

    /** {@return bytes the initiator has room for, 0 to FFFFh} */
    public int allocationLength() {
        return ByteBuffer.wrap(cdb).getShort(ALLOCATION_LENGTH_OFFSET) & 0xffff;
    }

    @Override
    public byte[] cdb() {
        return cdb.clone();
    }

    @Override
    public byte[] dataOut() {
        return new byte[0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrInCommand command && Arrays.equals(cdb, command.cdb);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(cdb);
    }

    /** {@code PrInCommand[action=READ_KEYS, allocationLength=8192, cdb=5e000000000000200000]}. */
    @Override
    public String toString() {
        return "PrInCommand[action=" + action + ", allocationLength=" + allocationLength() + ", cdb="
                + HexFormat.of().formatHex(cdb) + "]";
    }
}
