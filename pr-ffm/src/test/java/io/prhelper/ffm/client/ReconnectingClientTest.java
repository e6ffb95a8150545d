// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import io.prhelper.guard.Beside;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A helper goes and comes back; nobody sleeps. */
final class ReconnectingClientTest {
    private static final PrInCommand READ_KEYS = new PrInCommand(PrInAction.READ_KEYS, 8);
    private static final PrOutcome<?> LOST = new PrOutcome.CheckCondition<>(Sense.COMMUNICATION_FAILURE);

    @TempDir
    private Path folder;

    private final List<Duration> pauses = new ArrayList<>();
    private Path socket = Path.of("");
    private final OwnedFd disk = OwnedFd.inMemory("disk");

    ReconnectingClientTest() throws IOException {}

    @BeforeEach
    void chooseSocket() {
        socket = folder.resolve("helper.sock");
    }

    @AfterEach
    void closeDisk() {
        disk.close();
    }

    /** In front of a disk that answers eight zeros. */
    private HelperServer start() throws IOException {
        return HelperServer.on(UnixListener.bind(socket.toString(), OptionalInt.empty()))
                .device((fd, exchange) -> exchange.good(new byte[8]))
                .start();
    }

    @Test
    void withoutAHelperThereIsNoClient() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ReconnectingClient.connect(socket))
                .withMessageContaining(socket.toString());
    }

    @Test
    void aRestartBetweenTwoCommandsIsNotSeen() throws IOException {
        try (HelperServer first = start();
                ReconnectingClient client = ReconnectingClient.connect(socket, HelperClient.TIMEOUT, pauses::add)) {
            assertThat(client.execute(disk.fd(), READ_KEYS).isGood()).isTrue();
            first.close();
            try (HelperServer second = start()) {
                assertThat(client.execute(disk.fd(), READ_KEYS).isGood()).isTrue();
            }
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void aHelperThatIsAwayForFourAttemptsIsNotMissed() throws IOException {
        List<HelperServer> back = new ArrayList<>();
        ReconnectingClient.Pause pause = time -> {
            pauses.add(time);
            // The first attempt found the old connection closed, four more are left.
            if (pauses.size() == ReconnectingClient.ATTEMPTS - 2) {
                try {
                    back.add(start());
                } catch (IOException failed) {
                    throw new AssertionError(failed);
                }
            }
        };
        try (HelperServer first = start();
                ReconnectingClient client = ReconnectingClient.connect(socket, HelperClient.TIMEOUT, pause)) {
            first.close();
            assertThat(client.execute(disk.fd(), READ_KEYS).isGood()).isTrue();
        } finally {
            back.forEach(HelperServer::close);
        }
        assertThat(pauses).hasSize(3).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void aHelperThatStaysAwayEndsTheCommandAndIsLookedForAgainByTheNext() throws IOException {
        try (HelperServer first = start();
                ReconnectingClient client = ReconnectingClient.connect(socket, HelperClient.TIMEOUT, pauses::add)) {
            first.close();
            assertThat(client.execute(disk.fd(), READ_KEYS)).isEqualTo(LOST);
            assertThat(pauses).hasSize(4);
            assertThat(client.isConnected()).isFalse();
            assertThat(client.execute(disk.fd(), READ_KEYS)).isEqualTo(LOST);
            assertThat(pauses).hasSize(4 + ReconnectingClient.ATTEMPTS);
            try (HelperServer second = start()) {
                assertThat(client.execute(disk.fd(), READ_KEYS).isGood()).isTrue();
                assertThat(client.isConnected()).isTrue();
            }
        }
    }

    @Test
    void onceTheCdbIsOutNothingIsTriedAgain() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            try (Beside<Boolean> helper = Beside.call(() -> takesACdbAndLeaves(server));
                    ReconnectingClient client = ReconnectingClient.connect(socket, HelperClient.TIMEOUT, pauses::add)) {
                assertThat(client.execute(disk.fd(), READ_KEYS)).isEqualTo(LOST);
                assertThat(helper.result()).isTrue();
            }
            server.configureBlocking(false);
            assertThat(server.accept()).as("a second connection").isNull();
        }
        assertThat(pauses).isEmpty();
    }

    private static boolean takesACdbAndLeaves(ServerSocketChannel server) throws IOException {
        try (SocketChannel connection = server.accept()) {
            connection.write(ByteBuffer.allocate(4));
            ByteBuffer answerAndCdb = ByteBuffer.allocate(4 + 16);
            while (answerAndCdb.hasRemaining() && connection.read(answerAndCdb) >= 0) {
                // More to come.
            }
            return !answerAndCdb.hasRemaining();
        }
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() throws IOException {
        try (HelperServer first = start();
                ReconnectingClient client = ReconnectingClient.connect(socket, HelperClient.TIMEOUT, time -> {
                    pauses.add(time);
                    throw new InterruptedException();
                })) {
            first.close();
            ScsiExchange lost = client.execute(disk.fd(), READ_KEYS.cdb(), new byte[0]);
            assertThat(PrOutcome.of(lost)).isEqualTo(LOST);
            assertThat(lost.copyCdb()).startsWith(READ_KEYS.cdb());
            assertThat(Thread.interrupted()).isTrue();
            assertThat(pauses).hasSize(1);
        }
    }

    @Test
    void typedCallsBringWhatWasRead() throws IOException {
        try (HelperServer helper = start();
                ReconnectingClient client = ReconnectingClient.connect(socket, HelperClient.TIMEOUT, pauses::add)) {
            assertThat(client.execute(disk.fd(), PrQuery.READ_KEYS).data(ReadKeysData.class))
                    .isEqualTo(new ReadKeysData(0, List.of()));
            PrQuery<ReadKeysData> withoutRoom = PrQuery.READ_KEYS.withAllocationLength(8);
            assertThat(client.execute(disk.fd(), withoutRoom).data(ReadKeysData.class))
                    .as("asked again with room for keys")
                    .isEqualTo(new ReadKeysData(0, List.of()));
            assertThat(client.execute(disk.fd(), new PrOutCommand.Clear(ReservationKey.ZERO)))
                    .isEqualTo(new PrOutcome.Good<>(PrOutcome.Nothing.NOTHING));
        }
    }

    @Test
    void aDescriptorThatIsNotOpenIsTheCallersFault() throws IOException {
        try (HelperServer helper = start();
                ReconnectingClient client = ReconnectingClient.connect(socket, HelperClient.TIMEOUT, pauses::add)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.execute(999_999, READ_KEYS))
                    .withMessage("descriptor 999999 is not open");
            assertThat(client.isConnected()).isTrue();
            assertThat(client.execute(disk.fd(), READ_KEYS).isGood()).isTrue();
        }
        assertThat(pauses).isEmpty();
    }

    /** A helper whose device never answers, until this is closed. */
    private HelperServer stuck(CountDownLatch reached, CountDownLatch released) throws IOException {
        return HelperServer.on(UnixListener.bind(socket.toString(), OptionalInt.empty()))
                .device((fd, exchange) -> {
                    reached.countDown();
                    try {
                        released.await();
                    } catch (InterruptedException impossible) {
                        throw new AssertionError(impossible);
                    }
                    exchange.good(new byte[8]);
                })
                .start();
    }

    @Test
    void whatIsNotAnsweredInTimeIsNotTriedAgain() throws IOException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (HelperServer helper = stuck(reached, released)) {
            try (ReconnectingClient client = ReconnectingClient.connect(socket, Duration.ofMillis(50))) {
                assertThat(client.execute(disk.fd(), READ_KEYS)).isEqualTo(LOST);
                assertThat(reached.getCount()).as("the command was sent").isZero();
                assertThat(client.isConnected()).isFalse();
                assertThat(helper.activity().requests()).isEqualTo(1);
            }
            released.countDown();
        }
    }

    @Test
    void closeByAnotherThreadEndsACall() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (HelperServer helper = stuck(reached, released);
                ReconnectingClient client = ReconnectingClient.connect(socket);
                Beside<PrOutcome<?>> caller = Beside.call(() -> client.execute(disk.fd(), READ_KEYS))) {
            reached.await();
            client.close();
            assertThat(caller.result()).isEqualTo(LOST);
            assertThatIllegalStateException()
                    .isThrownBy(() -> client.execute(disk.fd(), READ_KEYS))
                    .withMessage("the client of " + socket + " is closed");
            released.countDown();
        }
    }

    @Test
    void closeBetweenTwoAttemptsEndsThem() throws IOException {
        try (HelperServer first = start()) {
            List<ReconnectingClient> made = new ArrayList<>();
            ReconnectingClient client = ReconnectingClient.connect(
                    socket, HelperClient.TIMEOUT, time -> made.getFirst().close());
            made.add(client);
            first.close();
            assertThat(client.execute(disk.fd(), READ_KEYS)).isEqualTo(LOST);
            assertThat(client.isConnected()).isFalse();
        }
    }
}
