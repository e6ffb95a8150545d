// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.fuzz;

import java.util.List;

/** Decoders: they never throw, and what they understood is encoded to the bytes that they read. */
final class Codecs {
    private Codecs() {}

    static void transportIds(byte[] data) {
        check(
                List.of(
                        Decoder.TRANSPORT_ID,
                        Decoder.TRANSPORT_ID_REPORTED,
                        Decoder.TRANSPORT_ID_RAW,
                        Decoder.TRANSPORT_IDS),
                data);
    }

    static void responses(byte[] data) {
        check(
                List.of(
                        Decoder.READ_KEYS,
                        Decoder.READ_RESERVATION,
                        Decoder.REPORT_CAPABILITIES,
                        Decoder.READ_FULL_STATUS,
                        Decoder.REGISTRATIONS),
                data);
    }

    static void commands(byte[] data) {
        check(List.of(Decoder.IN_COMMAND, Decoder.OUT_COMMAND, Decoder.COMMAND), data);
    }

    /** Every decoder. */
    static void decoders(byte[] data) {
        check(List.of(Decoder.values()), data);
    }

    private static void check(List<Decoder> decoders, byte[] data) {
        decoders.forEach(decoder -> decoder.check(data));
    }
}
