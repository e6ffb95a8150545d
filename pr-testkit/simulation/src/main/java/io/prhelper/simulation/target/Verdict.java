// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;

/** How a command ends that transfers no data to the initiator (SPC-5, 4.4 and annex F). */
enum Verdict {
    GOOD(0x0, 0x00, 0x00),
    CONFLICT(0x0, 0x00, 0x00),
    NOT_READY(0x2, 0x00, 0x00),
    UNIT_COMMUNICATION_FAILURE(0x2, 0x08, 0x00),
    LIST_LENGTH_ERROR(0x5, 0x1a, 0x00),
    UNKNOWN_OPCODE(0x5, 0x20, 0x00),
    LBA_OUT_OF_RANGE(0x5, 0x21, 0x00),
    INVALID_CDB(0x5, 0x24, 0x00),
    INVALID_LIST(0x5, 0x26, 0x00),
    NOTHING_SAVED(0x5, 0x39, 0x00),
    INVALID_RELEASE(0x5, 0x26, 0x04),
    NO_ROOM(0x5, 0x55, 0x04),
    INFORMATION_LOST(0x7, 0x44, 0x01);

    private final int key;
    private final int asc;
    private final int ascq;

    Verdict(int key, int asc, int ascq) {
        this.key = key;
        this.asc = asc;
        this.ascq = ascq;
    }

    void end(ScsiExchange exchange) {
        switch (this) {
            case GOOD -> exchange.good(0);
            case CONFLICT -> exchange.end(ScsiStatus.RESERVATION_CONFLICT);
            default -> exchange.checkCondition(new Sense(key, asc, ascq));
        }
    }
}
