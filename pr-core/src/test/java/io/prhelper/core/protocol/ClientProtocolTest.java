// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

import static io.prhelper.core.scsi.Bytes.hex;
import static io.prhelper.core.scsi.Bytes.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.prhelper.core.protocol.ClientProtocol.Phase;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ClientProtocolTest {
    private static final String CONVERSATIONS = "io.prhelper.core.protocol.Conversation#ALL";
    private static final byte[] READ_KEYS = hex("5e00 0000000000 0018 00 000000000000");

    @ParameterizedTest
    @FieldSource(CONVERSATIONS)
    void aReplyThatComesWholeIsTaken(Conversation conversation) {
        ClientDriver client = ClientDriver.ready();
        assertThat(client.request(conversation.request())).isEqualTo(conversation.request().length);
        byte[] reply = conversation.reply();
        assertThat(client.feed(reply, 0, reply.length)).isEqualTo(reply.length);
        assertTaken(client, reply);
    }

    @ParameterizedTest
    @FieldSource(CONVERSATIONS)
    void aReplyThatComesByteByByteIsTaken(Conversation conversation) {
        ClientDriver client = ClientDriver.ready();
        client.request(conversation.request());
        byte[] reply = conversation.reply();
        for (int at = 0; at < reply.length; at++) {
            assertThat(client.protocol.phase()).isEqualTo(at < 104 ? Phase.REPLY : Phase.DATA);
            client.feed(reply, at, at + 1);
        }
        assertTaken(client, reply);
    }

    @ParameterizedTest
    @FieldSource(CONVERSATIONS)
    void aReplyThatComesInTwoPartsIsTaken(Conversation conversation) {
        ClientDriver client = ClientDriver.ready();
        byte[] request = conversation.request();
        byte[] reply = conversation.reply();
        for (int split = 1; split < reply.length; split++) {
            client.request(request);
            assertThat(client.feed(reply, 0, split)).isEqualTo(split);
            assertThat(client.feed(reply, split, reply.length)).isEqualTo(reply.length);
            assertTaken(client, reply);
        }
    }

    @ParameterizedTest
    @FieldSource(CONVERSATIONS)
    void bytesBehindAReplyAreNotTaken(Conversation conversation) {
        ClientDriver client = ClientDriver.ready();
        client.request(conversation.request());
        byte[] reply = conversation.reply();
        byte[] more = Arrays.copyOf(reply, reply.length + 104);
        assertThat(client.feed(more, 0, more.length)).isEqualTo(reply.length);
        assertTaken(client, reply);
    }

    @ParameterizedTest
    @FieldSource(CONVERSATIONS)
    void aHelperThatLeavesInsideAReplyBrokeTheProtocol(Conversation conversation) {
        byte[] request = conversation.request();
        byte[] reply = conversation.reply();
        for (int at = 0; at < reply.length; at++) {
            ClientDriver client = ClientDriver.ready();
            client.request(request);
            client.feed(reply, 0, at);
            assertThat(client.protocol.ended()).isEqualTo(Phase.CLOSED);
            assertClosed(client, Violation.ENDED_IN_MESSAGE);
        }
    }

    @Test
    void theGreetingTellsWhatTheHelperOffers() {
        byte[] greeting = hex("80000001");
        for (int split = 0; split <= 4; split++) {
            ClientDriver client = new ClientDriver();
            client.feed(greeting, 0, split);
            assertThat(client.protocol.phase()).isEqualTo(split < 4 ? Phase.GREETING : Phase.READY);
            client.feed(greeting, split, 4);
            assertThat(client.protocol.offered()).isEqualTo(0x80000001);
            assertThat(client.protocol.phase()).isEqualTo(Phase.READY);
        }
    }

    @Test
    void aHelperMayLeaveBetweenRequestsButNotInsideItsGreeting() {
        for (int at = 0; at <= 4; at++) {
            ClientDriver client = new ClientDriver();
            client.feed(new byte[4], 0, at);
            assertThat(client.protocol.ended()).isEqualTo(Phase.CLOSED);
            assertClosed(client, at < 4 ? Violation.ENDED_IN_MESSAGE : null);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // CDB bytes 0-8, reply status and size
        "5e0000000000000018, 00000000 00000019, SIZE_TOO_LARGE",
        "5e0000000000000000, 00000000 00000001, SIZE_TOO_LARGE",
        "5e000000000000ffff, 00000000 00002001, SIZE_TOO_LARGE",
        "5e0000000000002000, 00000000 80000000, SIZE_TOO_LARGE",
        "5e0000000000002000, 00000000 ffffffff, SIZE_TOO_LARGE",
        "5e0000000000000018, 00000002 00000001, SIZE_NOT_ZERO",
        "5e0000000000000018, 00000018 00000018, SIZE_NOT_ZERO",
        "5e0000000000000018, 00000008 ffffffff, SIZE_NOT_ZERO",
        "5f0000000000000000, 00000000 00000001, SIZE_NOT_ZERO",
        "5f0000000000000000, 00000002 00000008, SIZE_NOT_ZERO",
        "ff0000000000000018, 00000000 00000001, SIZE_NOT_ZERO",
        "5e0200000000000008, 00000000 00000000, CAPABILITIES_TOO_SHORT",
        "5e0200000000000008, 00000000 00000001, CAPABILITIES_TOO_SHORT",
        "5e0200000000000008, 00000000 00000002, CAPABILITIES_TOO_SHORT",
        "5ee200000000000008, 00000000 00000002, CAPABILITIES_TOO_SHORT",
        "5e0000000000000018, 00000100 00000000, STATUS_TOO_LARGE",
        "5f0000000000000000, 00000100 00000000, STATUS_TOO_LARGE",
        "5f0000000000000000, 80000000 00000000, STATUS_TOO_LARGE",
        "5f0000000000000000, 00000218 00000000, STATUS_TOO_LARGE"
    })
    void aReplyThatWouldEndOrDeceiveQemuClosesTheConnection(String cdb, String head, Violation violation) {
        ClientDriver client = ClientDriver.ready();
        client.request(hex(cdb + zeros(7)));
        byte[] reply = hex(head + zeros(96) + zeros(16));
        assertThat(client.feed(reply, 0, reply.length)).isEqualTo(104);
        assertClosed(client, violation);
    }

    @ParameterizedTest
    @CsvSource({
        "5e0000000000002000, 00000000 00002000, DATA",
        "5e0000000000000018, 00000000 00000018, DATA",
        "5e0200000000000008, 00000000 00000003, DATA",
        "5e0200000000000008, 00000018 00000000, READY",
        "5e0000000000000018, 000000ff 00000000, READY"
    })
    void theLongestAndShortestReplyAreTaken(String cdb, String head, Phase phase) {
        ClientDriver client = ClientDriver.ready();
        client.request(hex(cdb + zeros(7)));
        client.feed(hex(head + zeros(96)), 0, 104);
        assertThat(client.protocol.phase()).isEqualTo(phase);
        assertThat(client.protocol.violation()).isNull();
    }

    @Test
    void senseIsForgottenUnlessTheStatusIsCheckCondition() {
        ClientDriver client = ClientDriver.ready();
        client.request(READ_KEYS);
        client.feed(hex("00000018 00000000" + "ee".repeat(96)), 0, 104);
        assertThat(client.exchange.copySense()).isEqualTo(new byte[96]);
    }

    @Test
    void dataOutThatTheCdbDoesNotAnnounceIsTold() {
        ClientDriver client = ClientDriver.ready();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.request(hex("5f00000000000000 18" + zeros(7) + zeros(23))))
                .withMessage("the CDB announces 24 bytes of data out, not 23");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.request(hex("5e00000000000000 18" + zeros(7) + zeros(24))))
                .withMessage("the CDB announces 0 bytes of data out, not 24");
        assertThat(client.protocol.phase()).isEqualTo(Phase.READY);
    }

    @Test
    void aCallerThatBreaksTheRulesIsTold() {
        ClientDriver client = new ClientDriver();
        assertThatIllegalStateException()
                .isThrownBy(() -> client.protocol.request(client.exchange))
                .withMessageContaining("GREETING");
        assertThatIllegalStateException().isThrownBy(() -> client.protocol.received(client.exchange, 0));
        assertThatIllegalStateException()
                .isThrownBy(() -> client.protocol.received(client.exchange, 5))
                .withMessage("5 bytes reported where 4 are awaited");
        client.feed(new byte[4], 0, 4);
        assertThatIllegalStateException().isThrownBy(() -> client.protocol.received(client.exchange, 1));
        client.request(READ_KEYS);
        assertThatIllegalStateException()
                .isThrownBy(() -> client.protocol.request(client.exchange))
                .withMessageContaining("REPLY");
        assertThat(client.protocol.ended()).isEqualTo(Phase.CLOSED);
        assertThatIllegalStateException()
                .isThrownBy(() -> client.protocol.request(client.exchange))
                .withMessageContaining("CLOSED");
    }

    private static void assertTaken(ClientDriver client, byte[] reply) {
        assertThat(client.protocol.phase()).isEqualTo(Phase.READY);
        assertThat(client.protocol.violation()).isNull();
        assertThat(client.exchange.status()).isEqualTo(ByteBuffer.wrap(reply).getInt(0));
        assertThat(client.exchange.copySense()).isEqualTo(Arrays.copyOfRange(reply, 8, 104));
        assertThat(client.exchange.copyDataIn()).isEqualTo(Arrays.copyOfRange(reply, 104, reply.length));
    }

    private static void assertClosed(ClientDriver client, @Nullable Violation violation) {
        assertThat(client.protocol.phase()).isEqualTo(Phase.CLOSED);
        assertThat(client.protocol.violation()).isEqualTo(violation);
        assertThat(client.protocol.wanted()).isZero();
    }

    @Test
    void aRequestOfWhichNothingWasSentIsWithdrawn() {
        ClientDriver client = ClientDriver.ready();
        client.request(READ_KEYS);
        client.protocol.withdraw();
        assertThat(client.protocol.phase()).isEqualTo(Phase.READY);
        client.request(READ_KEYS);
        client.feed(new byte[104], 0, 1);
        assertThatIllegalStateException()
                .as("a reply has begun")
                .isThrownBy(client.protocol::withdraw)
                .withMessage("a request withdrawn in phase REPLY");
        assertThatIllegalStateException().isThrownBy(ClientDriver.ready().protocol::withdraw);
    }

    @Test
    void onlyPersistentReservationsAreReservationCommands() {
        assertThatNoException().isThrownBy(() -> Wire.requireReservation(0x5e));
        assertThatNoException().isThrownBy(() -> Wire.requireReservation(0x5f));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wire.requireReservation(0x12))
                .withMessage("only PERSISTENT RESERVE IN and OUT (5Eh, 5Fh), not operation code 12h");
    }
}
