// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.ScsiExchange;
import java.nio.ByteBuffer;

/** MODE SENSE (6) and (10) (SPC-5, 6.14 and 6.15): the pages Caching (SBC-4, 6.5.5) and Control (SPC-5, 7.5.9), of which none can be changed. */
final class ModePages {
    private static final int CACHING = 0x08;
    private static final int CACHING_LENGTH = 20;
    private static final int CONTROL = 0x0a;
    private static final int CONTROL_LENGTH = 12;
    private static final int ALL = 0x3f;
    private static final int ALL_SUBPAGES = 0xff;
    /** DEVICE-SPECIFIC PARAMETER (SBC-4, 6.5.1): not write protected, DPO and FUA are taken. */
    private static final byte DPOFUA = 0x10;

    private static final int CHANGEABLE = 1;
    private static final int SAVED = 3;

    private final boolean taskAbortedStatus;

    ModePages(boolean taskAbortedStatus) {
        this.taskAbortedStatus = taskAbortedStatus;
    }

    void sense(ScsiExchange exchange) {
        int page = exchange.cdb(2) & 0x3f;
        int control = exchange.cdb(2) >> 6;
        int subpage = exchange.cdb(3);
        if (control == SAVED) {
            Verdict.NOTHING_SAVED.end(exchange);
        } else if ((page != CACHING && page != CONTROL && page != ALL) || (subpage != 0 && subpage != ALL_SUBPAGES)) {
            Verdict.INVALID_CDB.end(exchange);
        } else {
            sense(exchange, page, control == CHANGEABLE);
        }
    }

    private void sense(ScsiExchange exchange, int page, boolean changeable) {
        boolean wide = exchange.opcode() == OpCode.MODE_SENSE_10;
        // Mode parameter header, without block descriptors.
        int header = wide ? 8 : 4;
        ByteBuffer data =
                ByteBuffer.allocate(header + CACHING_LENGTH + CONTROL_LENGTH).position(header);
        if (page != CONTROL) {
            putCaching(data);
        }
        if (page != CACHING) {
            putControl(data, changeable);
        }
        byte[] bytes = new byte[data.position()];
        data.get(0, bytes);
        bytes[wide ? 3 : 2] = DPOFUA;
        if (wide) {
            ByteBuffer.wrap(bytes).putShort((short) (bytes.length - 2));
            Answers.end(exchange, bytes, exchange.command().getShort(7) & 0xffff);
        } else {
            bytes[0] = (byte) (bytes.length - 1);
            Answers.end(exchange, bytes, exchange.cdb(4));
        }
    }

    /** No write cache: WCE is 0. */
    private static void putCaching(ByteBuffer data) {
        put(data, CACHING, CACHING_LENGTH);
    }

    /** TAS as the configuration says, sense in fixed format, commands in any order. */
    private void putControl(ByteBuffer data, boolean changeable) {
        int start = data.position();
        put(data, CONTROL, CONTROL_LENGTH);
        if (!changeable) {
            data.put(start + 3, (byte) 0x10).put(start + 5, (byte) (taskAbortedStatus ? 0x40 : 0));
        }
    }

    private static void put(ByteBuffer data, int page, int length) {
        data.put((byte) page).put((byte) (length - 2)).position(data.position() + length - 2);
    }
}
