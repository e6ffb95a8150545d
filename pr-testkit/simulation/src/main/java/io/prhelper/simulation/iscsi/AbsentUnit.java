// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;

/** What a target answers for a logical unit that it does not have (SPC-5, 5.11, 6.7.2 and 6.41). */
final class AbsentUnit {
    private static final Sense LOGICAL_UNIT_NOT_SUPPORTED = new Sense(0x5, 0x25, 0x00);
    private static final int INQUIRY = 0x12;
    private static final int REQUEST_SENSE = 0x03;
    private static final int INQUIRY_LENGTH = 36;

    /** PERIPHERAL QUALIFIER 011b, no device type: no unit can be there. */
    private static final byte NOT_CAPABLE = 0x7f;

    private AbsentUnit() {}

    static void execute(ScsiExchange exchange) {
        exchange.checkCondition(LOGICAL_UNIT_NOT_SUPPORTED);
        if (exchange.opcode() == INQUIRY && (exchange.cdb(1) & 0x01) == 0 && exchange.cdb(2) == 0) {
            byte[] data = new byte[INQUIRY_LENGTH];
            data[0] = NOT_CAPABLE;
            data[2] = 0x06;
            data[3] = 0x02;
            data[4] = INQUIRY_LENGTH - 5;
            good(exchange, data, exchange.cdb(3) << 8 | exchange.cdb(4));
        } else if (exchange.opcode() == REQUEST_SENSE) {
            byte[] sense = new byte[Sense.FIXED_LENGTH];
            exchange.answer().get(ScsiExchange.SENSE_OFFSET, sense);
            good(exchange, sense, exchange.cdb(4));
        }
    }

    private static void good(ScsiExchange exchange, byte[] data, int allocation) {
        exchange.answer().put(ScsiExchange.DATA_IN_OFFSET, data);
        exchange.good(Math.min(data.length, allocation));
    }
}
