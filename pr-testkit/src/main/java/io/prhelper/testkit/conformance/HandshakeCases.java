// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.protocol.Wire;
import io.prhelper.testkit.conformance.ConformanceSubject.HelperWay;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Greeting and answer. */
final class HandshakeCases {
    private static final String SOURCE = "QEMU docs/interop/pr-helper.rst, \"Requests and responses\"";

    static final List<ConformanceCase> ALL = List.of(
            ConformanceCase.of(
                    "the helper greets first, with four bytes and no feature that nobody knows",
                    SOURCE,
                    subject -> greets(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "an answer without features opens the connection",
                    SOURCE,
                    subject -> opens(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "the answer may come byte by byte",
                    SOURCE,
                    subject -> answerInPieces(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "an answer with a feature that was not offered closes the connection",
                    SOURCE,
                    subject -> notOffered(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "a client that leaves before, in or after its answer harms no other",
                    SOURCE,
                    subject -> leaves(subject.helper()),
                    Need.SOCKET));

    private HandshakeCases() {}

    private static void greets(HelperWay helper) throws IOException {
        try (Dialogue dialogue = Dialogue.silent(helper)) {
            Expect.equal("feature bits that nobody knows", 0, dialogue.greeting() & ~Wire.FEATURE_CLEANUP);
        }
    }

    private static void opens(HelperWay helper) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper)) {
            dialogue.isInStep(helper.first());
        }
    }

    private static void answerInPieces(HelperWay helper) throws IOException {
        try (Dialogue dialogue = Dialogue.silent(helper)) {
            dialogue.greeting();
            for (int i = 0; i < Wire.FEATURES_LENGTH; i++) {
                dialogue.send(new byte[1]).isRead();
            }
            dialogue.isInStep(helper.first());
        }
    }

    private static void notOffered(HelperWay helper) throws IOException {
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            try (Dialogue dialogue = Dialogue.silent(helper)) {
                int wanted = 1 << bit;
                if ((dialogue.greeting() & wanted) == 0) {
                    dialogue.send(ByteBuffer.allocate(Wire.FEATURES_LENGTH)
                            .putInt(0, wanted)
                            .array());
                    dialogue.isClosedAfter("feature bit %08Xh".formatted(wanted));
                }
            }
        }
    }

    private static void leaves(HelperWay helper) throws IOException {
        for (int sent = 0; sent <= Wire.FEATURES_LENGTH; sent++) {
            try (Dialogue dialogue = Dialogue.silent(helper)) {
                if (sent > 0) {
                    dialogue.send(new byte[sent]);
                }
            }
            opens(helper);
        }
    }
}
