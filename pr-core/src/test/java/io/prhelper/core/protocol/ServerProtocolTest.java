// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

import static io.prhelper.core.scsi.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.prhelper.core.protocol.ServerProtocol.Phase;
import io.prhelper.core.scsi.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are answered, and what a caller may not do. */
class ServerProtocolTest {
    private static final String CONVERSATIONS = "io.prhelper.core.protocol.Conversation#ALL";
    private static final byte[] READ_KEYS = hex("5e00 0000000000 2000 00 000000000000");
    private static final byte[] RESERVE = hex("5f01 05 0000 00000018 00 000000000000" + "ab".repeat(24));

    @ParameterizedTest
    @FieldSource(CONVERSATIONS)
    void aRequestThatComesWholeIsAnswered(Conversation conversation) {
        ServerDriver server = ServerDriver.ready();
        byte[] request = conversation.request();
        server.feed(request, 0, request.length, Map.of(0, 1));
        assertThat(server.protocol.phase()).isEqualTo(Phase.EXECUTE);
        assertThat(server.reply(conversation.device())).isEqualTo(conversation.reply());
        assertThat(server.protocol.phase()).isEqualTo(Phase.REQUEST);
    }

    @ParameterizedTest
    @FieldSource(CONVERSATIONS)
    void aRequestThatComesByteByByteIsAnswered(Conversation conversation) {
        ServerDriver server = ServerDriver.ready();
        byte[] request = conversation.request();
        for (int at = 0; at < request.length; at++) {
            assertThat(server.protocol.phase()).isNotEqualTo(Phase.EXECUTE);
            assertThat(server.protocol.begun()).as("byte %d", at).isEqualTo(at > 0);
            server.feed(request, at, at + 1, Map.of(7, 1));
        }
        assertThat(server.reply(conversation.device())).isEqualTo(conversation.reply());
    }

    @ParameterizedTest
    @FieldSource(CONVERSATIONS)
    void aRequestThatComesInTwoPartsIsAnswered(Conversation conversation) {
        ServerDriver server = ServerDriver.ready();
        byte[] request = conversation.request();
        byte[] reply = conversation.reply();
        for (int split = 1; split < request.length; split++) {
            Map<Integer, Integer> descriptor = Map.of(split % 16, 1);
            assertThat(server.feed(request, 0, split, descriptor)).isEqualTo(split);
            assertThat(server.feed(request, split, request.length, descriptor)).isEqualTo(request.length);
            assertThat(server.reply(conversation.device()))
                    .as("split at %d", split)
                    .isEqualTo(reply);
        }
    }

    @ParameterizedTest
    @FieldSource(CONVERSATIONS)
    void bytesBehindARequestAreLeftForTheNext(Conversation conversation) {
        ServerDriver server = ServerDriver.ready();
        byte[] request = conversation.request();
        ByteBuffer both = ByteBuffer.allocate(request.length + READ_KEYS.length)
                .put(request)
                .put(READ_KEYS);
        int taken = server.feed(both.array(), 0, both.capacity(), Map.of(3, 1, request.length + 5, 1));
        assertThat(taken).isEqualTo(request.length);
        assertThat(server.reply(conversation.device())).isEqualTo(conversation.reply());
        server.feed(both.array(), taken, both.capacity(), Map.of(request.length + 5, 1));
        assertThat(server.exchange.copyCdb()).isEqualTo(READ_KEYS);
        assertThat(server.protocol.phase()).isEqualTo(Phase.EXECUTE);
    }

    @ParameterizedTest
    @FieldSource(CONVERSATIONS)
    void theDeviceGetsTheBytesThatCame(Conversation conversation) {
        ServerDriver server = ServerDriver.ready();
        byte[] request = conversation.request();
        server.feed(request, 0, request.length, Map.of(15, 1));
        assertThat(ByteBuffer.allocate(request.length)
                        .put(server.exchange.copyCdb())
                        .put(server.exchange.copyDataOut())
                        .array())
                .isEqualTo(request);
    }

    @ParameterizedTest
    @FieldSource(CONVERSATIONS)
    void theDescriptorMayComeWithAnyByteOfTheCdb(Conversation conversation) {
        ServerDriver server = ServerDriver.ready();
        byte[] request = conversation.request();
        byte[] reply = conversation.reply();
        for (int at = 0; at < 16; at++) {
            for (int split = 1; split < 16; split++) {
                server.feed(request, 0, split, Map.of(at, 1));
                server.feed(request, split, request.length, Map.of(at, 1));
                assertThat(server.reply(conversation.device())).isEqualTo(reply);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 00000000", "1, 00000000", "1, 00000001"})
    void cleanUpIsTakenFromEveryClient(int offered, String answer) {
        ServerDriver server = new ServerDriver(offered);
        server.feed(hex(answer), 0, 4, Map.of());
        server.feed(hex("ff" + Bytes.zeros(15)), 0, 16, Map.of(0, 1));
        assertThat(server.protocol.phase()).isEqualTo(Phase.EXECUTE);
        assertThat(server.reply(exchange -> exchange.good(0))).isEqualTo(new byte[104]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x12345678})
    void theGreetingIsBigEndianInAnyBuffer(int offered) {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            byte[] greeting = hex("eeeeeeee ee");
            new ServerProtocol(offered).putGreeting(ByteBuffer.wrap(greeting).order(order));
            assertThat(greeting).isEqualTo(hex(String.format("%08x ee", offered)));
        }
    }

    @Test
    void aDeviceThatDoesNotSayHowTheCommandEndedIsNotShownAsGood() {
        ServerDriver server = ServerDriver.ready();
        server.feed(READ_KEYS, 0, READ_KEYS.length, Map.of(0, 1));
        byte[] reply = server.reply(exchange -> {});
        assertThat(reply).hasSize(104).startsWith(0, 0, 0, 2, 0, 0, 0, 0, 0x70, 0, 0x0b);
        assertThat(reply[8 + 13]).isEqualTo((byte) 0x06);
    }

    @Test
    void aRequestOverrunsNothingOfAnEarlierOne() {
        ServerDriver server = ServerDriver.ready();
        server.feed(RESERVE, 0, RESERVE.length, Map.of(0, 1));
        server.reply(exchange -> exchange.good(0));
        server.feed(READ_KEYS, 0, 16, Map.of(0, 1));
        assertThat(server.exchange.dataOutLength()).isZero();
        assertThat(server.exchange.transferred()).isZero();
    }

    @Test
    void aCallerThatBreaksTheRulesIsTold() {
        ServerDriver server = ServerDriver.ready();
        assertThatIllegalStateException().isThrownBy(() -> server.protocol.received(server.exchange, 0, 1));
        assertThatIllegalStateException()
                .isThrownBy(() -> server.protocol.received(server.exchange, 17, 1))
                .withMessageContaining("17 bytes and 1 descriptors reported in phase REQUEST, which waits for 16");
        assertThatIllegalStateException().isThrownBy(() -> server.protocol.reply(server.exchange));
        server.feed(RESERVE, 0, 16, Map.of(0, 1));
        assertThatIllegalStateException().isThrownBy(() -> server.protocol.received(server.exchange, 1, 1));
        server.feed(RESERVE, 16, RESERVE.length, Map.of());
        assertThatIllegalStateException().isThrownBy(() -> server.protocol.received(server.exchange, 1, 0));
        assertThat(server.protocol.ended()).isEqualTo(Phase.CLOSED);
        assertThatIllegalStateException().isThrownBy(() -> server.protocol.received(server.exchange, 1, 0));
        assertThatIllegalStateException()
                .isThrownBy(() -> server.protocol.reply(server.exchange))
                .withMessageContaining("CLOSED");
        ServerDriver unanswered = new ServerDriver(0);
        assertThatIllegalStateException()
                .isThrownBy(() -> unanswered.protocol.received(unanswered.exchange, 4, 1))
                .withMessageContaining("ANSWER");
    }
}
