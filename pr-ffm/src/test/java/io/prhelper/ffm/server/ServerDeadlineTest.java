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
import io.prhelper.ffm.libc.InterceptedKernel;
import io.prhelper.guard.Await;
import io.prhelper.guard.Beside;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that are begun must be finished in time; between messages a client has all the time in the world. */
@Timeout(60)
final class ServerDeadlineTest {
    private static final Duration SHORT = Duration.ofMillis(150);

    /** Bytes of a parameter list that takes eight seconds, where one comes each millisecond. */
    private static final int LONG_LIST = 8192;

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

    /** In a hurry with everything: for clients that are late, or that show that they were in time. */
    private static ServerFixture hurried(DevicePort port) throws IOException {
        return server(
                port, Limits.DEFAULTS.withHandshake(SHORT).withRequest(SHORT).withReply(SHORT));
    }

    /** In a hurry once the hands are shaken: a client may wait for a processor before that. */
    private static ServerFixture server(DevicePort port) throws IOException {
        return server(port, Limits.DEFAULTS.withRequest(SHORT).withReply(SHORT));
    }

    private static ServerFixture server(DevicePort port, Limits limits) throws IOException {
        return new ServerFixture(builder -> builder.device(port).limits(limits));
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
        try (ServerFixture fixture = hurried(ServerFixture.KEYS);
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
                client.send(Arrays.copyOf(REGISTER, REGISTER.length + bytes), disk.fd());
                assertTimedOut(fixture, client);
            }
        }
    }

    @Test
    void aParameterListThatComesByteByByteIsDroppedAllTheSame() throws Exception {
        try (ServerFixture fixture = server(ServerFixture.KEYS);
                RawClient client = fixture.greeted()) {
            client.send(cdb(0x5f, 0, LONG_LIST), disk.fd());
            try (Beside<Integer> trickle = Beside.call(() -> trickle(client, LONG_LIST))) {
                fixture.events.await("timedOut 1");
                assertThat(trickle.result()).isLessThan(LONG_LIST);
            }
        }
    }

    /** Sends so many bytes, each sooner than a server runs out of patience for the next; how many were taken. */
    private static int trickle(RawClient client, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            try {
                client.send(new byte[1]);
            } catch (IOException closed) {
                assertThat(closed).hasMessageContaining("closed the connection");
                return i;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return count;
    }

    @Test
    void aReplyThatIsNotTakenIsDropped() throws Exception {
        DevicePort much = (fd, exchange) -> exchange.good(ServerFixture.MANY_KEYS);
        try (ServerFixture fixture = server(much);
                RawClient client = fixture.greeted()) {
            try {
                for (int i = 0; i < 100; i++) {
                    client.send(cdb(0x5e, 0, 8192), disk.fd());
                }
            } catch (IOException closed) {
                assertThat(closed).hasMessageContaining("closed the connection");
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
        try (ServerFixture fixture = hurried(ServerFixture.KEYS);
                RawClient client = inTime(fixture)) {
            for (int i = 0; i < 2; i++) {
                take(SHORT.multipliedBy(4));
                client.send(READ_KEYS, disk.fd());
                assertThat(client.receive(112)).hasSize(112);
            }
            assertThat(fixture.server.connections()).isEqualTo(1);
        }
    }

    /** A client that was fast enough with its handshake, as an answer shows; this thread may have to wait for a processor. */
    private RawClient inTime(ServerFixture fixture) throws IOException {
        while (true) {
            RawClient client = fixture.connect();
            try {
                client.receive(4);
                client.send(new byte[4]);
                client.send(READ_KEYS, disk.fd());
                if (client.receive(112).length == 112) {
                    return client;
                }
            } catch (IOException late) {
                assertThat(late).hasMessageContaining("closed the connection");
            }
            client.close();
        }
    }

    /** What a client says to a server until there is something to answer. */
    @FunctionalInterface
    private interface Request {
        void sayTo(RawClient client) throws IOException;
    }

    /** A request that a device takes longer for than a client may is answered, once a client was in time with it. */
    private void assertTimeOfDeviceIsNotCounted(Limits limits, Request request) throws IOException {
        AtomicBoolean begun = new AtomicBoolean();
        DevicePort slow = (fd, exchange) -> {
            begun.set(true);
            take(SHORT.multipliedBy(6));
            exchange.good(0);
        };
        try (ServerFixture fixture = server(slow, limits)) {
            int answer = 0;
            while (!begun.get()) {
                try (RawClient client = fixture.connect()) {
                    client.receive(4);
                    client.send(new byte[4]);
                    request.sayTo(client);
                    answer = client.receive(104).length;
                } catch (IOException late) {
                    assertThat(late).hasMessageContaining("closed the connection");
                }
            }
            assertThat(answer).isEqualTo(104);
        }
    }

    @Test
    void theTimeOfTheDeviceIsNotTheClients() throws Exception {
        assertTimeOfDeviceIsNotCounted(Limits.DEFAULTS.withRequest(SHORT), client -> {
            // The pause makes the server give the connection back with a deadline for the rest.
            client.send(REGISTER, disk.fd());
            take(Duration.ofMillis(30));
            client.send(new byte[24]);
        });
    }

    @Test
    void theTimeOfTheHandshakeDoesNotRunOnIntoTheFirstRequest() throws Exception {
        assertTimeOfDeviceIsNotCounted(
                Limits.DEFAULTS.withHandshake(SHORT), client -> client.send(cdb(0x5f, 0, 0), disk.fd()));
    }

    /** A server whose workers can be stopped, while its clock goes on: after SIGSTOP and SIGCONT all are late, and the clock may be first. */
    private static ServerFixture stoppable(AtomicBoolean stop, Limits limits) throws IOException {
        InterceptedKernel kernel = new InterceptedKernel().answer("epoll_wait", call -> {
            int result = call.really();
            while (stop.get()) {
                LockSupport.parkNanos(1_000_000);
            }
            return result;
        });
        return new ServerFixture(
                builder -> builder.device(ServerFixture.KEYS).limits(limits).kernel(kernel.kernel()));
    }

    /** What the client sends while the workers are stopped, before it is overdue, counts however late they come. */
    private void assertCounts(Limits limits, Request begin, Request rest, Request last) throws IOException {
        AtomicBoolean stop = new AtomicBoolean();
        try (ServerFixture fixture = stoppable(stop, limits)) {
            int answer = 0;
            boolean inTime = false;
            while (!inTime) {
                try (RawClient client = fixture.connect()) {
                    client.receive(4);
                    begin.sayTo(client);
                    stop.set(true);
                    rest.sayTo(client);
                    // Had it been overdue before, it would have been told.
                    inTime = true;
                    take(SHORT.multipliedBy(4));
                    stop.set(false);
                    last.sayTo(client);
                    answer = client.receive(112).length;
                } catch (IOException late) {
                    assertThat(late).hasMessageContaining("closed the connection");
                } finally {
                    stop.set(false);
                }
            }
            assertThat(answer).isEqualTo(112);
        }
    }

    @Test
    void aHandshakeThatCameInTimeCountsAlsoIfNobodyLookedAtItInTime() throws Exception {
        assertCounts(
                Limits.DEFAULTS.withHandshake(SHORT),
                client -> {},
                client -> client.send(new byte[4]),
                client -> client.send(READ_KEYS, disk.fd()));
    }

    @Test
    void aRequestThatCameInTimeCountsAlsoIfNobodyLookedAtItInTime() throws Exception {
        assertCounts(
                Limits.DEFAULTS.withRequest(SHORT),
                client -> {
                    client.send(new byte[4]);
                    client.send(Arrays.copyOf(READ_KEYS, 15), disk.fd());
                    Await.until("the server has begun to wait for the rest", client::allRead);
                },
                client -> client.send(new byte[1]),
                client -> {});
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
