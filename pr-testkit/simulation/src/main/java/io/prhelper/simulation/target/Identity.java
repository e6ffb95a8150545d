// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.ScsiExchange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The commands that every nexus may always send, reservations and unit attentions or not (SPC-5, 6.7, 6.35, 6.41). */
final class Identity {
    private static final int INQUIRY_LENGTH = 36;
    private static final int SENSE_LENGTH = 18;
    private static final int LUN_LENGTH = 8;

    private final byte[] inquiry;
    private final byte[] luns;
    private final byte[] noSense;

    Identity(TargetConfiguration configuration) {
        inquiry = standardInquiry(configuration.name());
        luns = lunList(configuration.units());
        noSense = new byte[SENSE_LENGTH];
        noSense[0] = 0x70;
        noSense[7] = SENSE_LENGTH - 8;
    }

    /** SPC-5, 6.7.2: a disk that claims SPC-4, vendor "PRHELPER", the name of the configuration as its product. */
    private static byte[] standardInquiry(String name) {
        ByteBuffer data = ByteBuffer.allocate(INQUIRY_LENGTH);
        data.put(2, (byte) 0x06).put(3, (byte) 0x02).put(4, (byte) (INQUIRY_LENGTH - 5));
        data.put(8, ascii("PRHELPER", 8)).put(16, ascii(name, 16)).put(32, ascii("1", 4));
        return data.array();
    }

    private static byte[] ascii(String text, int length) {
        String padded = text + " ".repeat(Math.max(0, length - text.length()));
        return padded.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    /** Simple logical units up to 255, peripheral device addressing (SAM-5, 4.7.7.2). */
    private static byte[] lunList(int units) {
        ByteBuffer data = ByteBuffer.allocate(8 + units * LUN_LENGTH);
        data.putInt(0, units * LUN_LENGTH);
        for (int lun = 0; lun < units; lun++) {
            data.put(8 + lun * LUN_LENGTH + 1, (byte) lun);
        }
        return data.array();
    }

    /** Standard data only: a vital product data page is refused. */
    void inquiry(ScsiExchange exchange) {
        if ((exchange.cdb(1) & 0x01) != 0 || exchange.cdb(2) != 0) {
            Verdict.INVALID_CDB.end(exchange);
        } else {
            end(exchange, inquiry, exchange.cdb(3) << 8 | exchange.cdb(4));
        }
    }

    /** Nothing is ever pending but unit attentions, which stay (SAM-5, 5.14). */
    void requestSense(ScsiExchange exchange) {
        end(exchange, noSense, exchange.cdb(4));
    }

    void reportLuns(ScsiExchange exchange) {
        end(exchange, luns, exchange.command().getInt(6));
    }

    private static void end(ScsiExchange exchange, byte[] data, int allocation) {
        int length = allocation < 0 ? data.length : Math.min(data.length, allocation);
        exchange.answer().put(ScsiExchange.DATA_IN_OFFSET, data, 0, length);
        exchange.good(length);
    }
}
