// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.scsi.ScsiExchange;

/** How much data a CDB asks for: its allocation or transfer length, which iSCSI wants to know beside it (RFC 7143, 11.3.4). */
final class DataInLength {
    private static final int BLOCK_LENGTH = 512;

    private DataInLength() {}

    /** In bytes; 0 for a command that is not known here. */
    static int of(ScsiExchange exchange) {
        long length = switch (exchange.opcode()) {
            case 0x03, 0x1a -> exchange.cdb(4); // REQUEST SENSE, MODE SENSE(6)
            case 0x12 -> at16(exchange, 3); // INQUIRY
            case 0x5a, PrInCommand.OPERATION_CODE -> at16(exchange, 7); // MODE SENSE(10)
            case 0x25 -> 8; // READ CAPACITY(10)
            case 0xa0, 0xa3 -> at32(exchange, 6); // REPORT LUNS, MAINTENANCE IN
            case 0x9e -> at32(exchange, 10); // READ CAPACITY(16)
            case 0x28 -> at16(exchange, 7) * BLOCK_LENGTH; // READ(10)
            case 0x88 -> at32(exchange, 10) * BLOCK_LENGTH; // READ(16)
            default -> 0;
        };
        return (int) Math.min(length, Integer.MAX_VALUE);
    }

    private static long at16(ScsiExchange exchange, int position) {
        return exchange.command().getShort(position) & 0xffffL;
    }

    private static long at32(ScsiExchange exchange, int position) {
        return exchange.command().getInt(position) & 0xffff_ffffL;
    }
}
