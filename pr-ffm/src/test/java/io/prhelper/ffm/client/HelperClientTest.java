// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.UnansweredException.Reason;
import io.prhelper.ffm.client.UnansweredException.Sent;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.InterceptedKernel;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import io.prhelper.guard.Await;
import io.prhelper.guard.Beside;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call does that gets no answer: to the command, and to the client. */
final class HelperClientTest {
    private static final Duration SHORT = Duration.ofMillis(60);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final PrInCommand READ_KEYS = new PrInCommand(PrInAction.READ_KEYS, 8);
    private static final byte[] NOTHING = {};
    private static final PrOutCommand REGISTER =
            new PrOutCommand.RegisterAndIgnoreExistingKey(new ReservationKey(0x1234));

    @TempDir
    private Path folder;

    private final OpenDescriptors open = new OpenDescriptors();
    private final InterceptedKernel kernel = new InterceptedKernel();
    private final OwnedFd disk = OwnedFd.inMemory("disk");
    private final CountDownLatch device = new CountDownLatch(1);
    private final CountDownLatch reached = new CountDownLatch(1);
    private Path socket = Path.of("");

    HelperClientTest() throws IOException {}

    @BeforeEach
    void chooseSocket() {
        socket = folder.resolve("helper.sock");
    }

    @AfterEach
    void nothingIsLeft() {
        device.countDown();
        disk.close();
        open.assertAsBefore();
    }

    /** Answers READ KEYS with its allocation length as the generation, so that each answer tells whose it is. */
    private static final DevicePort NUMBERED = (fd, exchange) -> {
        if (exchange.opcode() == Wire.PERSISTENT_RESERVE_IN) {
            int length = exchange.command().getShort(7) & 0xffff;
            exchange.good(ByteBuffer.allocate(8).putInt(0, length).array());
        } else {
            exchange.good(0);
        }
    };

    /** Answers when it is told to. */
    private void holds(int fd, ScsiExchange exchange) {
        reached.countDown();
        try {
            device.await();
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
        exchange.good(new byte[8]);
    }

    private HelperServer serve(DevicePort port) throws IOException {
        return HelperServer.on(UnixListener.bind(socket.toString(), OptionalInt.empty()))
                .device(port)
                .start();
    }

    private HelperClient connect() throws IOException {
        return HelperClient.connect(kernel.kernel(), socket, 0, LONG);
    }

    private void assertUsable(HelperClient client) throws IOException {
        assertThat(client.isOpen()).isTrue();
        assertThat(generation(client, 77)).isEqualTo(77);
        assertThat(client.execute(disk.fd(), REGISTER).isGood()).isTrue();
    }

    private long generation(HelperClient client, int allocationLength) throws UnansweredException {
        return client.execute(disk.fd(), new PrInCommand(PrInAction.READ_KEYS, allocationLength))
                .data(ReadKeysData.class)
                .generation();
    }

    private static UnansweredException unanswered(ThrowingCallable call, Reason reason, Sent sent) {
        UnansweredException thrown = catchThrowableOfType(UnansweredException.class, call);
        assertThat(thrown).as("no answer").isNotNull();
        assertThat(thrown.reason()).isEqualTo(reason);
        assertThat(thrown.sent()).isEqualTo(sent);
        return thrown;
    }

    private void assertClosed(HelperClient client) {
        assertThat(client.isOpen()).isFalse();
        assertThat(unanswered(() -> client.execute(disk.fd(), READ_KEYS), Reason.CLOSED, Sent.NOTHING))
                .hasMessage("the connection to " + socket + " is closed; nothing of the command was sent");
    }

    @Test
    void aDescriptorThatIsNotOpenIsSaidAndTheClientGoesOn() throws IOException {
        try (HelperServer server = serve(NUMBERED);
                HelperClient client = connect()) {
            UnansweredException thrown =
                    unanswered(() -> client.execute(999_999, READ_KEYS), Reason.REFUSED, Sent.NOTHING);
            assertThat(thrown)
                    .hasMessage(
                            "sendmsg(" + socket + "): Bad file descriptor (EBADF); nothing of the command was sent");
            assertThat(thrown.errno()).hasValue(Errno.EBADF.code());
            assertThat(thrown.getCause())
                    .isInstanceOfSatisfying(
                            KernelException.class,
                            refused -> assertThat(refused.is(Errno.EBADF)).isTrue());
            assertUsable(client);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x12, 0x00, 0x5d, 0x60, 0xfe})
    void whatIsNoReservationCommandIsRefused(int opcode) throws IOException {
        byte[] cdb = new byte[16];
        cdb[0] = (byte) opcode;
        try (HelperServer server = serve(NUMBERED);
                HelperClient client = connect()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.execute(disk.fd(), cdb, NOTHING))
                    .withMessage("only PERSISTENT RESERVE IN and OUT (5Eh, 5Fh), not operation code %02Xh", opcode);
            assertUsable(client);
        }
    }

    @Test
    void aListThatIsNotAsLongAsTheCdbSaysIsRefused() throws IOException {
        try (HelperServer server = serve(NUMBERED);
                HelperClient client = connect()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.execute(disk.fd(), REGISTER.cdb(), new byte[23]))
                    .withMessage("the CDB announces 24 bytes of data out, not 23");
            assertThatIllegalArgumentException().isThrownBy(() -> client.execute(disk.fd(), new byte[17], NOTHING));
            assertUsable(client);
        }
    }

    @Test
    void cleanupIsOneOfTheHelpersCommands() throws IOException {
        byte[] cleanup = new byte[16];
        cleanup[0] = (byte) Wire.CLEANUP;
        try (HelperServer server = HelperServer.on(UnixListener.bind(socket.toString(), OptionalInt.empty()))
                        .device(NUMBERED)
                        .features(Wire.FEATURE_CLEANUP)
                        .start();
                HelperClient client = HelperClient.connect(socket, Wire.FEATURE_CLEANUP, LONG)) {
            assertThat(client.offered()).isEqualTo(Wire.FEATURE_CLEANUP);
            assertThat(client.execute(disk.fd(), cleanup, NOTHING).status()).isZero();
        }
    }

    @Test
    void aCommandThatTakesTooLongMayHaveBeenExecuted() throws IOException {
        try (HelperServer server = serve(this::holds);
                HelperClient client = connect()) {
            assertThat(unanswered(() -> client.execute(disk.fd(), REGISTER, SHORT), Reason.TIMED_OUT, Sent.ALL))
                    .hasMessage("no answer in time from the helper at " + socket
                            + "; the command was sent and may have been executed")
                    .satisfies(thrown -> assertThat(thrown.errno()).isEmpty());
            assertClosed(client);
            device.countDown();
        }
    }

    @Test
    void everyKindOfCallHasALimit() throws IOException {
        try (HelperServer server = serve(this::holds)) {
            List<Call> calls = List.of(
                    client -> client.execute(disk.fd(), READ_KEYS.cdb(), NOTHING, SHORT),
                    client -> client.execute(disk.fd(), REGISTER, SHORT),
                    client -> client.execute(disk.fd(), PrQuery.READ_KEYS, SHORT),
                    client -> client.execute(disk.fd(), READ_KEYS, SHORT));
            for (Call call : calls) {
                try (HelperClient client = connect()) {
                    unanswered(() -> call.on(client), Reason.TIMED_OUT, Sent.ALL);
                }
            }
            device.countDown();
        }
    }

    @Test
    void everyKindOfCallHasTheLimitOfItsClient() throws IOException {
        try (HelperServer server = serve(this::holds)) {
            List<Call> calls = List.of(
                    client -> client.execute(disk.fd(), READ_KEYS.cdb(), NOTHING),
                    client -> client.execute(disk.fd(), REGISTER),
                    client -> client.execute(disk.fd(), PrQuery.READ_KEYS),
                    client -> client.execute(disk.fd(), READ_KEYS));
            for (Call call : calls) {
                try (HelperClient client = HelperClient.connect(socket, SHORT)) {
                    unanswered(() -> call.on(client), Reason.TIMED_OUT, Sent.ALL);
                }
            }
            device.countDown();
        }
    }

    /** One way to call. */
    private interface Call {
        Object on(HelperClient client) throws IOException;
    }

    @Test
    void aLimitIsOneMillisecondTo24Days() throws IOException {
        try (HelperServer server = serve(NUMBERED);
                HelperClient client = HelperClient.connect(socket)) {
            for (Duration wrong : List.of(
                    Duration.ZERO,
                    Duration.ofNanos(999_999),
                    Duration.ofDays(24).plusNanos(1))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> client.execute(disk.fd(), REGISTER, wrong))
                        .withMessage("a time limit of 1 ms to 24 days, not " + wrong);
                assertThatIllegalArgumentException().isThrownBy(() -> HelperClient.connect(socket, wrong));
            }
            assertThat(client.execute(disk.fd(), REGISTER, Duration.ofDays(24)).isGood())
                    .isTrue();
            try {
                client.execute(disk.fd(), REGISTER, Duration.ofMillis(1));
            } catch (UnansweredException tooLate) {
                assertThat(tooLate.reason()).isEqualTo(Reason.TIMED_OUT);
            }
        }
        try (HelperServer server = serve(NUMBERED);
                HelperClient client = HelperClient.connect(socket)) {
            assertUsable(client);
        }
    }

    @Test
    void twoQuestionsOfOneCallShareItsLimit() throws IOException {
        AtomicBoolean first = new AtomicBoolean(true);
        DevicePort slow = (fd, exchange) -> {
            if (first.compareAndSet(true, false)) {
                // More keys than there was room for: the client asks again.
                exchange.good(ByteBuffer.allocate(8).putInt(4, 8).array());
            } else {
                holds(fd, exchange);
            }
        };
        try (HelperServer server = serve(slow);
                HelperClient client = connect()) {
            unanswered(
                    () -> client.execute(disk.fd(), PrQuery.READ_KEYS.withAllocationLength(8), SHORT),
                    Reason.TIMED_OUT,
                    Sent.ALL);
            assertClosed(client);
            device.countDown();
        }
    }

    @Test
    void whatTheSecondQuestionBringsIsTheAnswer() throws IOException {
        DevicePort growing = (fd, exchange) -> {
            byte[] data = ByteBuffer.allocate(16).putInt(4, 8).putLong(8, 0xa).array();
            exchange.good((exchange.command().getShort(7) & 0xffff) == 8 ? Arrays.copyOf(data, 8) : data);
        };
        try (HelperServer server = serve(growing);
                HelperClient client = connect()) {
            assertThat(client.execute(disk.fd(), PrQuery.READ_KEYS.withAllocationLength(8)))
                    .isEqualTo(new PrOutcome.Good<>(new ReadKeysData(0, List.of(new ReservationKey(0xa)))));
        }
    }

    @Test
    void closeEndsACallThatWaits() throws Exception {
        try (HelperServer server = serve(this::holds);
                HelperClient client = connect();
                Beside<UnansweredException> caller = Beside.call(
                        () -> unanswered(() -> client.execute(disk.fd(), REGISTER), Reason.CLOSED, Sent.ALL))) {
            reached.await();
            client.close();
            assertThat(caller.result())
                    .hasMessage("the connection to " + socket
                            + " was closed; the command was sent and may have been executed");
            assertClosed(client);
            device.countDown();
        }
    }

    @Test
    void anInterruptEndsACallThatWaits() throws Exception {
        try (HelperServer server = serve(this::holds);
                HelperClient client = connect();
                Beside<Boolean> caller = Beside.call(() -> {
                    assertThat(unanswered(() -> client.execute(disk.fd(), REGISTER), Reason.INTERRUPTED, Sent.ALL))
                            .hasMessageStartingWith("interrupted, and by that closed; ");
                    return Thread.currentThread().isInterrupted();
                })) {
            reached.await();
            assertThat(caller.end()).as("still interrupted").isTrue();
            assertClosed(client);
            device.countDown();
        }
    }

    @Test
    void anInterruptBeforeTheCallCostsNothing() throws IOException {
        try (HelperServer server = serve(NUMBERED);
                HelperClient client = connect()) {
            Thread.currentThread().interrupt();
            unanswered(() -> client.execute(disk.fd(), REGISTER), Reason.INTERRUPTED, Sent.NOTHING);
            assertThat(Thread.interrupted()).isTrue();
            assertUsable(client);
        }
    }

    @Test
    void anInterruptBetweenTwoCallsCostsNothing() throws IOException {
        try (HelperServer server = serve(NUMBERED);
                HelperClient client = connect()) {
            assertUsable(client);
            interruptedByAnother();
            assertThat(Thread.interrupted()).isTrue();
            assertUsable(client);
        }
    }

    @Test
    void anAnswerThatCameIsGivenEvenIfTheThreadWasInterrupted() throws IOException {
        try (HelperServer server = serve(NUMBERED);
                HelperClient client = connect()) {
            // The second part of the answer, so that all of it is there.
            kernel.strike("recv", 2, call -> {
                int count = call.really();
                interruptedByAnother();
                return count;
            });
            assertThat(generation(client, 8)).isEqualTo(8);
            assertThat(Thread.interrupted()).isTrue();
            assertClosed(client);
        }
    }

    /** Nothing that waits is woken where a thread interrupts itself. */
    private static void interruptedByAnother() {
        Thread waiting = Thread.currentThread();
        Thread another = Thread.ofPlatform().start(waiting::interrupt);
        while (another.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aSecondThreadIsToldThatOneIsUnderWay() throws Exception {
        try (HelperServer server = serve(this::holds);
                HelperClient client = connect();
                Beside<Boolean> caller =
                        Beside.call(() -> client.execute(disk.fd(), REGISTER).isGood())) {
            reached.await();
            assertThatIllegalStateException()
                    .isThrownBy(() -> client.execute(disk.fd(), READ_KEYS))
                    .withMessage("a command of another thread is under way to the helper at " + socket);
            device.countDown();
            assertThat(caller.result()).as("the first command's end").isTrue();
            assertThat(client.execute(disk.fd(), REGISTER).isGood()).isTrue();
        }
    }

    @Test
    void aHelperThatIsGoneIsSaidBeforeAnythingIsSent() throws IOException {
        try (HelperClient client = connectedOnce()) {
            assertThat(unanswered(() -> client.execute(disk.fd(), REGISTER), Reason.HELPER_LEFT, Sent.NOTHING))
                    .hasMessage("the helper at " + socket + " closed the connection; nothing of the command was sent");
            assertClosed(client);
        }
    }

    private HelperClient connectedOnce() throws IOException {
        try (HelperServer server = serve(NUMBERED)) {
            return connect();
        }
    }

    @Test
    void whereNobodyListensTheKernelSaysSo() {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> HelperClient.connect(socket))
                .withMessage("connect(" + socket + "): No such file or directory (ENOENT)")
                .satisfies(refused -> assertThat(refused.errno()).isEqualTo(2));
    }

    /** A helper by hand. */
    private ServerSocketChannel byHand(int backlog) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket), backlog);
    }

    @Test
    void aHelperThatDoesNotGreetTakesItsTimeOnly() throws IOException {
        try (ServerSocketChannel silent = byHand(5)) {
            assertThat(unanswered(() -> HelperClient.connect(socket, SHORT), Reason.TIMED_OUT, Sent.NOTHING))
                    .hasMessage("no answer in time from the helper at " + socket + "; nothing of the command was sent");
        }
    }

    @Test
    void aHelperThatAcceptsNobodyIsWaitedFor() throws Exception {
        try (ServerSocketChannel full = byHand(1)) {
            try (OwnedFd first = OwnedFd.connect(socket);
                    OwnedFd second = OwnedFd.connect(socket)) {
                assertThat(unanswered(() -> HelperClient.connect(socket, SHORT), Reason.TIMED_OUT, Sent.NOTHING))
                        .hasMessage(
                                "the helper at " + socket + " accepts nobody in time; nothing of the command was sent");
                try (Beside<Boolean> waits = Beside.call(() -> {
                    assertThat(unanswered(
                                    () -> HelperClient.connect(kernel.kernel(), socket, 0, LONG),
                                    Reason.INTERRUPTED,
                                    Sent.NOTHING))
                            .hasMessage("interrupted; nothing of the command was sent");
                    return Thread.currentThread().isInterrupted();
                })) {
                    Await.until("it has tried twice", () -> kernel.count("connect") > 1);
                    assertThat(waits.end()).as("still interrupted").isTrue();
                }
                try (Beside<Integer> waits = Beside.call(() -> {
                    try (HelperClient client = HelperClient.connect(socket, LONG)) {
                        return client.offered();
                    }
                })) {
                    try (SocketChannel one = greeted(full);
                            SocketChannel two = greeted(full);
                            SocketChannel three = greeted(full)) {
                        assertThat(waits.result()).isEqualTo(6);
                    }
                }
            }
        }
    }

    private static SocketChannel greeted(ServerSocketChannel helper) throws IOException {
        SocketChannel accepted = helper.accept();
        accepted.write(ByteBuffer.allocate(4).putInt(0, 6));
        return accepted;
    }

    /** What a helper by hand sends after a greeting and a command of 16 bytes. */
    private UnansweredException after(byte[] answer, Reason reason) throws Exception {
        try (ServerSocketChannel helper = byHand(5);
                Beside<Integer> serves = Beside.call(() -> {
                    try (SocketChannel connection = helper.accept()) {
                        connection.write(ByteBuffer.allocate(4));
                        ByteBuffer received = ByteBuffer.allocate(20);
                        while (received.hasRemaining() && connection.read(received) >= 0) {
                            // More to come.
                        }
                        return connection.write(ByteBuffer.wrap(answer));
                    }
                });
                HelperClient client = connect()) {
            UnansweredException thrown = unanswered(() -> client.execute(disk.fd(), READ_KEYS), reason, Sent.ALL);
            assertThat(serves.result()).isEqualTo(answer.length);
            assertClosed(client);
            return thrown;
        }
    }

    @Test
    void aHelperThatLeavesInsteadOfAnAnswerMayHaveExecuted() throws Exception {
        assertThat(after(new byte[103], Reason.HELPER_LEFT))
                .hasMessage("the helper at " + socket
                        + " closed the connection; the command was sent and may have been executed");
    }

    @Test
    void anAnswerAgainstTheProtocolIsNone() throws Exception {
        byte[] status256 = new byte[104];
        status256[2] = 1;
        assertThat(after(status256, Reason.PROTOCOL_VIOLATION))
                .hasMessage("the status of the reply is over FFh; the command was sent and may have been executed");
    }

    @ParameterizedTest
    @EnumSource(names = {"ENOBUFS", "ENOMEM"})
    void whatTheKernelHasNoRoomForIsNotSent(Errno error) throws IOException {
        try (HelperServer server = serve(NUMBERED);
                HelperClient client = connect()) {
            kernel.strike("sendmsg", 1, call -> -error.code());
            assertThat(unanswered(() -> client.execute(disk.fd(), REGISTER), Reason.REFUSED, Sent.NOTHING)
                            .errno())
                    .hasValue(error.code());
            assertUsable(client);
        }
    }

    @Test
    void aHelperThatTakesNothingCostsNothing() throws IOException {
        try (HelperServer server = serve(NUMBERED);
                HelperClient client = connect()) {
            kernel.answer("sendmsg", call -> -Errno.EAGAIN.code());
            kernel.answer("poll", call -> 0);
            unanswered(() -> client.execute(disk.fd(), REGISTER, SHORT), Reason.TIMED_OUT, Sent.NOTHING);
            kernel.leaveAlone("sendmsg");
            kernel.leaveAlone("poll");
            assertUsable(client);
        }
    }

    @Test
    void halfACommandIsNotExecuted() throws IOException {
        try (HelperServer server = serve(NUMBERED);
                HelperClient client = connect()) {
            kernel.answer("send", call -> -Errno.EAGAIN.code());
            assertThat(unanswered(() -> client.execute(disk.fd(), REGISTER, SHORT), Reason.TIMED_OUT, Sent.PART))
                    .hasMessage("no answer in time from the helper at " + socket
                            + "; a part of the command was sent, which no helper executes");
            assertClosed(client);
        }
    }

    @Test
    void shortTransfersAndInterruptedWaitsAreGoneOnWith() throws IOException {
        kernel.answer("sendmsg", call -> {
            if (call.number() % 2 == 1) {
                return -Errno.EAGAIN.code();
            }
            long iovec = InterceptedKernel.memory(call.arguments().get(1), 24).get(ValueLayout.JAVA_LONG, 16);
            InterceptedKernel.memory(iovec, 16).set(ValueLayout.JAVA_LONG, 8, 5);
            return call.really();
        });
        kernel.answer("send", call -> call.number() % 2 == 1 ? -Errno.EAGAIN.code() : call.reallyWith(2, 3));
        kernel.answer("recv", call -> call.number() % 2 == 1 ? -Errno.EAGAIN.code() : call.reallyWith(2, 1));
        kernel.answer("poll", call -> call.number() % 3 == 1 ? -Errno.EINTR.code() : call.really());
        try (HelperServer server = serve(NUMBERED)) {
            kernel.answer("send", call -> call.number() % 2 == 1 ? -Errno.EAGAIN.code() : call.reallyWith(2, 1));
            try (HelperClient client = connect()) {
                assertUsable(client);
                assertUsable(client);
            }
        }
    }

    @Test
    void aConnectionThatIsResetIsOneThatTheHelperLeft() throws IOException {
        try (HelperServer server = serve(NUMBERED);
                HelperClient client = connect()) {
            kernel.strike("recv", 1, call -> -Errno.ECONNRESET.code());
            unanswered(() -> client.execute(disk.fd(), REGISTER), Reason.HELPER_LEFT, Sent.ALL);
            assertClosed(client);
        }
    }

    @Test
    void afterAWaitThatTheKernelRefusedNoAnswerIsTaken() throws IOException {
        try (HelperServer server = serve(NUMBERED);
                HelperClient client = connect()) {
            kernel.strike("poll", 1, call -> -Errno.ENOMEM.code());
            assertThat(unanswered(() -> client.execute(disk.fd(), REGISTER), Reason.REFUSED, Sent.ALL))
                    .hasMessageStartingWith("poll(" + socket + "): Cannot allocate memory (ENOMEM); ");
            assertClosed(client);
        }
    }

    @Test
    void anOutcomeOfAQueryIsTyped() throws IOException {
        try (HelperServer server = serve(NUMBERED);
                HelperClient client = connect()) {
            assertThat(client.execute(disk.fd(), PrQuery.READ_KEYS))
                    .isEqualTo(new PrOutcome.Good<>(new ReadKeysData(8192, List.of())));
        }
    }
}
