// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.protocol.Wire;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes of requests, and how bytes stand in a transcript. */
final class Bytes {
    private static final HexFormat HEX = HexFormat.of();
    private static final int SHORTENED_FROM = 8;

    private Bytes() {}

    /** CDB, padded to 16 bytes, and parameter list. */
    static byte[] request(PrCommand command) {
        return request(command.cdb(), command.dataOut());
    }

    static byte[] request(byte[] cdb, byte[] list) {
        byte[] request = Arrays.copyOf(cdb, Wire.CDB_LENGTH + list.length);
        System.arraycopy(list, 0, request, Wire.CDB_LENGTH, list.length);
        return request;
    }

    /** A CDB with operation code, service action, SCOPE and TYPE, and the two bytes of length. */
    static byte[] cdb(int opcode, int serviceAction, int scopeAndType, int length) {
        byte[] cdb = new byte[Wire.CDB_LENGTH];
        cdb[0] = (byte) opcode;
        cdb[1] = (byte) serviceAction;
        cdb[2] = (byte) scopeAndType;
        cdb[7] = (byte) (length >> 8);
        cdb[8] = (byte) length;
        return cdb;
    }

    /** {@code 5e000000(00*12)}: hexadecimal, with runs of eight equal bytes and more shortened. */
    static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        while (from < bytes.length) {
            int to = from + 1;
            while (to < bytes.length && bytes[to] == bytes[from]) {
                to++;
            }
            String digits = HEX.toHexDigits(bytes[from]);
            if (to - from < SHORTENED_FROM) {
                text.repeat(digits, to - from);
            } else {
                text.append('(').append(digits).append('*').append(to - from).append(')');
            }
            from = to;
        }
        return text.toString();
    }
}
