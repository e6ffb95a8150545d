// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A reservation key: 64 bits chosen by the initiator (SPC-5, 5.14.7), ordered as an unsigned number.
 *
 * @param value the 64 bits; 0 stands for "no registration"
 */
public record ReservationKey(long value) implements Comparable<ReservationKey> {
    /** Bytes of a key on the wire. */
    public static final int LENGTH = 8;

    /** No key: what unregistered initiators send, and what unregisters. */
    public static final ReservationKey ZERO = new ReservationKey(0);

    private static final Pattern TEXT = Pattern.compile("(?:0[xX])?[0-9a-fA-F]{1,16}");

    /**
     * Reads 1 to 16 hexadecimal digits, with or without {@code 0x} before them, as {@code sg_persist} and {@code multipath.conf} do.
     *
     * @param text {@code 0x1234abcd}, in either case
     * @return the number that it spells
     * @throws IllegalArgumentException naming the text, if it is anything else
     */
    public static ReservationKey parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a reservation key has 1 to 16 hexadecimal digits, as in 0x1234abcd, not \"" + text + "\"");
        }
        boolean prefixed = text.length() > 1 && (text.charAt(1) | 0x20) == 'x';
        return new ReservationKey(Long.parseUnsignedLong(prefixed ? text.substring(2) : text, 16));
    }

    /** {@return true for key 0, which stands for "no registration"} */
    public boolean isZero() {
        return value == 0;
    }

    @Override
    public int compareTo(ReservationKey other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** {@code 0x0000000000001234}. */
    @Override
    public String toString() {
        return "0x" + HexFormat.of().toHexDigits(value);
    }
}
