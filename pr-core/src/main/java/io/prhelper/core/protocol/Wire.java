// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.scsi.ScsiExchange;

/** Constants of the helper protocol (QEMU, {@code docs/interop/pr-helper.rst} and {@code scsi/pr-helper.h}). */
public final class Wire {
    /** Bytes of the greeting and of the client's answer to it. */
    public static final int FEATURES_LENGTH = 4;

    /** Bytes of the CDB field of a request. */
    public static final int CDB_LENGTH = ScsiExchange.CDB_LENGTH;

    /** Bytes of a reply before its data: status, size and sense. */
    public static final int REPLY_LENGTH = ScsiExchange.DATA_IN_OFFSET;

    /** The most data of a request in either direction, in bytes; a longer one closes the connection. */
    public static final int MAX_DATA_LENGTH = ScsiExchange.MAX_DATA_LENGTH;

    /** PERSISTENT RESERVE IN (SPC-5, 6.16). */
    public static final int PERSISTENT_RESERVE_IN = PrInCommand.OPERATION_CODE;

    /** PERSISTENT RESERVE OUT (SPC-5, 6.17). */
    public static final int PERSISTENT_RESERVE_OUT = PrOutCommand.OPERATION_CODE;

    /** The helper's own command, not SCSI: forget key and reservation of a multipath map after a migration. */
    public static final int CLEANUP = 0xff;

    /** Feature bit 0: the helper knows {@link #CLEANUP}. */
    public static final int FEATURE_CLEANUP = 0x1;

    private Wire() {}

    /**
     * Refuses every command that is no PERSISTENT RESERVE.
     *
     * @param opcode the operation code, 0 to FFh
     * @throws IllegalArgumentException naming it, if it is neither 5Eh nor 5Fh
     */
    public static void requireReservation(int opcode) {
        if (opcode != PERSISTENT_RESERVE_IN && opcode != PERSISTENT_RESERVE_OUT) {
            throw new IllegalArgumentException(
                    String.format("only PERSISTENT RESERVE IN and OUT (5Eh, 5Fh), not operation code %02Xh", opcode));
        }
    }
}
