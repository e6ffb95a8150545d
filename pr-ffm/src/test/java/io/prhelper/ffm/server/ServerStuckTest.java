// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.server.ServerFixture.cdb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.ffm.FileIdentity;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.InterceptedKernel;
import io.prhelper.guard.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** System calls on clients' descriptors that do not return: each costs its own client, also when the server stops. */
@Timeout(60)
final class ServerStuckTest {
    private static final int MANY = 40;

    private final OpenDescriptors descriptors = new OpenDescriptors();
    private final InterceptedKernel kernel = new InterceptedKernel();
    private final CountDownLatch released = new CountDownLatch(1);
    private SeamDisk world;
    private OwnedFd disk;
    private OwnedFd bad;
    private FileIdentity badFile;

    @BeforeEach
    void disks() throws IOException {
        world = new SeamDisk(kernel);
        disk = world.disk(8, 0, header -> header.good(ServerFixture.NO_KEYS));
        bad = world.disk(8, 16, header -> {
            released.await();
            return header.status(0);
        });
        badFile = FileIdentity.of(bad.fd());
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        released.countDown();
        disk.close();
        bad.close();
        world.close();
        descriptors.assertAsBefore();
    }

    private ServerFixture server() throws IOException {
        return new ServerFixture(builder -> world.apply(builder).limits(Limits.DEFAULTS.withMaxInFlight(MANY)));
    }

    /** Calls of that function for the bad disk, by whatever number it has in the server, take until they are released. */
    private void stick(String function) {
        kernel.answer(function, call -> {
            if (isBad(call.fd())) {
                released.await();
            }
            return call.really();
        });
    }

    private boolean isBad(int fd) {
        try {
            // The server closes sockets as well, and opens sysfs by a descriptor of its own.
            return fd > 2 && FileIdentity.of(fd).equals(badFile);
        } catch (IOException notOpen) {
            return false;
        }
    }

    private List<RawClient> hold(ServerFixture fixture, String function) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            RawClient client = fixture.greeted();
            clients.add(client);
            client.send(function.equals("close") ? cdb(0xff, 0, 0) : READ_KEYS, bad.fd());
        }
        Await.until("all are stuck", () -> kernel.running(function) >= MANY);
        return clients;
    }

    private void assertServed(ServerFixture fixture) throws IOException {
        try (RawClient client = fixture.greeted()) {
            for (int i = 0; i < 200; i++) {
                client.send(READ_KEYS, disk.fd());
                assertThat(client.receive(112)).hasSize(112);
            }
        }
    }

    /** As at a limit of tasks: those that are there all hang, and nobody is served until one goes on. */
    @Test
    void noMoreThreadsServeThanAreAllowed() throws Exception {
        int most = 3;
        try (ServerFixture fixture =
                new ServerFixture(builder -> world.apply(builder).threads(most))) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < most; i++) {
                RawClient client = fixture.greeted();
                clients.add(client);
                client.send(READ_KEYS, bad.fd());
            }
            Await.until("all are stuck", () -> kernel.running("ioctl") >= most);
            try (RawClient last = fixture.connect()) {
                // The keeper looks every millisecond; each of these waits for a look.
                for (int i = 0; i < 20; i++) {
                    fixture.server.isHealthy();
                    TimeUnit.MILLISECONDS.sleep(5);
                }
                assertThat(workers()).isEqualTo(most);
                released.countDown();
                assertThat(last.receive(4)).hasSize(4);
            }
            for (RawClient client : clients) {
                assertThat(client.receive(104)).hasSize(104);
                client.close();
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HelperServer.on(0).threads(1))
                .withMessageContaining("not 1");
    }

    private static long workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pr-worker"))
                .count();
    }

    private void assertOthersAreServed(String function) throws Exception {
        try (ServerFixture fixture = server()) {
            List<RawClient> clients = hold(fixture, function);
            assertServed(fixture);
            released.countDown();
            for (RawClient client : clients) {
                assertThat(client.receive(104)).hasSize(104);
                client.close();
            }
        }
    }

    @Test
    void closesThatAreStuckKeepNobodyElseWaiting() throws Exception {
        stick("close");
        assertOthersAreServed("close");
    }

    @Test
    void ioctlsThatAreStuckKeepNobodyElseWaiting() throws Exception {
        assertOthersAreServed("ioctl");
    }

    @Test
    void flagsThatAreStuckKeepNobodyElseWaiting() throws Exception {
        stick("fcntl");
        try (ServerFixture fixture = server()) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                clients.add(fixture.greeted());
                clients.getLast().send(cdb(0x5f, 0, 0), bad.fd());
            }
            Await.until("all are stuck", () -> kernel.running("fcntl") >= MANY);
            assertServed(fixture);
            released.countDown();
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void closesThatAreStuckAreCountedWhenTheServerStopsAndEndTheirThreadsLater() throws Exception {
        stick("close");
        try (ServerFixture fixture = server();
                RawClient idle = fixture.greeted()) {
            List<RawClient> clients = hold(fixture, "close");
            long began = System.nanoTime();
            assertThat(fixture.server.stop(Duration.ofMillis(300))).isEqualTo(MANY);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            assertThat(idle.isClosedNext()).isTrue();
            released.countDown();
            for (RawClient client : clients) {
                // The reply was sent before the close.
                assertThat(client.receive(105)).hasSize(104);
                client.close();
            }
            ServerFixture.awaitNoThread();
        }
    }
}
