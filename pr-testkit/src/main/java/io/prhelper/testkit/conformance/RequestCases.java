// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.Sense;
import io.prhelper.testkit.conformance.ConformanceSubject.HelperWay;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Framing of requests. */
final class RequestCases {
    private static final String SOURCE = "QEMU scsi/qemu-pr-helper.c and scsi/pr-manager-helper.c";
    private static final int[] NONE = {};

    static final List<ConformanceCase> ALL = List.of(
            ConformanceCase.of(
                    "a connection serves one request after the other",
                    SOURCE,
                    subject -> oneAfterTheOther(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "a CDB may come in any two pieces, its descriptor with any of them",
                    SOURCE,
                    subject -> cdbInPieces(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "a CDB may come byte by byte",
                    SOURCE,
                    subject -> byteByByte(subject.helper(), HelperRequest.READ_KEYS),
                    Need.SOCKET),
            ConformanceCase.of(
                    "a parameter list may come with the CDB, after it, or in pieces",
                    SOURCE,
                    subject -> listInPieces(subject.helper()),
                    Need.SOCKET,
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "PERSISTENT RESERVE OUT without a parameter list is answered",
                    SOURCE,
                    subject -> outOf(subject.helper(), 0),
                    Need.SOCKET,
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "8192 bytes of data are served, in both directions",
                    "QEMU scsi/pr-helper.h, PR_HELPER_DATA_SIZE",
                    subject -> outOf(subject.helper(), Wire.MAX_DATA_LENGTH),
                    Need.SOCKET,
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "only bytes 7 and 8 of PERSISTENT RESERVE OUT say how much data follows; others would tell the device a wrong length",
                    SOURCE + "; SPC-5, 6.17.1",
                    subject -> highLength(subject.helper()),
                    Need.SOCKET,
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "connections do not wait for each other",
                    SOURCE,
                    subject -> interleaved(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "a client that leaves inside a request harms no other",
                    SOURCE,
                    subject -> leaves(subject.helper()),
                    Need.SOCKET));

    private RequestCases() {}

    private static void oneAfterTheOther(HelperWay helper) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper)) {
            for (int i = 0; i < 10; i++) {
                dialogue.isInStep(helper.first()).isInStep(helper.second());
            }
        }
    }

    private static void cdbInPieces(HelperWay helper) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper)) {
            int[] disk = {helper.first()};
            for (int at = 0; at < Wire.CDB_LENGTH; at++) {
                dialogue.sendInPieces(HelperRequest.READ_KEYS.bytes(), at, disk, NONE)
                        .reply(HelperRequest.READ_KEYS)
                        .isGood();
                if (at > 0) {
                    dialogue.sendInPieces(HelperRequest.READ_KEYS.bytes(), at, NONE, disk)
                            .reply(HelperRequest.READ_KEYS)
                            .isGood();
                }
            }
        }
    }

    private static void byteByByte(HelperWay helper, HelperRequest request) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper)) {
            byte[] bytes = request.bytes();
            for (int i = 0; i < bytes.length; i++) {
                dialogue.send(new byte[] {bytes[i]}, i == 0 ? new int[] {helper.first()} : NONE)
                        .isRead();
            }
            dialogue.reply(request);
            dialogue.isInStep(helper.first());
        }
    }

    private static void listInPieces(HelperWay helper) throws IOException {
        HelperRequest request = HelperRequest.idleOut();
        byteByByte(helper, request);
        try (Dialogue dialogue = Dialogue.open(helper)) {
            for (int at = Wire.CDB_LENGTH; at < request.bytes().length; at++) {
                dialogue.sendInPieces(request.bytes(), at, new int[] {helper.first()}, NONE)
                        .reply(request);
            }
            dialogue.isInStep(helper.first());
        }
    }

    private static void outOf(HelperWay helper, int length) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper)) {
            dialogue.ask(HelperRequest.out(PrOutAction.RELEASE.code(), length), helper.first());
            dialogue.isInStep(helper.first());
        }
    }

    private static void highLength(HelperWay helper) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper)) {
            for (int index : new int[] {5, 6}) {
                dialogue.ask(HelperRequest.idleOut().with(index, 1), helper.first())
                        .isBuiltSense(Sense.INVALID_FIELD_IN_CDB);
                dialogue.isInStep(helper.first());
            }
        }
    }

    private static void interleaved(HelperWay helper) throws IOException {
        try (Dialogue begun = Dialogue.open(helper);
                Dialogue silent = Dialogue.silent(helper);
                Dialogue whole = Dialogue.open(helper)) {
            byte[] bytes = HelperRequest.READ_KEYS.bytes();
            begun.send(Arrays.copyOf(bytes, 7), helper.first()).isRead();
            whole.isInStep(helper.second());
            begun.send(Arrays.copyOfRange(bytes, 7, bytes.length));
            begun.reply(HelperRequest.READ_KEYS).isGood();
            silent.greeting();
            silent.send(new byte[Wire.FEATURES_LENGTH]).isInStep(helper.first());
        }
    }

    private static void leaves(HelperWay helper) throws IOException {
        byte[] bytes = HelperRequest.idleOut().bytes();
        for (int sent = 1; sent < bytes.length; sent += 3) {
            try (Dialogue dialogue = Dialogue.open(helper)) {
                dialogue.send(Arrays.copyOf(bytes, sent), helper.first());
            }
        }
        try (Dialogue dialogue = Dialogue.open(helper)) {
            dialogue.send(HelperRequest.READ_KEYS.bytes(), helper.first());
        }
        try (Dialogue dialogue = Dialogue.open(helper)) {
            dialogue.isInStep(helper.first());
        }
    }
}
