// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The commands that every nexus may always send, reservations and unit attentions or not (SPC-5, 6.7, 6.35, 6.41). */
final class Identity {
    /** T10 vendor identification. */
    static final String VENDOR = "PRHELPER";

    private static final int INQUIRY_LENGTH = 74;
    private static final int VERSIONS_OFFSET = 58;

    /** VERSION DESCRIPTORs: SAM-5, SPC-4, SBC-3, iSCSI. */
    private static final short[] VERSIONS = {0x00a0, 0x0460, 0x04c0, 0x0960};

    private static final int SENSE_LENGTH = 18;
    private static final int LUN_LENGTH = 8;

    private final byte[] inquiry;
    private final byte[] luns;
    private final VitalPages pages;

    Identity(TargetConfiguration configuration, int lun) {
        pages = new VitalPages(configuration, lun);
        inquiry = standardInquiry(configuration.name());
        luns = lunList(configuration.units());
    }

    /** SPC-5, 6.7.2: a disk that claims SPC-4 and has command management, the name of the configuration as its product. */
    private static byte[] standardInquiry(String name) {
        ByteBuffer data = ByteBuffer.allocate(INQUIRY_LENGTH);
        data.put(2, (byte) 0x06).put(3, (byte) 0x02).put(4, (byte) (INQUIRY_LENGTH - 5));
        data.put(7, (byte) 0x02)
                .put(8, ascii(VENDOR, 8))
                .put(16, ascii(name, 16))
                .put(32, ascii("1", 4));
        for (int i = 0; i < VERSIONS.length; i++) {
            data.putShort(VERSIONS_OFFSET + 2 * i, VERSIONS[i]);
        }
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

    /** Standard data, or a page of vital product data as seen through the target port at this position. */
    void inquiry(ScsiExchange exchange, int targetPort) {
        boolean vital = (exchange.cdb(1) & 0x01) != 0;
        int code = exchange.cdb(2);
        byte[] data = vital ? pages.page(code, targetPort) : code == 0 ? inquiry : null;
        if (data == null) {
            Verdict.INVALID_CDB.end(exchange);
        } else {
            Answers.end(exchange, data, exchange.cdb(3) << 8 | exchange.cdb(4));
        }
    }

    /** In the fixed format (SPC-5, 4.4.3). */
    void requestSense(ScsiExchange exchange, Sense sense) {
        byte[] data = new byte[SENSE_LENGTH];
        data[0] = 0x70;
        data[2] = (byte) sense.key();
        data[7] = SENSE_LENGTH - 8;
        data[12] = (byte) sense.asc();
        data[13] = (byte) sense.ascq();
        Answers.end(exchange, data, exchange.cdb(4));
    }

    void reportLuns(ScsiExchange exchange) {
        Answers.end(exchange, luns, exchange.command().getInt(6));
    }
}
