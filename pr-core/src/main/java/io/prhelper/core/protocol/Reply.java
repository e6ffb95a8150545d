// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import java.nio.ByteBuffer;

/**
 * The reply, and the one place that decides its size.
 *
 * <pre>
 *   0        4        8                              104
 *   +--------+--------+------------------------------+----------------
 *   | status |  size  | sense (96)                   | data (size)
 *   +--------+--------+------------------------------+----------------
 * </pre>
 *
 * Size is 0 unless PERSISTENT RESERVE IN ended GOOD, and never exceeds the allocation length: QEMU's client takes both for granted.
 */
final class Reply {
    private static final int STATUS_OFFSET = 0;
    private static final int SIZE_OFFSET = 4;
    private static final int HEADER_LENGTH = 8;
    private static final int GOOD = 0;

    private Reply() {}

    /** Completes the head of the exchange's answer; returns the bytes to send. */
    static int seal(ScsiExchange exchange) {
        if (!exchange.hasEnded()) {
            // A port forgot to say. The command may not have reached a device, so this is not GOOD.
            exchange.checkCondition(Sense.IO_PROCESS_TERMINATED);
        }
        if (Framing.isReportCapabilities(exchange)
                && exchange.status() == GOOD
                && size(exchange) < Framing.CAPABILITIES_MINIMUM) {
            // Deviates: the reference answers GOOD. QEMU 11 counts on what stands in those bytes.
            exchange.checkCondition(Sense.INVALID_FIELD_IN_CDB);
        }
        int size = size(exchange);
        ByteBuffer answer = exchange.answer();
        answer.putInt(STATUS_OFFSET, exchange.status());
        answer.putInt(SIZE_OFFSET, size);
        return Wire.REPLY_LENGTH + size;
    }

    private static int size(ScsiExchange exchange) {
        if (exchange.status() != GOOD || !Framing.isIn(exchange)) {
            return 0;
        }
        int size = Math.min(exchange.transferred(), Framing.dataLength(exchange));
        return Math.min(size, reported(exchange));
    }

    /**
     * How much the data itself says it is (SPC-5, 6.16.2 to 6.16.5): a device that does not tell the residual count "transfers" all it
     * was offered.
     */
    private static int reported(ScsiExchange exchange) {
        if (exchange.transferred() < HEADER_LENGTH || Framing.isReportCapabilities(exchange)) {
            return Wire.MAX_DATA_LENGTH;
        }
        int additional = exchange.answer().getInt(ScsiExchange.DATA_IN_OFFSET + 4);
        return additional < 0 || additional > Wire.MAX_DATA_LENGTH ? Wire.MAX_DATA_LENGTH : HEADER_LENGTH + additional;
    }

    /** All four bytes; a SCSI status fills the last one only. */
    static int status(ByteBuffer reply) {
        return reply.getInt(STATUS_OFFSET);
    }

    static int size(ByteBuffer reply) {
        return reply.getInt(SIZE_OFFSET);
    }
}
