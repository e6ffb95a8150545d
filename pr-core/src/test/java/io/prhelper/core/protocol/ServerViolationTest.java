// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

import static io.prhelper.core.scsi.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.protocol.ServerProtocol.Phase;
import io.prhelper.core.scsi.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What ends a connection: each rule that a client breaks, and a client that leaves. */
class ServerViolationTest {
    private static final String CONVERSATIONS = "io.prhelper.core.protocol.Conversation#ALL";
    private static final byte[] READ_KEYS = hex("5e00 0000000000 2000 00 000000000000");
    private static final byte[] RESERVE = hex("5f01 05 0000 00000018 00 000000000000" + "ab".repeat(24));

    @ParameterizedTest
    @FieldSource(CONVERSATIONS)
    void aCdbWithoutADescriptorClosesTheConnection(Conversation conversation) {
        ServerDriver server = ServerDriver.ready();
        byte[] request = conversation.request();
        // A descriptor with the list is none of the request's.
        assertThat(server.feed(request, 0, request.length, Map.of(16, 1))).isEqualTo(16);
        server.assertClosed(Violation.NO_DESCRIPTOR);
    }

    @Test
    void twoDescriptorsCloseTheConnectionWhereverTheyComeWithTheCdb() {
        for (int first = 0; first < 16; first++) {
            for (int second = first; second < 16; second++) {
                Map<Integer, Integer> descriptors = new HashMap<>(Map.of(first, 1));
                descriptors.merge(second, 1, Integer::sum);
                ServerDriver bytewise = ServerDriver.ready();
                for (int at = 0; at < 16; at++) {
                    bytewise.feed(READ_KEYS, at, at + 1, descriptors);
                }
                bytewise.assertClosed(Violation.TOO_MANY_DESCRIPTORS);
                ServerDriver whole = ServerDriver.ready();
                whole.feed(READ_KEYS, 0, 16, descriptors);
                whole.assertClosed(Violation.TOO_MANY_DESCRIPTORS);
            }
        }
    }

    @Test
    void aDescriptorOfOneRequestDoesNotServeTheNext() {
        ServerDriver server = ServerDriver.ready();
        server.feed(READ_KEYS, 0, 16, Map.of(0, 1));
        server.reply(exchange -> exchange.good(0));
        server.feed(READ_KEYS, 0, 16, Map.of());
        server.assertClosed(Violation.NO_DESCRIPTOR);
    }

    @Test
    void manyDescriptorsCloseTheConnectionAtOnce() {
        ServerDriver server = ServerDriver.ready();
        server.feed(READ_KEYS, 0, 1, Map.of(0, 253));
        server.assertClosed(Violation.TOO_MANY_DESCRIPTORS);
    }

    @Test
    void anyOtherOperationCodeClosesTheConnection() {
        for (int code = 0; code < 0x100; code++) {
            ServerDriver server = ServerDriver.ready();
            byte[] cdb = new byte[16];
            cdb[0] = (byte) code;
            server.feed(cdb, 0, 16, Map.of(0, 1));
            if (code == 0x5e || code == 0x5f || code == 0xff) {
                assertThat(server.protocol.phase()).as("%02x", code).isEqualTo(Phase.EXECUTE);
            } else {
                server.assertClosed(Violation.UNKNOWN_OPERATION_CODE);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"5e, 8192", "5e, 8193", "5e, 65535", "5f, 8192", "5f, 8193", "5f, 65535", "ff, 8192", "ff, 65535"})
    void aLengthOver8192ClosesTheConnectionUnlessThereIsNoData(String code, int length) {
        ServerDriver server = ServerDriver.ready();
        byte[] cdb = hex(code + Bytes.zeros(15));
        cdb[7] = (byte) (length >>> 8);
        cdb[8] = (byte) length;
        server.feed(cdb, 0, 16, Map.of(0, 1));
        if (length <= 8192 || code.equals("ff")) {
            assertThat(server.protocol.phase()).isEqualTo(code.equals("5f") ? Phase.PARAMETER_LIST : Phase.EXECUTE);
            assertThat(server.protocol.wanted()).isEqualTo(code.equals("5f") ? length : 0);
            assertThat(server.protocol.violation()).isNull();
        } else {
            server.assertClosed(Violation.DATA_TOO_LONG);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00000001", "0, 80000000", "0, 01000000", "0, ffffffff",
        "1, 00000002", "1, 00000003", "1, 01000000", "1, 80000001"
    })
    void aFeatureThatWasNotOfferedClosesTheConnection(int offered, String answer) {
        for (int split = 1; split <= 4; split++) {
            ServerDriver server = new ServerDriver(offered);
            server.feed(hex(answer), 0, split, Map.of());
            server.feed(hex(answer), split, 4, Map.of());
            server.assertClosed(Violation.FEATURE_NOT_OFFERED);
        }
    }

    @Test
    void aPeerThatLeavesInsideAMessageBrokeTheProtocol() {
        for (int at = 0; at <= RESERVE.length; at++) {
            ServerDriver server = ServerDriver.ready();
            server.feed(RESERVE, 0, at, Map.of(0, 1));
            assertThat(server.protocol.ended()).isEqualTo(Phase.CLOSED);
            server.assertClosed(at == 0 || at == RESERVE.length ? null : Violation.ENDED_IN_MESSAGE);
        }
    }

    @Test
    void aPeerMayLeaveBeforeItsFirstByteButNotInsideItsAnswer() {
        for (int at = 0; at <= 4; at++) {
            ServerDriver server = new ServerDriver(0);
            server.feed(new byte[4], 0, at, Map.of());
            assertThat(server.protocol.begun()).as("deadline at %d", at).isEqualTo(at < 4);
            assertThat(server.protocol.ended()).isEqualTo(Phase.CLOSED);
            server.assertClosed(at == 0 || at == 4 ? null : Violation.ENDED_IN_MESSAGE);
        }
    }

    @Test
    void aPeerMayLeaveBetweenRequests() {
        ServerDriver server = ServerDriver.ready();
        server.feed(READ_KEYS, 0, 16, Map.of(0, 1));
        server.reply(exchange -> exchange.good(0));
        assertThat(server.protocol.begun()).isFalse();
        assertThat(server.protocol.ended()).isEqualTo(Phase.CLOSED);
        server.assertClosed(null);
    }

    @Test
    void eachViolationHasASentenceOfItsOwn() {
        assertThat(List.of(Violation.values())).extracting(Violation::sentence).doesNotHaveDuplicates();
    }
}
