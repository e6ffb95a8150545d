// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.protocol.Wire;
import io.prhelper.testkit.conformance.ConformanceSubject.HelperWay;
import java.io.IOException;
import java.util.List;

/** What closes the connection, without a reply. */
final class ViolationCases {
    private static final String SOURCE = "QEMU scsi/qemu-pr-helper.c, prh_co_entry";

    static final List<ConformanceCase> ALL = List.of(
            ConformanceCase.of(
                    "any other operation code closes the connection",
                    SOURCE,
                    subject -> operationCodes(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "PERSISTENT RESERVE IN with an allocation length over 8192 closes the connection",
                    SOURCE,
                    subject -> tooLong(subject.helper(), Wire.PERSISTENT_RESERVE_IN),
                    Need.SOCKET),
            ConformanceCase.of(
                    "PERSISTENT RESERVE OUT with a parameter list length over 8192 closes the connection",
                    SOURCE,
                    subject -> tooLong(subject.helper(), Wire.PERSISTENT_RESERVE_OUT),
                    Need.SOCKET));

    private ViolationCases() {}

    private static void operationCodes(HelperWay helper) throws IOException {
        for (int opcode = 0; opcode <= 0xff; opcode++) {
            boolean known = opcode == Wire.PERSISTENT_RESERVE_IN
                    || opcode == Wire.PERSISTENT_RESERVE_OUT
                    || opcode == Wire.CLEANUP;
            if (!known) {
                isClosedAfter(helper, HelperRequest.bare(opcode, 0));
            }
        }
    }

    private static void tooLong(HelperWay helper, int opcode) throws IOException {
        for (int length : new int[] {Wire.MAX_DATA_LENGTH + 1, 0x2100, 0x8000, 0xffff}) {
            isClosedAfter(helper, HelperRequest.bare(opcode, length));
        }
    }

    private static void isClosedAfter(HelperWay helper, HelperRequest request) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper)) {
            dialogue.send(request.bytes(), helper.first()).isClosedAfter(request.toString());
        }
    }
}
