// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text in an iSCSI TransportID (SPC-5, 7.6.4.6): UTF-8, ended by a zero byte, padded with zeros to a multiple of four; and what it
 * says.
 */
final class IscsiText {
    /** Bytes before the text. */
    static final int OFFSET = 4;

    /** Stands between name and ISID in format 1. */
    static final String SEPARATOR = ",i,0x";

    /** The most bytes of an iSCSI name (RFC 7143, 4.2.7.2). */
    private static final int MAX_NAME_LENGTH = 223;

    private static final int LENGTH_OFFSET = 2;
    private static final Pattern ISID = Pattern.compile("[0-9a-fA-F]{1,12}");

    private IscsiText() {}

    static void checkName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "an iSCSI name has 1 to 223 bytes of UTF-8, no zero byte and no \",i,0x\", unlike \"" + name
                            + "\"");
        }
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.indexOf('\0') < 0
                && !name.contains(SEPARATOR)
                && StandardCharsets.UTF_8.newEncoder().canEncode(name)
                && utf8(name).length <= MAX_NAME_LENGTH;
    }

    static int length(String text) {
        int terminated = utf8(text).length + 1;
        return Math.max(TransportId.MINIMUM_LENGTH, OFFSET + (terminated + 3) / 4 * 4);
    }

    static byte[] encode(int format, String text) {
        byte[] id = new byte[length(text)];
        ByteBuffer.wrap(id)
                .put(0, (byte) (format << 6 | TransportId.Iscsi.PROTOCOL))
                .putShort(LENGTH_OFFSET, (short) (id.length - OFFSET))
                .put(OFFSET, utf8(text));
        return id;
    }

    /** The bytes that the TransportID at {@code offset} has in all, or 0 where they are not there or may not be so many. */
    static int announcedLength(ByteBuffer buffer, int offset) {
        int length = OFFSET + (buffer.getShort(offset + LENGTH_OFFSET) & 0xffff);
        boolean allowed = length >= TransportId.MINIMUM_LENGTH && length % 4 == 0 && length <= buffer.limit() - offset;
        return allowed ? length : 0;
    }

    /** Decodes a whole TransportID, null where it is none. */
    static @Nullable TransportId decode(int format, ByteBuffer id) {
        String text = text(id.position(OFFSET));
        return switch (format) {
            case 0 -> isName(text) ? new TransportId.IscsiName(text) : null;
            case 1 -> port(text);
            default -> null;
        };
    }

    private static @Nullable TransportId port(String text) {
        int separator = text.indexOf(SEPARATOR);
        if (separator < 0) {
            return null;
        }
        String name = text.substring(0, separator);
        String isid = text.substring(separator + SEPARATOR.length());
        return isName(name) && ISID.matcher(isid).matches()
                ? new TransportId.IscsiPort(name, Long.parseLong(isid, 16))
                : null;
    }

    /** The text up to a zero byte, after which only zeros may follow; empty where there is none or it is no UTF-8. */
    private static String text(ByteBuffer padded) {
        int end = padded.limit();
        while (end > padded.position() && padded.get(end - 1) == 0) {
            end--;
        }
        if (end == padded.limit()) {
            return "";
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(padded.limit(end)).toString();
        } catch (CharacterCodingException notText) {
            return "";
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
