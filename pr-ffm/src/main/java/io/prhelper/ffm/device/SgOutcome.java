// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import io.prhelper.core.multipath.PathAnswer.Reach;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.struct.SgIoHdr;

/**
 * What became of an SG_IO call, as SCSI status and sense. In this order: the ioctl failed; the host adapter failed; the driver
 * failed; the device answered. A transport error is never shown as GOOD.
 */
final class SgOutcome {
    /**
     * Driver status without the hint that there is sense (08h). The time-out (06h) is what current kernels may report; the other
     * values are errors of older ones.
     */
    private static final int DRIVER_ERROR = 0x07;

    private SgOutcome() {}

    /** The ioctl failed: {@code errno} of ioctl(2) on a SCSI device. */
    static void failed(ScsiExchange exchange, int errno) {
        Errno known = Errno.of(errno);
        if (known == null) {
            exchange.checkCondition(Sense.IO_PROCESS_TERMINATED);
            return;
        }
        switch (known) {
            case EDOM -> exchange.end(ScsiStatus.TASK_SET_FULL);
            case EBADE -> exchange.end(ScsiStatus.RESERVATION_CONFLICT);
            case ENODATA -> exchange.checkCondition(Sense.UNRECOVERED_READ_ERROR);
            case EREMOTEIO, ENODEV, ENOMEM -> exchange.checkCondition(Sense.INTERNAL_TARGET_FAILURE);
            case ENOMEDIUM -> exchange.checkCondition(Sense.MEDIUM_NOT_PRESENT);
            case EINVAL -> exchange.checkCondition(Sense.INVALID_FIELD_IN_CDB);
            case ENOSPC -> exchange.checkCondition(Sense.SPACE_ALLOCATION_FAILED);
            default -> exchange.checkCondition(Sense.IO_PROCESS_TERMINATED);
        }
    }

    /** The ioctl returned 0. */
    static void completed(ScsiExchange exchange, SgIoHdr header, int offered) {
        if (header.hostStatus() != 0) {
            hostFailed(exchange, header.hostStatus());
        } else if ((header.driverStatus() & DRIVER_ERROR) != 0) {
            exchange.end(ScsiStatus.BUSY);
        } else {
            exchange.end(header.status(), Math.clamp((long) offered - header.resid(), 0, offered));
        }
    }

    /** How far a command came whose ioctl failed: a reservation conflict is the device's own answer; of the others most mean no device. */
    static Reach reachOf(int errno) {
        Errno known = Errno.of(errno);
        if (known == null) {
            return Reach.LOST;
        }
        return switch (known) {
            case EBADE, EDOM -> Reach.ANSWERED;
            case ENODEV, ENXIO, EREMOTEIO, ENOMEDIUM -> Reach.AWAY;
            default -> Reach.LOST;
        };
    }

    /** How far a command came whose ioctl returned 0. */
    static Reach reachOf(SgIoHdr header) {
        return switch (header.hostStatus()) {
            case 0x00 -> (header.driverStatus() & DRIVER_ERROR) == 0 ? Reach.ANSWERED : Reach.LOST;
            // BUS_BUSY and NEXUS_FAILURE have a status of their own.
            case 0x02, 0x11 -> Reach.ANSWERED;
            case 0x01, 0x04, 0x0f, 0x14 -> Reach.AWAY; // NO_CONNECT, BAD_TARGET, TRANSPORT_FAILFAST, TRANSPORT_MARGINAL
            default -> Reach.LOST;
        };
    }

    /** DID_* of Linux {@code include/scsi/scsi_status.h}. */
    private static void hostFailed(ScsiExchange exchange, int hostStatus) {
        switch (hostStatus) {
            case 0x01 -> exchange.checkCondition(Sense.UNIT_DOES_NOT_RESPOND); // NO_CONNECT
            case 0x02 -> exchange.end(ScsiStatus.BUSY); // BUS_BUSY
            case 0x03 -> exchange.checkCondition(Sense.COMMAND_TIMEOUT); // TIME_OUT
            case 0x04 -> exchange.checkCondition(Sense.COMMUNICATION_FAILURE); // BAD_TARGET
            case 0x05 -> exchange.checkCondition(Sense.COMMANDS_CLEARED_BY_DEVICE); // ABORT
            case 0x08 -> exchange.checkCondition(Sense.RESET_OCCURRED); // RESET
            case 0x0e -> exchange.checkCondition(Sense.NEXUS_LOSS); // TRANSPORT_DISRUPTED
            case 0x10 -> exchange.checkCondition(Sense.INTERNAL_TARGET_FAILURE); // TARGET_FAILURE
            case 0x11 -> exchange.end(ScsiStatus.RESERVATION_CONFLICT); // NEXUS_FAILURE
            case 0x12 -> exchange.checkCondition(Sense.SPACE_ALLOCATION_FAILED); // ALLOC_FAILURE
            case 0x13 -> exchange.checkCondition(Sense.UNRECOVERED_READ_ERROR); // MEDIUM_ERROR
            // Deviates: the reference shows these as GOOD, so that a guest believes it has fenced a node.
            default -> exchange.checkCondition(Sense.COMMUNICATION_FAILURE);
        }
    }
}
