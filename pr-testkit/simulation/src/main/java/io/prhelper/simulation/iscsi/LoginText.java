// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The text of login and text PDUs: {@code key=value}, each ended by a zero byte (RFC 7143, 6.1). */
final class LoginText {
    private LoginText() {}

    static byte[] encode(Map<String, String> pairs) {
        StringBuilder text = new StringBuilder();
        pairs.forEach((key, value) -> text.append(key).append('=').append(value).append('\0'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The pairs in their order.
     *
     * @throws ProtocolException if one has no {@code =}, or a key comes twice
     */
    static Map<String, String> decode(byte[] text) throws ProtocolException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : new String(text, StandardCharsets.UTF_8).split("\0", -1)) {
            int equals = pair.indexOf('=');
            if (pair.isEmpty()) {
                continue;
            }
            if (equals < 1 || pairs.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
                throw new ProtocolException("no list of different keys with values: \"" + pair + '"');
            }
        }
        return pairs;
    }

    /**
     * A number in a value, decimal or hexadecimal (RFC 7143, 6.1).
     *
     * @throws NumberFormatException if it is none, or has a sign
     */
    static int number(String value) {
        if (value.startsWith("-") || value.startsWith("+")) {
            throw new NumberFormatException(value);
        }
        return Integer.decode(decimal(value));
    }

    /** Without leading zeros, which Java would take for an octal number's. */
    private static String decimal(String value) {
        return value.matches("0[0-9]+") ? value.replaceFirst("^0+(?=.)", "") : value;
    }
}
