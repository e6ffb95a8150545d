// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;

/**
 * What a host adapter reports instead of an answer (Linux, {@code host_status} of SG_IO), and the status and sense that QEMU shows a
 * guest for it; a status that QEMU would show as GOOD ends with 0B/08/00, for the command may not have reached the unit.
 */
public enum HostStatus {
    /** The device can not be reached: 0B/05/00. */
    NO_CONNECT(0x01, ScsiStatus.CHECK_CONDITION, 0xb, 0x05, 0x00),
    /** The bus stayed busy: BUSY. */
    BUS_BUSY(0x02, ScsiStatus.BUSY, 0, 0, 0),
    /** No answer in time: 0B/2E/02. */
    TIME_OUT(0x03, ScsiStatus.CHECK_CONDITION, 0xb, 0x2e, 0x02),
    /** There is no such target: 0B/08/00. */
    BAD_TARGET(0x04, ScsiStatus.CHECK_CONDITION, 0xb, 0x08, 0x00),
    /** The command was aborted: 0B/2F/02. */
    ABORT(0x05, ScsiStatus.CHECK_CONDITION, 0xb, 0x2f, 0x02),
    /** A parity error on the way: 0B/08/00. */
    PARITY(0x06, ScsiStatus.CHECK_CONDITION, 0xb, 0x08, 0x00),
    /** An error within the driver or the adapter: 0B/08/00. */
    ERROR(0x07, ScsiStatus.CHECK_CONDITION, 0xb, 0x08, 0x00),
    /** The device or its bus was reset meanwhile: 06/29/00. */
    RESET(0x08, ScsiStatus.CHECK_CONDITION, 0x6, 0x29, 0x00),
    /** The driver wants the command again: 0B/08/00. */
    SOFT_ERROR(0x0b, ScsiStatus.CHECK_CONDITION, 0xb, 0x08, 0x00),
    /** The driver wants the command again at once, as often as it takes: 0B/08/00. */
    IMM_RETRY(0x0c, ScsiStatus.CHECK_CONDITION, 0xb, 0x08, 0x00),
    /** The driver wants the command again after those that wait, as often as it takes: 0B/08/00. */
    REQUEUE(0x0d, ScsiStatus.CHECK_CONDITION, 0xb, 0x08, 0x00),
    /** The transport was disrupted meanwhile, and is being restored: 0B/29/07. */
    TRANSPORT_DISRUPTED(0x0e, ScsiStatus.CHECK_CONDITION, 0xb, 0x29, 0x07),
    /** The transport was not restored in time, and commands fail without a try: 0B/08/00. */
    TRANSPORT_FAILFAST(0x0f, ScsiStatus.CHECK_CONDITION, 0xb, 0x08, 0x00),
    /** The target fails on every path: 04/44/00. */
    TARGET_FAILURE(0x10, ScsiStatus.CHECK_CONDITION, 0x4, 0x44, 0x00),
    /** This nexus fails, another may not: RESERVATION CONFLICT, of which Linux makes it. */
    NEXUS_FAILURE(0x11, ScsiStatus.RESERVATION_CONFLICT, 0, 0, 0),
    /** A thinly provisioned device has no space left: 07/27/07. */
    ALLOC_FAILURE(0x12, ScsiStatus.CHECK_CONDITION, 0x7, 0x27, 0x07),
    /** The medium can not be read or written: 03/11/00. */
    MEDIUM_ERROR(0x13, ScsiStatus.CHECK_CONDITION, 0x3, 0x11, 0x00),
    /** The path is too unreliable to be used: 0B/08/00. */
    TRANSPORT_MARGINAL(0x14, ScsiStatus.CHECK_CONDITION, 0xb, 0x08, 0x00);

    private final int code;
    private final ScsiStatus status;
    private final int key;
    private final int asc;
    private final int ascq;

    HostStatus(int code, ScsiStatus status, int key, int asc, int ascq) {
        this.code = code;
        this.status = status;
        this.key = key;
        this.asc = asc;
        this.ascq = ascq;
    }

    /** {@return the number that SG_IO has for it, 01h to 14h} */
    public int code() {
        return code;
    }

    void end(ScsiExchange exchange) {
        if (status == ScsiStatus.CHECK_CONDITION) {
            exchange.checkCondition(new Sense(key, asc, ascq));
        } else {
            exchange.end(status);
        }
    }
}
