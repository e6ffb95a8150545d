// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.TransportId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** TransportIDs as no record of them is spelled (SPC-5, 7.6.4, has another way for each). */
final class Spelling {
    private static final int HEADER = 4;
    private static final int SCSI_ADDRESS_AT = 2;
    private static final int PARALLEL_SCSI = 0x01;
    private static final int ISCSI_PORT = 0x45;
    private static final int UNUSED_BITS = 16;

    private Spelling() {}

    /** {@link Deviation#SESSIONS_REVERSED}. */
    static byte[] reversed(TransportId.IscsiPort port) {
        long isid = Long.reverseBytes(port.isid()) >>> UNUSED_BITS;
        byte[] text = (port.name() + ",i,0x" + Long.toHexString(isid)).getBytes(StandardCharsets.US_ASCII);
        // Ends with a zero byte at least, and at a multiple of 4.
        int length = Math.max(TransportId.MINIMUM_LENGTH - HEADER, (text.length / 4 + 1) * 4);
        return ByteBuffer.allocate(HEADER + length)
                .put(0, (byte) ISCSI_PORT)
                .putShort(SCSI_ADDRESS_AT, (short) length)
                .put(HEADER, text)
                .array();
    }

    /** {@link Deviation#FULL_STATUS_BARE_NAMES}: the text alone. */
    static byte[] bare(TransportId.IscsiPort port) {
        return String.format("%s,i,0x%012x", port.name(), port.isid()).getBytes(StandardCharsets.US_ASCII);
    }

    /** {@link Deviation#FULL_STATUS_NUMBERS_INITIATORS}: a SCSI address, relative target port 0. */
    static byte[] parallelScsi(int initiator) {
        return ByteBuffer.allocate(TransportId.MINIMUM_LENGTH)
                .put(0, (byte) PARALLEL_SCSI)
                .putShort(SCSI_ADDRESS_AT, (short) initiator)
                .array();
    }
}
