// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.Sense;
import java.util.Optional;

/**
 * PERSISTENT RESERVE IN (SPC-5, 6.16.1).
 *
 * <pre>
 *   0     1                2 .. 6     7 .. 8              9
 *   +-----+----------------+----------+-------------------+---------+
 *   | 5Eh | service action | reserved | allocation length | control |
 *   +-----+----------------+----------+-------------------+---------+
 * </pre>
 *
 * @param allocationLength bytes the initiator has room for, 0 to FFFFh; 0 is no error
 */
public record PrInCommand(PrInAction action, int allocationLength) implements PrCommand {
    /** CDB byte 0. */
    public static final int OPERATION_CODE = 0x5e;

    /** Checks the range. */
    public PrInCommand {
        if (allocationLength < 0 || allocationLength > 0xffff) {
            throw new IllegalArgumentException("an allocation length is 0 to 65535, not " + allocationLength);
        }
    }

    /**
     * Decodes a CDB; bytes after the tenth are ignored.
     *
     * @return the command; 05/20/00 for another operation code, 05/24/00 for an unknown service action or fewer than ten bytes
     */
    public static Decoded<PrInCommand> decode(byte[] cdb) {
        if (cdb.length == 0 || cdb[0] != OPERATION_CODE) {
            return Decoded.refused(Sense.INVALID_OPCODE);
        }
        if (cdb.length < CDB_LENGTH) {
            return Decoded.refused(Sense.INVALID_FIELD_IN_CDB);
        }
        Optional<PrInAction> action = PrInAction.of(cdb[1] & 0x1f);
        if (action.isEmpty()) {
            return Decoded.refused(Sense.INVALID_FIELD_IN_CDB);
        }
        return Decoded.valid(new PrInCommand(action.get(), (cdb[7] & 0xff) << 8 | (cdb[8] & 0xff)));
    }

    @Override
    public byte[] cdb() {
        byte[] cdb = new byte[CDB_LENGTH];
        cdb[0] = OPERATION_CODE;
        cdb[1] = (byte) action.code();
        cdb[7] = (byte) (allocationLength >>> 8);
        cdb[8] = (byte) allocationLength;
        return cdb;
    }

    @Override
    public byte[] dataOut() {
        return new byte[0];
    }
}
