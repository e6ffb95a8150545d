// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.server.ServerFixture.REGISTER;
import static io.prhelper.ffm.server.ServerFixture.cdb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.InterceptedKernel;
import io.prhelper.guard.Beside;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that stops: what is in flight ends, what is idle is dropped, what is stuck is counted and waited for no longer. */
@Timeout(60)
final class ServerStopTest {
    private static final int EPOLLOUT = 0x4;

    private final OpenDescriptors descriptors = new OpenDescriptors();
    private final Semaphore entered = new Semaphore(0);
    private final CountDownLatch released = new CountDownLatch(1);
    private OwnedFd disk;

    @BeforeEach
    void aDisk() throws IOException {
        disk = OwnedFd.inMemory("disk");
    }

    @AfterEach
    void nothingIsLeft() {
        released.countDown();
        disk.close();
        descriptors.assertAsBefore();
    }

    /** Takes its time until it is released. */
    private void hang(int fd, io.prhelper.core.scsi.ScsiExchange exchange) {
        entered.release();
        try {
            released.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        exchange.good(0);
    }

    @Test
    void idleClientsAreDroppedAtOnce() throws Exception {
        try (ServerFixture fixture = ServerFixture.answering()) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                clients.add(fixture.greeted());
            }
            clients.getFirst().send(READ_KEYS, disk.fd());
            assertThat(clients.getFirst().receive(112)).hasSize(112);
            long began = System.nanoTime();
            assertThat(fixture.server.stop(Duration.ofSeconds(30))).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            for (RawClient client : clients) {
                assertThat(client.isClosedNext()).isTrue();
                client.close();
            }
            assertThat(fixture.server.connections()).isZero();
            assertThat(fixture.events.count("disconnected")).isEqualTo(50);
            ServerFixture.awaitNoThread();
        }
    }

    @Test
    void aCommandInFlightEndsAndIsAnswered() throws Exception {
        try (ServerFixture fixture = new ServerFixture(builder -> builder.device(this::hang));
                RawClient client = fixture.greeted()) {
            client.send(cdb(0x5f, 0, 0), disk.fd());
            entered.acquire();
            try (Beside<Integer> stopped = Beside.call(() -> fixture.server.stop(Duration.ofSeconds(30)))) {
                awaitRefusal(fixture);
                released.countDown();
                assertThat(client.receive(104)).hasSize(104).startsWith(0, 0, 0, 0);
                assertThat(client.isClosedNext()).isTrue();
                assertThat(stopped.result()).isZero();
            }
            ServerFixture.awaitNoThread();
        }
    }

    /** The server stops once it greets nobody any more; those who connect before are greeted or dropped. */
    private static void awaitRefusal(ServerFixture fixture) throws IOException {
        while (true) {
            try (RawClient client = RawClient.connect(fixture.path, Duration.ofMillis(100))) {
                if (client.receive(4).length < 4) {
                    return;
                }
            } catch (java.net.SocketTimeoutException notAccepted) {
                return;
            }
        }
    }

    @Test
    void aStuckCommandIsCountedAndEverybodyElseDropped() throws Exception {
        try (ServerFixture fixture = new ServerFixture(builder -> builder.device(this::hang));
                RawClient stuck = fixture.greeted();
                RawClient idle = fixture.greeted()) {
            stuck.send(cdb(0x5f, 0, 0), disk.fd());
            entered.acquire();
            long began = System.nanoTime();
            assertThat(fixture.server.stop(Duration.ofMillis(300))).isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
            assertThat(idle.isClosedNext()).isTrue();
            released.countDown();
            assertThat(stuck.receive(104)).hasSize(104);
            assertThat(stuck.isClosedNext()).isTrue();
            ServerFixture.awaitNoThread();
        }
    }

    @Test
    void manyStuckCommandsDoNotDelayTheEndOfOthers() throws Exception {
        Limits roomy = Limits.DEFAULTS.withMaxInFlight(30);
        try (ServerFixture fixture =
                new ServerFixture(builder -> builder.device(this::hang).limits(roomy))) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                RawClient client = fixture.greeted();
                clients.add(client);
                if (i % 2 == 0) {
                    client.send(cdb(0x5f, 0, 0), disk.fd());
                }
            }
            entered.acquire(30);
            long began = System.nanoTime();
            assertThat(fixture.server.stop(Duration.ofMillis(500))).isEqualTo(30);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            for (int i = 1; i < 60; i += 2) {
                assertThat(clients.get(i).isClosedNext()).isTrue();
            }
            released.countDown();
            for (RawClient client : clients) {
                client.close();
            }
            ServerFixture.awaitNoThread();
        }
    }

    @Test
    void clientsInTheMiddleOfAMessageAreDropped() throws Exception {
        try (ServerFixture fixture = ServerFixture.answering();
                RawClient silent = fixture.connect();
                RawClient cdb = fixture.greeted();
                RawClient list = fixture.greeted()) {
            cdb.send(Arrays.copyOf(READ_KEYS, 9), disk.fd());
            list.send(REGISTER, disk.fd());
            list.send(new byte[5]);
            fixture.events.await("connected 3");
            assertThat(fixture.server.stop(Duration.ofSeconds(30))).isZero();
            assertThat(silent.receive(5)).hasSizeLessThanOrEqualTo(4);
            assertThat(cdb.isClosedNext()).isTrue();
            ServerFixture.awaitNoThread();
        }
    }

    @Test
    void aClientThatDoesNotTakeItsReplyIsDropped() throws Exception {
        DevicePort much = (fd, exchange) -> exchange.good(ServerFixture.MANY_KEYS);
        InterceptedKernel kernel = new InterceptedKernel();
        CountDownLatch waiting = new CountDownLatch(1);
        kernel.answer("epoll_ctl", call -> {
            int result = call.really();
            int events = FaultyServer.memory(call.arguments().get(3), 12).get(ValueLayout.JAVA_INT, 0);
            if ((events & EPOLLOUT) != 0) {
                waiting.countDown();
            }
            return result;
        });
        try (ServerFixture fixture =
                        new ServerFixture(builder -> builder.device(much).kernel(kernel.kernel()));
                RawClient client = fixture.greeted()) {
            for (int i = 0; i < 100; i++) {
                client.send(cdb(0x5e, 0, 8192), disk.fd());
            }
            waiting.await();
            assertThat(fixture.server.stop(Duration.ofSeconds(8))).isZero();
            ServerFixture.awaitNoThread();
        }
    }

    @Test
    void noClientIsAcceptedAfterwards() throws Exception {
        try (ServerFixture fixture = ServerFixture.answering()) {
            fixture.server.close();
            try (RawClient client = RawClient.connect(fixture.path, Duration.ofMillis(200))) {
                assertThatIOException().isThrownBy(() -> client.receive(4)).withMessageContaining("in time");
            }
        }
    }

    @Test
    void aSecondStopDoesNothing() throws Exception {
        try (ServerFixture fixture = ServerFixture.answering()) {
            assertThat(fixture.server.stop(Duration.ZERO)).isZero();
            assertThat(fixture.server.stop(Duration.ZERO)).isZero();
        }
    }

    @Test
    void serversCanBeStartedAndStoppedOverAndOverOnTheSameSocket() throws Exception {
        try (ServerFixture fixture = ServerFixture.answering()) {
            fixture.server.close();
            for (int i = 0; i < 30; i++) {
                try (HelperServer again = HelperServer.on(fixture.listener.fd())
                                .device(ServerFixture.KEYS)
                                .start();
                        RawClient client = fixture.greeted()) {
                    client.send(READ_KEYS, disk.fd());
                    assertThat(client.receive(112)).hasSize(112);
                    assertThat(again.connections()).isEqualTo(1);
                }
            }
            ServerFixture.awaitNoThread();
        }
    }

    @Test
    void clientsThatComeAndGoWhileItStopsLoseNothing() throws Exception {
        for (int round = 0; round < 10; round++) {
            try (ServerFixture fixture = ServerFixture.answering();
                    Beside<Integer> crowd = Beside.repeat(() -> comeAndGo(fixture))) {
                fixture.events.await("answered");
                assertThat(fixture.server.stop(Duration.ofSeconds(30))).isZero();
                assertThat(fixture.server.connections()).isZero();
                assertThat(crowd.end()).isPositive();
                assertThat(fixture.server.connections()).isZero();
                assertThat(fixture.events.count("disconnected")).isEqualTo(fixture.events.count("connected"));
            }
        }
    }

    private void comeAndGo(ServerFixture fixture) {
        try (RawClient client = RawClient.connect(fixture.path, Duration.ofMillis(50))) {
            client.receive(4);
            client.send(new byte[4]);
            client.send(READ_KEYS, disk.fd());
        } catch (IOException tooLate) {
            // The server is stopping, or this machine is slow: the next one will show.
        }
    }
}
