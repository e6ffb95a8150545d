// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.scsi.ScsiExchange;

/** How many bytes of data a CDB announces on the socket. */
final class Framing {
    private static final int LENGTH_OFFSET = 7;
    private static final int REPORT_CAPABILITIES = PrInAction.REPORT_CAPABILITIES.code();

    /** Bytes that QEMU reads of REPORT CAPABILITIES data without asking whether they are there (11.0, scsi/pr-manager.c). */
    static final int CAPABILITIES_MINIMUM = 3;

    private Framing() {}

    /**
     * CDB bytes 7-8, for both commands. SPC-5 (6.17.1) and QEMU's document have 5-8 for PERSISTENT RESERVE OUT; both real ends
     * compute it from two bytes, so reading four would lose step with the stream.
     */
    static int dataLength(ScsiExchange exchange) {
        return exchange.command().getShort(LENGTH_OFFSET) & 0xffff;
    }

    /** Bytes that follow the CDB. */
    static int dataOutLength(ScsiExchange exchange) {
        return exchange.opcode() == Wire.PERSISTENT_RESERVE_OUT ? dataLength(exchange) : 0;
    }

    static boolean isIn(ScsiExchange exchange) {
        return exchange.opcode() == Wire.PERSISTENT_RESERVE_IN;
    }

    static boolean isReportCapabilities(ScsiExchange exchange) {
        return isIn(exchange) && exchange.serviceAction() == REPORT_CAPABILITIES;
    }
}
