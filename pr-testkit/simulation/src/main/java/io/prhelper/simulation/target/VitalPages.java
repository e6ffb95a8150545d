// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Vital product data of a logical unit (SPC-5, 7.7, and SBC-4, 6.6): 00h, 80h, 83h, B0h and B1h. What a unit is called follows from the name
 * and the seed of the configuration and its number alone, so a target that is made anew has the same disks.
 */
final class VitalPages {
    private static final int SUPPORTED = 0x00;
    private static final int SERIAL_NUMBER = 0x80;
    private static final int IDENTIFICATION = 0x83;
    private static final int BLOCK_LIMITS = 0xb0;
    private static final int BLOCK_DEVICE_CHARACTERISTICS = 0xb1;

    /** MEDIUM ROTATION RATE. */
    private static final byte NOTHING_ROTATES = 1;

    /** Code set in the low, protocol identifier in the high half of a designator's first byte. */
    private static final int BINARY = 0x01;

    private static final int ASCII = 0x02;
    private static final int ISCSI_UTF8 = 0x53;

    /** Association and type of a designator, its second byte; of a port with PIV. */
    private static final int UNIT_T10 = 0x01;

    private static final int UNIT_NAA = 0x03;
    private static final int PORT_RELATIVE = 0x14;
    private static final int PORT_NAME = 0x98;
    private static final int TARGET_NAME = 0xa8;

    private final byte[] supported = page(SUPPORTED, new byte[] {
        SUPPORTED, (byte) SERIAL_NUMBER, (byte) IDENTIFICATION, (byte) BLOCK_LIMITS, (byte) BLOCK_DEVICE_CHARACTERISTICS
    });
    private final byte[] characteristics = page(
            BLOCK_DEVICE_CHARACTERISTICS,
            ByteBuffer.allocate(60).put(1, NOTHING_ROTATES).array());
    private final byte[] serialNumber;
    private final byte[][] identification;
    private final byte[] blockLimits;

    VitalPages(TargetConfiguration configuration, int lun) {
        long number = number(configuration) & 0xf_ffff_ffff_ffffL;
        String serial = String.format("%013x%02x", number, lun);
        serialNumber = page(SERIAL_NUMBER, serial.getBytes(StandardCharsets.US_ASCII));
        identification = configuration.targetPorts().stream()
                .map(port -> page(IDENTIFICATION, designators(configuration, serial, number << 8 | lun, port)))
                .toArray(byte[][]::new);
        blockLimits = page(BLOCK_LIMITS, limits());
    }

    /** FNV-1a, 64 bits. */
    private static long number(TargetConfiguration configuration) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (byte letter : (configuration.name() + '\0' + configuration.seed()).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ letter) * 0x100_0000_01b3L;
        }
        return hash;
    }

    private static byte[] designators(TargetConfiguration configuration, String serial, long number, int port) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        // NAA 3h: locally assigned.
        byte[] naa = ByteBuffer.allocate(8).putLong(0x3L << 60 | number).array();
        add(all, BINARY, UNIT_NAA, naa);
        add(all, ASCII, UNIT_T10, (Identity.VENDOR + serial).getBytes(StandardCharsets.US_ASCII));
        add(all, BINARY, PORT_RELATIVE, ByteBuffer.allocate(4).putInt(port).array());
        add(all, ISCSI_UTF8, PORT_NAME, nameString(IscsiNames.ofPort(configuration, port)));
        add(all, ISCSI_UTF8, TARGET_NAME, nameString(IscsiNames.ofTarget(configuration)));
        return all.toByteArray();
    }

    private static void add(ByteArrayOutputStream to, int codeSet, int type, byte[] designator) {
        to.write(codeSet);
        to.write(type);
        to.write(0);
        to.write(designator.length);
        to.writeBytes(designator);
    }

    /** SPC-5, 7.7.6.11: ended by a zero byte, a multiple of four long. */
    private static byte[] nameString(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate((text.length + 4) / 4 * 4).put(text).array();
    }

    /** MAXIMUM TRANSFER LENGTH and OPTIMAL TRANSFER LENGTH. */
    private static byte[] limits() {
        return ByteBuffer.allocate(60)
                .putInt(4, Medium.MAX_BLOCKS)
                .putInt(8, Medium.MAX_BLOCKS)
                .array();
    }

    private static byte[] page(int code, byte[] data) {
        return ByteBuffer.allocate(4 + data.length)
                .put(1, (byte) code)
                .putShort(2, (short) data.length)
                .put(4, data)
                .array();
    }

    /** The page with this code as it is seen through a target port, by its position; null where there is none. */
    byte @Nullable [] page(int code, int targetPort) {
        return switch (code) {
            case SUPPORTED -> supported;
            case SERIAL_NUMBER -> serialNumber;
            case IDENTIFICATION -> identification[targetPort];
            case BLOCK_LIMITS -> blockLimits;
            case BLOCK_DEVICE_CHARACTERISTICS -> characteristics;
            default -> null;
        };
    }
}
