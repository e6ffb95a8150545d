// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.testkit.oracle.Operation;
import io.prhelper.testkit.oracle.Request;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class AnswerTest {
    private static final String A = "000000000000000a";
    private static final String B = "000000000000000b";

    private static Answer to(Operation operation, String dataIn, long firstGeneration) {
        Request.In request = new Request.In(1, operation.code(), 255);
        ScsiExchange exchange = ScsiExchange.allocate();
        request.putInto(exchange);
        exchange.good(HexFormat.of().parseHex(dataIn.replace(" ", "")));
        return Answer.of(request, exchange, firstGeneration);
    }

    @Test
    void theOrderOfRegistrationsAndTheFirstGenerationDoNotCount() {
        assertThat(to(Operation.READ_KEYS, "00000005 00000010" + A + B, 5))
                .isEqualTo(to(Operation.READ_KEYS, "00000000 00000010" + B + A, 0))
                .isNotEqualTo(to(Operation.READ_KEYS, "00000006 00000010" + A + B, 5))
                .isNotEqualTo(to(Operation.READ_KEYS, "00000005 00000010" + A + A, 5))
                .hasToString("B: READ KEYS 255 bytes: GOOD (00h) 0000000000000010[" + A + ", " + B + "]");
        String one = A + "00000000 0105 0000 0000 0001 00000004 00000001";
        String other = B + "00000000 0000 0000 0000 0001 00000000";
        assertThat(to(Operation.READ_FULL_STATUS, "00000000 00000034" + one + other, 0))
                .isEqualTo(to(Operation.READ_FULL_STATUS, "00000000 00000034" + other + one, 0))
                .isNotEqualTo(to(Operation.READ_FULL_STATUS, "00000000 00000034" + other + other + "00000000", 0));
    }

    /** Which keys are in an answer that is cut is a matter of their order; how many bytes, is not. */
    @Test
    void ofACutAnswerTheLengthCounts() {
        assertThat(to(Operation.READ_KEYS, "00000000 00000010" + A, 0))
                .isEqualTo(to(Operation.READ_KEYS, "00000000 00000010" + B, 0))
                .isNotEqualTo(to(Operation.READ_KEYS, "00000000 00000008" + A, 0))
                .isNotEqualTo(to(Operation.READ_KEYS, "00000000 00000010" + A + "00", 0));
        assertThat(to(Operation.READ_FULL_STATUS, "00000000 00000018" + A + "00000000 0000 0000", 0)
                        .text())
                .endsWith(" and 16 bytes");
        assertThat(to(Operation.READ_KEYS, "0000", 0).text()).endsWith("0000 and 0 bytes");
    }

    @Test
    void whatOtherCommandsBringDoesNotCount() {
        Request.Other read = new Request.Other(0, Operation.READ, false);
        ScsiExchange exchange = ScsiExchange.allocate();
        read.putInto(exchange);
        exchange.good(new byte[512]);
        assertThat(Answer.of(read, exchange, 0)).hasToString("A: READ: GOOD (00h)");
        exchange.end(ScsiStatus.RESERVATION_CONFLICT.code(), 512);
        assertThat(Answer.of(read, exchange, 0)).hasToString("A: READ: RESERVATION CONFLICT (18h)");
    }
}
