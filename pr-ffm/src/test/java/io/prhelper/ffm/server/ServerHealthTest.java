// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.InterceptedKernel;
import io.prhelper.guard.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a watchdog is told. */
@Timeout(60)
final class ServerHealthTest {
    @Test
    void aServerThatHasNothingToDoIsHealthy() throws Exception {
        try (ServerFixture fixture = ServerFixture.answering()) {
            awaitHealth(fixture);
            awaitHealth(fixture);
        }
    }

    @Test
    void aServerWhoseClientsAreAllStuckIsHealthy() throws Exception {
        Semaphore entered = new Semaphore(0);
        CountDownLatch released = new CountDownLatch(1);
        DevicePort stuck = (fd, exchange) -> {
            entered.release();
            try {
                released.await();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
            exchange.good(0);
        };
        try (ServerFixture fixture = new ServerFixture(
                        builder -> builder.device(stuck).limits(Limits.DEFAULTS.withMaxInFlight(40)));
                OwnedFd disk = OwnedFd.inMemory("disk")) {
            RawClient[] clients = new RawClient[40];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = fixture.greeted();
                clients[i].send(ServerFixture.cdb(0x5f, 0, 0), disk.fd());
            }
            entered.acquire(clients.length);
            awaitHealth(fixture);
            awaitHealth(fixture);
            released.countDown();
            for (RawClient client : clients) {
                assertThat(client.receive(104)).hasSize(104);
                client.close();
            }
        }
    }

    @Test
    void aServerWhoseKeeperIsStuckIsNot() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        Semaphore entered = new Semaphore(0);
        InterceptedKernel kernel = new InterceptedKernel();
        kernel.answer("shutdown", call -> {
            entered.release();
            released.await();
            return call.really();
        });
        Limits quick = Limits.DEFAULTS.withHandshake(Duration.ofMillis(20));
        try (ServerFixture fixture = new ServerFixture(builder ->
                        builder.device(ServerFixture.KEYS).limits(quick).kernel(kernel.kernel()));
                RawClient silent = fixture.connect()) {
            entered.acquire();
            fixture.server.isHealthy();
            for (int i = 0; i < 5; i++) {
                TimeUnit.MILLISECONDS.sleep(20);
                assertThat(fixture.server.isHealthy()).isFalse();
            }
            released.countDown();
            assertThat(silent.receive(4)).hasSize(4);
            awaitHealth(fixture);
        }
    }

    /** Here the one who holds the listener does not come back from a call; what holds it is all the same. */
    @Test
    void aServerThatLetsNobodyInForTenSecondsIsNotWhileSomebodyWaits() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        InterceptedKernel kernel = new InterceptedKernel();
        kernel.answer("setsockopt", call -> {
            released.await();
            return call.really();
        });
        try (ServerFixture fixture =
                new ServerFixture(builder -> builder.device(ServerFixture.KEYS).kernel(kernel.kernel()))) {
            RawClient first = fixture.connect();
            Await.until("it is held", () -> kernel.running("setsockopt") > 0);
            long began = System.nanoTime();
            Await.until("ten seconds are over", () -> System.nanoTime() - began > TimeUnit.SECONDS.toNanos(11));
            // Nobody is outside.
            awaitHealth(fixture);
            RawClient second = fixture.connect();
            for (int i = 0; i < 5; i++) {
                TimeUnit.MILLISECONDS.sleep(10);
                assertThat(fixture.server.isHealthy()).isFalse();
            }
            released.countDown();
            assertThat(second.receive(4)).hasSize(4);
            awaitHealth(fixture);
            first.close();
            second.close();
        }
    }

    /** One after the other: the listener is armed again, and the others' time is over, whatever is thrown. */
    @Test
    void theKeeperOutlivesWhatEachOfItsStepsThrows() throws Exception {
        AtomicInteger bad = new AtomicInteger(-1);
        InterceptedKernel kernel = new InterceptedKernel();
        kernel.answer("shutdown", call -> {
            bad.compareAndSet(-1, call.fd());
            if (call.fd() == bad.get()) {
                throw new OutOfMemoryError("made up");
            }
            return call.really();
        });
        Limits quick = Limits.DEFAULTS.withHandshake(Duration.ofMillis(100));
        try (ServerFixture fixture = new ServerFixture(
                builder -> builder.device(ServerFixture.KEYS).limits(quick).kernel(kernel.kernel()))) {
            RawClient first = fixture.connect();
            RawClient second = fixture.connect();
            fixture.events.awaitCount("disconnected", 1);
            int before = kernel.count("epoll_ctl");
            kernel.answer("epoll_ctl", call -> {
                throw new StackOverflowError();
            });
            RawClient third = fixture.connect();
            Await.until("the keeper has tried to arm the listener", () -> kernel.count("epoll_ctl") - before > 3);
            kernel.leaveAlone("epoll_ctl");
            kernel.leaveAlone("shutdown");
            fixture.events.await("timedOut");
            fixture.events.awaitCount("disconnected", 3);
            try (RawClient late = fixture.connect()) {
                assertThat(late.receive(4)).hasSize(4);
            }
            assertThat(ServerFixture.threads("pr-keeper")).isEqualTo(1);
            for (RawClient client : List.of(first, second, third)) {
                client.close();
            }
        }
    }

    /** The thread that has to move may wait for a processor. */
    private static void awaitHealth(ServerFixture fixture) throws InterruptedException {
        do {
            TimeUnit.MILLISECONDS.sleep(10);
        } while (!fixture.server.isHealthy());
    }
}
