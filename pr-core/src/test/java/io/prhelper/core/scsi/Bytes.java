// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import java.util.HexFormat;

/** Bytes as tests write them. */
public final class Bytes {
    private Bytes() {}

    /** From hexadecimal digits; blanks are for the reader. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /** {@code count} zero bytes in hexadecimal. */
    public static String zeros(int count) {
        return "00".repeat(count);
    }
}
