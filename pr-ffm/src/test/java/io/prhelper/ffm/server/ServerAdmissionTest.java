// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.ffm.Limits;
import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.InterceptedKernel;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.struct.IntOption;
import io.prhelper.guard.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and what becomes of those outside when nobody does. */
@Timeout(60)
final class ServerAdmissionTest {
    /** How many closes of sockets of one user's clients that were turned away there are at a time, and how many wait for one to end. */
    private static final int CLOSES = 4;

    private static final int PARKED = 4096;

    private final OpenDescriptors descriptors = new OpenDescriptors();
    private final InterceptedKernel kernel = new InterceptedKernel();
    private OwnedFd disk;

    @BeforeEach
    void aDisk() throws IOException {
        disk = OwnedFd.inMemory("disk");
    }

    @AfterEach
    void nothingIsLeft() {
        disk.close();
        descriptors.assertAsBefore();
    }

    /** As before Linux 6.16, where nothing keeps a client from sending descriptors. */
    private void forgetPassRights() {
        for (String function : List.of("getsockopt", "setsockopt")) {
            kernel.answer(
                    function,
                    call -> call.arguments().get(2) == Flags.SO_PASSRIGHTS ? -Errno.ENOPROTOOPT.code() : call.really());
        }
    }

    private ServerFixture server(UnaryOperator<Limits> limits) throws IOException {
        return new ServerFixture(builder ->
                builder.device(ServerFixture.KEYS).kernel(kernel.kernel()).limits(limits.apply(Limits.DEFAULTS)));
    }

    private void assertServed(RawClient client) throws IOException {
        client.send(READ_KEYS, disk.fd());
        assertThat(client.receive(112)).hasSize(112);
    }

    private void assertFull(ServerFixture fixture, int places, String limit) throws Exception {
        List<RawClient> inside = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            inside.add(fixture.greeted());
        }
        for (int i = 0; i < 3; i++) {
            try (RawClient outside = fixture.connect()) {
                assertThat(outside.isClosedNext()).isTrue();
            }
        }
        assertThat(fixture.events.await("refused")).isEqualTo("refused " + limit);
        for (RawClient client : inside) {
            assertServed(client);
        }
        inside.removeFirst().close();
        fixture.events.await("disconnected 1");
        inside.add(fixture.greeted());
        assertServed(inside.getLast());
        inside.forEach(RawClient::close);
    }

    @Test
    void connectionsInAllAreLimited() throws Exception {
        try (ServerFixture fixture = server(limits -> limits.withMaxConnections(5))) {
            assertFull(fixture, 5, "CONNECTIONS 5");
        }
    }

    @Test
    void connectionsOfOneUserAreLimited() throws Exception {
        try (ServerFixture fixture = server(limits -> limits.withMaxPerUser(4))) {
            assertFull(fixture, 4, "PER_USER 4");
        }
    }

    @Test
    void connectionsOfOneProcessAreLimited() throws Exception {
        try (ServerFixture fixture = server(limits -> limits.withMaxPerPeer(3))) {
            assertFull(fixture, 3, "PER_PEER 3");
        }
    }

    @Test
    void limitsThatMakeNoSenseAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.DEFAULTS.withMaxConnections(0))
                .withMessage("maxConnections must be 1 to 65536, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.DEFAULTS.withMaxPerUser(65_537))
                .withMessage("maxPerUser must be 1 to 65536, not 65537");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.DEFAULTS.withMaxPerPeer(-1))
                .withMessage("maxPerPeer must be 1 to 65536, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.DEFAULTS.withMaxInFlight(0))
                .withMessage("maxInFlight must be 1 to 65536, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.DEFAULTS.withHandshake(Duration.ZERO))
                .withMessage("handshake must be 1 ms to 24 h, not PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.DEFAULTS.withRequest(Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessageStartingWith("request must be 1 ms to 24 h, not PT");
    }

    /** It is tried once for each tick of the keeper's clock, however much is going on inside; afterwards everybody gets in. */
    @ParameterizedTest
    @ValueSource(ints = {24, 23, 105, 12, 22, 1, 71})
    void anAcceptThatKeepsFailingIsNotTriedOverAndOver(int errno) throws Exception {
        // The keeper's tick is a quarter of the shortest limit.
        long tickNanos = TimeUnit.MILLISECONDS.toNanos(25);
        try (ServerFixture fixture = server(limits -> limits.withReply(Duration.ofMillis(100)));
                RawClient inside = fixture.greeted()) {
            // Else the acceptor, which looks for one more after each, may take the next client past the answer that it
            // has not seen.
            Await.until("nobody accepts", () -> kernel.count("accept4") >= 2 && kernel.running("accept4") == 0);
            kernel.answer("accept4", call -> -errno);
            int before = kernel.count("accept4");
            long began = System.nanoTime();
            try (RawClient outside = fixture.connect()) {
                Await.until("it was tried some times", () -> {
                    assertServed(inside);
                    return kernel.count("accept4") - before >= 6;
                });
                int tried = kernel.count("accept4") - before;
                assertThat((long) tried)
                        .as(Errno.name(errno))
                        .isLessThanOrEqualTo((System.nanoTime() - began) / tickNanos + 2);
                kernel.leaveAlone("accept4");
                assertThat(outside.receive(4)).hasSize(4);
            }
        }
    }

    @Test
    void aConnectionThatWasAbortedIsNoReasonToPause() throws Exception {
        try (ServerFixture fixture = server(UnaryOperator.identity())) {
            kernel.strike("accept4", 1, call -> -Errno.ECONNABORTED.code());
            fixture.greeted().close();
            assertThat(kernel.disarm()).isTrue();
        }
    }

    @Test
    void clientsThatAreTurnedAwayAndHoldUpTheCloseOfTheirSocketsKeepNobodyOut() throws Exception {
        forgetPassRights();
        CountDownLatch released = new CountDownLatch(1);
        try (ServerFixture fixture = server(limits -> limits.withMaxConnections(2))) {
            RawClient first = fixture.greeted();
            RawClient second = fixture.greeted();
            List<RawClient> outside = holdUp(fixture, 100, released);
            for (RawClient client : outside.subList(CLOSES, outside.size())) {
                assertThat(client.isClosedNext()).isTrue();
            }
            assertThat(kernel.running("close")).as("threads that it takes").isEqualTo(CLOSES);
            assertServed(first);
            second.close();
            fixture.events.await("disconnected 2");
            try (RawClient third = fixture.greeted()) {
                assertServed(third);
            }
            released.countDown();
            for (RawClient client : outside) {
                assertThat(client.isClosedNext()).isTrue();
                client.close();
            }
            first.close();
        }
    }

    @Test
    void aServerThatStopsCountsThem() throws Exception {
        forgetPassRights();
        CountDownLatch released = new CountDownLatch(1);
        try (ServerFixture fixture = server(limits -> limits.withMaxConnections(1))) {
            RawClient inside = fixture.greeted();
            List<RawClient> outside = holdUp(fixture, 10, released);
            assertThat(fixture.server.stop(Duration.ofMillis(200))).isEqualTo(10);
            released.countDown();
            ServerFixture.awaitNoThread();
            outside.forEach(RawClient::close);
            inside.close();
        }
    }

    /** The limit of open files leaves room for so many that nobody reaches it but on purpose. */
    @Test
    void whenNoMoreOfThemCanBeOpenNobodyIsAcceptedAndThoseInsideAreServed() throws Exception {
        forgetPassRights();
        CountDownLatch released = new CountDownLatch(1);
        try (ServerFixture fixture = server(limits -> limits.withMaxConnections(1))) {
            RawClient inside = fixture.greeted();
            List<RawClient> outside = holdUp(fixture, CLOSES + PARKED, released);
            int accepted = kernel.count("accept4");
            for (int i = 0; i < 20; i++) {
                outside.add(fixture.connect());
            }
            for (int i = 0; i < 100; i++) {
                assertServed(inside);
            }
            assertThat(kernel.count("accept4")).isEqualTo(accepted);
            released.countDown();
            for (RawClient client : outside) {
                assertThat(client.isClosedNext()).isTrue();
                client.close();
            }
            inside.close();
            fixture.events.await("disconnected 1");
            try (RawClient late = fixture.greeted()) {
                assertServed(late);
            }
        }
    }

    /** Linux 6.16 on: what nobody can send holds up no close. */
    @Test
    void whileTheyDoNobodyCanSendDescriptorsBeforeHeHasAPlace() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (ServerFixture fixture = server(limits -> limits.withMaxConnections(2))) {
            int passes = passRights(fixture.listener.fd());
            assumeTrue(passes >= 0, "the kernel does not know SO_PASSRIGHTS");
            assertThat(passes).isEqualTo(1);
            RawClient first = fixture.greeted();
            RawClient second = fixture.greeted();
            List<RawClient> outside = holdUp(fixture, CLOSES + 1, released);
            // The last one's socket is shut down first.
            Await.until("the listener takes no descriptors", () -> passRights(fixture.listener.fd()) == 0);
            // Whoever comes now holds nothing up, and takes no room.
            for (int i = 0; i < 10; i++) {
                try (RawClient client = fixture.connect()) {
                    assertThat(client.isClosedNext()).isTrue();
                }
            }
            assertThat(kernel.count("shutdown")).isEqualTo(1);
            second.close();
            fixture.events.await("disconnected 2");
            try (RawClient third = fixture.greeted()) {
                assertServed(third);
            }
            released.countDown();
            Await.until("the listener takes descriptors again", () -> passRights(fixture.listener.fd()) == 1);
            outside.forEach(RawClient::close);
            first.close();
        }
    }

    private static int passRights(int fd) {
        return IntOption.get(Kernel.linux().sockets(), new CallState(), fd, Flags.SO_PASSRIGHTS);
    }

    /** Clients over the limit, whose sockets take until {@code released} to be closed. */
    private List<RawClient> holdUp(ServerFixture fixture, int count, CountDownLatch released) throws IOException {
        kernel.answer("close", call -> {
            // A stack trace is how the close of a client that may have sent descriptors differs from any other.
            boolean turnedAway = StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getMethodName().equals("closeIn")));
            if (turnedAway) {
                released.await();
            }
            return call.really();
        });
        int before = kernel.count("shutdown");
        List<RawClient> outside = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outside.add(fixture.connect());
        }
        Await.until(
                "all are turned away",
                () -> kernel.running("close") == Math.min(count, CLOSES)
                        && kernel.count("shutdown") - before == Math.max(0, count - CLOSES));
        return outside;
    }

    @Test
    void aConnectionWhoseCloseIsStuckKeepsItsPlace() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (ServerFixture fixture = server(limits -> limits.withMaxPerPeer(4))) {
            kernel.answer("close", call -> {
                released.await();
                return call.really();
            });
            for (int i = 0; i < 4; i++) {
                try (RawClient client = fixture.greeted()) {
                    client.send(READ_KEYS, disk.fd());
                    assertThat(client.receive(112)).hasSize(112);
                }
            }
            try (RawClient fifth = fixture.connect()) {
                fixture.events.await("refused PER_PEER 4");
            }
            assertThat(fixture.server.connections()).isEqualTo(4);
            released.countDown();
            fixture.events.await("disconnected 4");
        }
    }

    @Test
    void theServerKeepsItsOwnDescriptorOfTheListener() throws Exception {
        try (ServerFixture fixture = server(UnaryOperator.identity())) {
            fixture.listener.close();
            // Its number is now the next descriptor's: a client's, if the server went by the number.
            try (OwnedFd other = OwnedFd.inMemory("other")) {
                assertThat(other.fd()).isPositive();
                assertThat(fixture.server.connections()).isZero();
            }
        }
    }

    @Test
    void whatIsNoListeningSocketIsRefused() throws Exception {
        assertThatIOException()
                .isThrownBy(() -> HelperServer.on(disk.fd()).start())
                .withMessage("getsockopt(listener " + disk.fd() + "): Socket operation on non-socket (ENOTSOCK)");
        try (ServerFixture fixture = server(UnaryOperator.identity());
                RawClient client = fixture.connect()) {
            assertThatIOException()
                    .isThrownBy(() -> HelperServer.on(client.fd()).start())
                    .withMessage("descriptor " + client.fd() + " is a socket that does not listen");
        }
    }

    @Test
    void aStartThatFailsAnywhereLeavesNothingOpen() throws Exception {
        try (ServerFixture fixture = server(UnaryOperator.identity())) {
            fixture.server.close();
            ServerFixture.awaitNoThread();
            OpenDescriptors before = new OpenDescriptors();
            for (String function : new String[] {"getsockopt", "fcntl", "epoll_create1", "eventfd", "epoll_ctl"}) {
                for (int n = 1; n <= 2; n++) {
                    kernel.strike(function, n, call -> -Errno.ENOMEM.code());
                    try {
                        HelperServer.on(fixture.listener.fd())
                                .kernel(kernel.kernel())
                                .start()
                                .close();
                        assertThat(n).as("%s is called once", function).isEqualTo(2);
                    } catch (IOException failed) {
                        assertThat(failed).hasMessageContaining("Cannot allocate memory");
                    }
                    kernel.disarm();
                    // Also those that were there already when the rest failed.
                    ServerFixture.awaitNoThread();
                }
            }
            before.assertAsBefore();
        }
    }
}
