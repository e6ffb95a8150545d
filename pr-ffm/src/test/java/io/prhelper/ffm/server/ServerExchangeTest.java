// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.server.ServerFixture.REGISTER;
import static io.prhelper.ffm.server.ServerFixture.cdb;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a device gets, byte by byte, and what its client gets of its answer. */
final class ServerExchangeTest extends DeviceTest {
    @Test
    void theDeviceGetsTheReceivedCdbAndRoomForTheMost() throws Exception {
        byte[] cdb = cdb(0x5e, 0x40, 40);
        cdb[9] = 0x04;
        cdb[15] = 0x77;
        try (OwnedFd disk = world.disk(8, 0, header -> {
                    assertThat(header.cdb().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(cdb);
                    assertThat(header.dataLength()).isEqualTo(8192);
                    assertThat(header.timeout()).isEqualTo(30_000);
                    return header.good(ServerFixture.MANY_KEYS);
                });
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            client.send(cdb, disk.fd());
            byte[] head = client.receive(104);
            assertThat(head[7]).isEqualTo((byte) 40);
            assertThat(client.receive(40)).isEqualTo(Arrays.copyOf(ServerFixture.MANY_KEYS, 40));
        }
    }

    @Test
    void anIoctlThatSucceedsWithoutAnAnswerIsNotGood() throws Exception {
        try (OwnedFd disk = world.disk(8, 0, GOOD);
                OwnedFd strange = world.disk(8, 16, header -> 0);
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            for (int i = 0; i < 4; i++) {
                assertGood(ask(client, REGISTER, disk));
                assertSense(ask(client, REGISTER, strange), Sense.COMMUNICATION_FAILURE);
            }
        }
    }

    @Test
    void theDeviceGetsTheParameterListThatCame() throws Exception {
        byte[] list = new byte[24];
        for (int i = 0; i < list.length; i++) {
            list[i] = (byte) (i + 1);
        }
        try (OwnedFd disk = world.disk(8, 0, header -> {
                    assertThat(header.direction()).isEqualTo(-2);
                    assertThat(header.data().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(list);
                    return header.status(0);
                });
                ServerFixture fixture = server(builder -> builder.deviceTimeout(Duration.ofMillis(1500)));
                RawClient client = fixture.greeted()) {
            client.send(REGISTER, disk.fd());
            client.send(list);
            assertGood(client.receive(104));
        }
    }

    @ParameterizedTest
    @CsvSource({"24", "18", "96"})
    void noByteOfAnotherClientsReplyIsInTheSenseOfADevice(int length) throws Exception {
        byte[] sense = new byte[length];
        sense[0] = 0x70;
        sense[2] = 5;
        try (OwnedFd disk = world.disk(8, 0, header -> header.status(2, sense));
                OwnedFd chatty = world.disk(8, 16, header -> header.good(ServerFixture.MANY_KEYS));
                ServerFixture fixture = server();
                RawClient slow = fixture.greeted();
                RawClient victim = fixture.greeted()) {
            for (int round = 0; round < 6; round++) {
                // All but the head of a reply full of data waits for its client, and is sent from where sense belongs.
                kernel.strike("send", 1, call -> call.reallyWith(2, 60));
                slow.send(cdb(0x5e, 0, 8192), chatty.fd());
                assertThat(slow.receive(104 + 8192)).endsWith(Arrays.copyOfRange(ServerFixture.MANY_KEYS, 8000, 8192));
                kernel.disarm();
                byte[] head = ask(victim, READ_KEYS, disk);
                assertThat(Arrays.copyOfRange(head, 8, 104)).isEqualTo(Arrays.copyOf(sense, 96));
            }
        }
    }

    @Test
    void noByteOfAnEarlierAnswerIsInTheDataOfADeviceThatSaysItTransferredAll() throws Exception {
        try (OwnedFd chatty = world.disk(8, 16, header -> header.good(ServerFixture.MANY_KEYS));
                OwnedFd vague = world.disk(8, 0, header -> {
                    MemorySegment data = header.data();
                    data.set(ValueLayout.JAVA_BYTE, 7, (byte) 0xff);
                    header.status(0);
                    return header.transferred(header.dataLength());
                });
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            for (int round = 0; round < 4; round++) {
                assertGood(ask(client, cdb(0x5e, 0, 8192), chatty));
                client.send(cdb(0x5e, 0, 8192), vague.fd());
                byte[] head = client.receive(104);
                assertThat(head[7]).isEqualTo((byte) 7);
                assertThat(head[6]).isEqualTo((byte) 1);
                byte[] data = client.receive(263);
                data[7] = 0;
                assertThat(data).containsOnly(0);
            }
        }
    }
}
