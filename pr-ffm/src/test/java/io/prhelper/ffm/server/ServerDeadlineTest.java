// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.server.ServerFixture.REGISTER;
import static io.prhelper.ffm.server.ServerFixture.cdb;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that are begun must be finished in time; between messages a client has all the time in the world. */
@Timeout(60)
final class ServerDeadlineTest {
    private static final Duration SHORT = Duration.ofMillis(150);

    private final OpenDescriptors descriptors = new OpenDescriptors();
    private OwnedFd disk;

    @BeforeEach
    void aDisk() throws IOException {
        disk = OwnedFd.inMemory("disk");
    }

    @AfterEach
    void noDescriptorIsLeft() {
        disk.close();
        descriptors.assertAsBefore();
    }

    private ServerFixture server(DevicePort port) throws IOException {
        return new ServerFixture(builder -> builder.device(port)
                .limits(Limits.DEFAULTS.withHandshake(SHORT).withRequest(SHORT).withReply(SHORT)));
    }

    /** The server closes the connection because of the time, and not before it. */
    private static void assertTimedOut(ServerFixture fixture, RawClient client) throws Exception {
        long began = System.nanoTime();
        assertThat(client.isClosedNext()).isTrue();
        fixture.events.await("timedOut 1");
        fixture.events.await("disconnected 1");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(fixture.events.count("violated")).isZero();
        client.close();
    }

    @Test
    void aClientThatSaysNothingAtAllIsDroppedAlsoWhenItIsTheOnlyOne() throws Exception {
        try (ServerFixture fixture = server(ServerFixture.KEYS);
                RawClient client = fixture.connect()) {
            assertThat(client.receive(4)).hasSize(4);
            assertTimedOut(fixture, client);
        }
    }

    @Test
    void aCdbThatIsNotFinishedIsDropped() throws Exception {
        for (int bytes : new int[] {1, 15}) {
            try (ServerFixture fixture = server(ServerFixture.KEYS);
                    RawClient client = fixture.greeted()) {
                client.send(Arrays.copyOf(READ_KEYS, bytes), disk.fd());
                assertTimedOut(fixture, client);
            }
        }
    }

    @Test
    void aParameterListThatDoesNotComeIsDropped() throws Exception {
        for (int bytes : new int[] {0, 23}) {
            try (ServerFixture fixture = server(ServerFixture.KEYS);
                    RawClient client = fixture.greeted()) {
                client.send(REGISTER, disk.fd());
                if (bytes > 0) {
                    client.send(new byte[bytes]);
                }
                assertTimedOut(fixture, client);
            }
        }
    }

    @Test
    void aParameterListThatComesByteByByteIsDroppedAllTheSame() throws Exception {
        try (ServerFixture fixture = server(ServerFixture.KEYS);
                RawClient client = fixture.greeted()) {
            client.send(cdb(0x5f, 0, 8192), disk.fd());
            long began = System.nanoTime();
            Thread trickle = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < 8191; i++) {
                        client.send(new byte[1]);
                        // Faster than the server's patience for the next byte.
                        LockSupport.parkNanos(500_000);
                    }
                } catch (IOException closed) {
                    assertThat(closed).hasMessageContaining("closed the connection");
                }
            });
            fixture.events.await("timedOut 1");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SHORT.multipliedBy(10));
            trickle.join();
        }
    }

    @Test
    void aReplyThatIsNotTakenIsDropped() throws Exception {
        DevicePort much = (fd, exchange) -> exchange.good(ServerFixture.MANY_KEYS);
        try (ServerFixture fixture = server(much);
                RawClient client = fixture.greeted()) {
            for (int i = 0; i < 100; i++) {
                client.send(cdb(0x5e, 0, 8192), disk.fd());
            }
            fixture.events.await("timedOut 1");
            fixture.events.await("disconnected 1");
        }
    }

    @Test
    void aReplyThatIsTakenLateButInTimeIsWhole() throws Exception {
        DevicePort much = (fd, exchange) -> exchange.good(ServerFixture.MANY_KEYS);
        try (ServerFixture fixture = new ServerFixture(builder -> builder.device(much));
                RawClient client = fixture.greeted()) {
            for (int i = 0; i < 100; i++) {
                client.send(cdb(0x5e, 0, 8192), disk.fd());
            }
            for (int i = 0; i < 100; i++) {
                byte[] reply = client.receive(104 + 8192);
                assertThat(Arrays.copyOfRange(reply, 104, 104 + 8192)).isEqualTo(ServerFixture.MANY_KEYS);
            }
            client.send(READ_KEYS, disk.fd());
            assertThat(client.receive(104)).hasSize(104);
        }
    }

    private static void take(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Test
    void aClientMayBeSilentBetweenRequestsForAsLongAsItLikes() throws Exception {
        try (ServerFixture fixture = server(ServerFixture.KEYS);
                RawClient client = fixture.greeted()) {
            for (int i = 0; i < 2; i++) {
                client.send(READ_KEYS, disk.fd());
                assertThat(client.receive(112)).hasSize(112);
                take(SHORT.multipliedBy(4));
            }
            assertThat(fixture.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void theTimeOfTheDeviceIsNotTheClients() throws Exception {
        DevicePort slow = (fd, exchange) -> {
            take(SHORT.multipliedBy(6));
            exchange.good(0);
        };
        try (ServerFixture fixture = server(slow);
                RawClient client = fixture.greeted()) {
            // The pause makes the server give the connection back with a deadline for the rest.
            client.send(REGISTER, disk.fd());
            take(Duration.ofMillis(30));
            client.send(new byte[24]);
            assertThat(client.receive(104)).hasSize(104);
        }
    }

    @Test
    void theTimeOfTheHandshakeDoesNotRunOnIntoTheFirstRequest() throws Exception {
        DevicePort slow = (fd, exchange) -> {
            take(SHORT.multipliedBy(6));
            exchange.good(0);
        };
        try (ServerFixture fixture = server(slow);
                RawClient client = fixture.connect()) {
            assertThat(client.receive(4)).hasSize(4);
            client.send(new byte[4]);
            client.send(cdb(0x5f, 0, 0), disk.fd());
            assertThat(client.receive(104)).hasSize(104);
        }
    }

    @Test
    void aConnectionThatTimesOutGivesBackEverything() throws Exception {
        try (ServerFixture fixture = server(ServerFixture.KEYS)) {
            OpenDescriptors before = new OpenDescriptors();
            RawClient[] clients = new RawClient[20];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = fixture.greeted();
                clients[i].send(Arrays.copyOf(READ_KEYS, 3), disk.fd());
            }
            for (RawClient client : clients) {
                assertThat(client.isClosedNext()).isTrue();
                client.close();
            }
            before.assertAsBefore();
            assertThat(fixture.server.connections()).isZero();
        }
    }
}
