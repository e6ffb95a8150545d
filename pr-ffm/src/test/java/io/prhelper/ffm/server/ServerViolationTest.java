// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.server.ServerFixture.REGISTER;
import static io.prhelper.ffm.server.ServerFixture.cdb;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client does wrong ends its own connection and nobody else's, and every descriptor it sent is closed once. */
final class ServerViolationTest {
    private final OpenDescriptors descriptors = new OpenDescriptors();
    private ServerFixture fixture;
    private RawClient bystander;
    private OwnedFd disk;

    @BeforeEach
    void aServerWithAClientThatKeepsTheRules() throws IOException {
        fixture = ServerFixture.answering();
        bystander = fixture.greeted();
        disk = OwnedFd.inMemory("disk");
        assertServed(bystander);
    }

    @AfterEach
    void theOtherClientIsServedAndNoDescriptorLeft() throws IOException {
        assertServed(bystander);
        assertThat(fixture.events.failures()).isEmpty();
        bystander.close();
        fixture.close();
        disk.close();
        descriptors.assertAsBefore();
    }

    private void assertServed(RawClient client) throws IOException {
        client.send(READ_KEYS, disk.fd());
        byte[] reply = client.receive(104 + 8);
        assertThat(reply).hasSize(112);
        assertThat(Arrays.copyOf(reply, 8)).containsExactly(0, 0, 0, 0, 0, 0, 0, 8);
    }

    /** The connection is closed without a reply, and the server says why. */
    private void assertClosed(RawClient client, String reason) throws Exception {
        try (client) {
            assertThat(client.isClosedNext()).isTrue();
        }
        fixture.events.await("violated 2 " + reason);
        fixture.events.await("disconnected 2");
        assertThat(fixture.server.connections()).isEqualTo(1);
    }

    private void send(RawClient client, byte[] bytes, int... fds) throws IOException {
        client.send(bytes, fds);
    }

    @Test
    void aFeatureThatWasNotOffered() throws Exception {
        RawClient client = fixture.connect();
        client.receive(4);
        client.send(new byte[] {0, 0, 0, 1});
        assertClosed(client, "FEATURE_NOT_OFFERED");
    }

    @Test
    void noDescriptor() throws Exception {
        RawClient client = fixture.greeted();
        client.send(READ_KEYS);
        assertClosed(client, "NO_DESCRIPTOR");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 100, 253})
    void moreThanOneDescriptor(int count) throws Exception {
        RawClient client = fixture.greeted();
        int[] many = new int[count];
        Arrays.fill(many, disk.fd());
        send(client, READ_KEYS, many);
        assertClosed(client, "TOO_MANY_DESCRIPTORS");
    }

    @Test
    void twoDescriptorsInTwoPiecesOfOneCdb() throws Exception {
        RawClient client = fixture.greeted();
        send(client, Arrays.copyOf(READ_KEYS, 5), disk.fd());
        send(client, Arrays.copyOfRange(READ_KEYS, 5, 16), disk.fd());
        assertClosed(client, "TOO_MANY_DESCRIPTORS");
    }

    @Test
    void aDescriptorWithTheAnswerIsNoneOfTheRequests() throws Exception {
        RawClient client = fixture.connect();
        client.receive(4);
        send(client, new byte[4], disk.fd());
        client.send(READ_KEYS);
        assertClosed(client, "NO_DESCRIPTOR");
    }

    @Test
    void aDescriptorWithTheParameterListIsDropped() throws Exception {
        try (RawClient client = fixture.greeted()) {
            send(client, REGISTER, disk.fd());
            send(client, new byte[24], disk.fd());
            assertThat(client.receive(104)).hasSize(104).startsWith(0, 0, 0, 0, 0, 0, 0, 0);
            assertServed(client);
        }
        fixture.events.await("disconnected 2");
    }

    @Test
    void aDescriptorWithTheParameterListIsNoneOfTheNextRequests() throws Exception {
        RawClient client = fixture.greeted();
        send(client, REGISTER, disk.fd());
        send(client, new byte[24], disk.fd());
        assertThat(client.receive(104)).hasSize(104);
        client.send(READ_KEYS);
        assertClosed(client, "NO_DESCRIPTOR");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 15})
    void aDescriptorWithAnyPieceOfTheCdbWillDo(int first) throws Exception {
        try (RawClient client = fixture.greeted()) {
            for (List<Integer> owner : List.of(List.of(0), List.of(1))) {
                byte[] head = Arrays.copyOf(READ_KEYS, first);
                byte[] tail = Arrays.copyOfRange(READ_KEYS, first, 16);
                send(client, head, owner.getFirst() == 0 ? new int[] {disk.fd()} : new int[0]);
                send(client, tail, owner.getFirst() == 1 ? new int[] {disk.fd()} : new int[0]);
                assertThat(client.receive(112)).hasSize(112);
            }
        }
        fixture.events.await("disconnected 2");
    }

    @Test
    void anUnknownOperationCode() throws Exception {
        for (int opcode : new int[] {0x00, 0x12, 0x5d, 0x60, 0x2a, 0xfe}) {
            try (RawClient client = fixture.greeted()) {
                client.send(cdb(opcode, 0, 0), disk.fd());
                assertThat(client.isClosedNext()).isTrue();
            }
        }
        assertThat(fixture.events.count("violated")).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x5e, 0x5f})
    void aLengthOver8192(int opcode) throws Exception {
        RawClient client = fixture.greeted();
        client.send(cdb(opcode, 0, 8193), disk.fd());
        assertClosed(client, "DATA_TOO_LONG");
    }

    @Test
    void theLongestParameterListIsServed() throws Exception {
        try (RawClient client = fixture.greeted()) {
            client.send(cdb(0x5f, 0, 8192), disk.fd());
            client.send(new byte[8192]);
            assertThat(client.receive(104)).hasSize(104);
        }
        fixture.events.await("disconnected 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anEndInTheAnswer(int bytes) throws Exception {
        RawClient client = fixture.connect();
        client.receive(4);
        client.send(new byte[bytes]);
        client.shutdownOutput();
        assertClosed(client, "ENDED_IN_MESSAGE");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15})
    void anEndInTheCdb(int bytes) throws Exception {
        RawClient client = fixture.greeted();
        client.send(Arrays.copyOf(READ_KEYS, bytes), disk.fd());
        client.shutdownOutput();
        assertClosed(client, "ENDED_IN_MESSAGE");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 23})
    void anEndInTheParameterList(int bytes) throws Exception {
        RawClient client = fixture.greeted();
        client.send(REGISTER, disk.fd());
        if (bytes > 0) {
            client.send(new byte[bytes]);
        }
        client.shutdownOutput();
        assertClosed(client, "ENDED_IN_MESSAGE");
    }

    @Test
    void anEndBetweenRequestsIsNoViolation() throws Exception {
        fixture.connect().close();
        fixture.events.await("disconnected 2");
        RawClient client = fixture.greeted();
        assertServed(client);
        client.close();
        fixture.events.await("disconnected 3");
        // The first left before it answered the greeting.
        assertThat(fixture.events.count("violated")).isLessThanOrEqualTo(1);
    }

    @Test
    void aClientThatLeavesWithoutReadingItsReplies() throws Exception {
        RawClient client = fixture.greeted();
        for (int i = 0; i < 50; i++) {
            client.send(READ_KEYS, disk.fd());
        }
        client.close();
        fixture.events.await("disconnected 2");
    }

    @Test
    void requestsThatAreSentAheadAreAnsweredInOrder() throws Exception {
        try (RawClient client = fixture.greeted()) {
            for (int i = 0; i < 100; i++) {
                client.send(i % 2 == 0 ? READ_KEYS : cdb(0x5f, 0, 0), disk.fd());
            }
            for (int i = 0; i < 100; i++) {
                assertThat(client.receive(i % 2 == 0 ? 112 : 104)[7]).isEqualTo((byte) (i % 2 == 0 ? 8 : 0));
            }
        }
        fixture.events.await("disconnected 2");
    }

    @Test
    void descriptorsThatWereNeverReceivedAreClosedWithTheConnection() throws Exception {
        RawClient client = fixture.greeted();
        client.send(cdb(0x60, 0, 0), disk.fd());
        for (int i = 0; i < 20; i++) {
            try {
                client.send(READ_KEYS, disk.fd());
            } catch (IOException closed) {
                break;
            }
        }
        assertClosed(client, "UNKNOWN_OPERATION_CODE");
    }
}
