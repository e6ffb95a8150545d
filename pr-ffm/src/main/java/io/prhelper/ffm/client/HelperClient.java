// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.client;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.protocol.ClientProtocol;
import io.prhelper.core.protocol.Violation;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.ffm.client.UnansweredException.Reason;
import io.prhelper.ffm.client.UnansweredException.Sent;
import io.prhelper.ffm.device.NativeExchange;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.struct.DescriptorMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The client's end of the helper protocol: what QEMU does for a guest. One request at a time: a second thread's is an {@link
 * IllegalStateException}; {@link #close} may be called by any thread at any time.
 *
 * <p>Every call has a time limit. What ends without an answer ends with an {@link UnansweredException}, which says why and whether the
 * command may have been executed. A call of which nothing was sent, for its descriptor is not open or the helper takes nothing, leaves the
 * client as it was; after any other the connection is closed, so that no later command gets an earlier one's answer. A thread that is
 * interrupted while it waits closes it as well.
 */
public final class HelperClient implements AutoCloseable {
    /** How long a call may take where nothing else is said: twice what a helper gives a device. */
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final ClientProtocol protocol = new ClientProtocol();
    private final NativeExchange memory = new NativeExchange();
    private final ScsiExchange exchange = memory.exchange();
    private final DescriptorMessage message = new DescriptorMessage(1);
    private final Duration timeout;
    private final Line line;

    private HelperClient(Kernel kernel, Path path, Duration timeout, long deadline) throws IOException {
        this.timeout = timeout;
        line = Line.connect(kernel, memory.state(), path, deadline);
    }

    /**
     * Connects to a helper and shakes hands, in at most {@link #TIMEOUT}, which is also the time limit of each call.
     *
     * @param path where the helper listens
     * @return the client
     * @throws KernelException if nobody listens there, or this process may not connect; the message names the path
     * @throws UnansweredException if the greeting does not come in time
     * @throws IOException only as one of those two
     */
    public static HelperClient connect(Path path) throws IOException {
        return connect(path, 0, TIMEOUT);
    }

    /**
     * Connects to a helper and shakes hands.
     *
     * @param path where the helper listens
     * @param timeout how long that, and each call for which nothing else is said, may take, 1 ms to 24 days
     * @return the client
     * @throws KernelException if nobody listens there, or this process may not connect; the message names the path
     * @throws UnansweredException if the greeting does not come in time
     * @throws IOException only as one of those two
     */
    public static HelperClient connect(Path path, Duration timeout) throws IOException {
        return connect(path, 0, timeout);
    }

    /**
     * Connects to a helper and shakes hands.
     *
     * @param path where the helper listens
     * @param features feature bits to ask for; the helper closes the connection if it did not offer them
     * @param timeout how long that, and each call for which nothing else is said, may take, 1 ms to 24 days
     * @return the client
     * @throws KernelException if nobody listens there, or this process may not connect; the message names the path
     * @throws UnansweredException if the greeting does not come in time
     * @throws IOException only as one of those two
     */
    public static HelperClient connect(Path path, int features, Duration timeout) throws IOException {
        return connect(Kernel.linux(), path, features, timeout);
    }

    /** With these system calls; for tests that make them fail. */
    static HelperClient connect(Kernel kernel, Path path, int features, Duration timeout) throws IOException {
        long deadline = deadline(timeout);
        HelperClient client = new HelperClient(kernel, path, timeout, deadline);
        boolean greeted = false;
        try {
            client.shakeHands(features, deadline);
            greeted = true;
            return client;
        } finally {
            if (!greeted) {
                client.close();
            }
        }
    }

    private void shakeHands(int features, long deadline) throws UnansweredException {
        line.enter(deadline, 0);
        try {
            receiveUntilReady();
            exchange.command().putInt(0, features);
            line.send(memory.command(), 0, Wire.FEATURES_LENGTH);
        } finally {
            line.leave();
        }
    }

    private static long deadline(Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofDays(24)) > 0) {
            throw new IllegalArgumentException("a time limit of 1 ms to 24 days, not " + timeout);
        }
        return System.nanoTime() + timeout.toNanos();
    }

    /**
     * The feature bits that the helper offered.
     *
     * @return 32 bits
     */
    public int offered() {
        return protocol.offered();
    }

    /**
     * Whether commands can be sent: false once it was closed, by whomever, or by a call that failed after it had sent something.
     *
     * @return true as long as nothing showed that they can not
     */
    public boolean isOpen() {
        return line.isOpen();
    }

    /**
     * Sends a command for an open disk and waits for its end, as long as was said to {@link #connect(Path, Duration)}.
     *
     * @param fd the disk; it stays the caller's
     * @param cdb PERSISTENT RESERVE IN or OUT, or {@link Wire#CLEANUP}, 1 to 16 bytes
     * @param dataOut the parameter list, as long as the CDB says
     * @return the ended exchange, good until the next call
     * @throws IllegalArgumentException if it is another command ({@link Wire#CLEANUP} is none), or the list has
     *     another length; nothing was sent
     * @throws UnansweredException if there is no answer
     */
    public ScsiExchange execute(int fd, byte[] cdb, byte[] dataOut) throws UnansweredException {
        return execute(fd, cdb, dataOut, timeout);
    }

    /**
     * Sends a command for an open disk and waits for its end.
     *
     * @param fd the disk; it stays the caller's
     * @param cdb PERSISTENT RESERVE IN or OUT, or {@link Wire#CLEANUP}, 1 to 16 bytes
     * @param dataOut the parameter list, as long as the CDB says
     * @param limit how long it may take, 1 ms to 24 days
     * @return the ended exchange, good until the next call
     * @throws IllegalArgumentException if it is another command ({@link Wire#CLEANUP} is none), or the list has
     *     another length; nothing was sent
     * @throws UnansweredException if there is no answer
     */
    public ScsiExchange execute(int fd, byte[] cdb, byte[] dataOut, Duration limit) throws UnansweredException {
        return execute(fd, cdb, dataOut, deadline(limit));
    }

    /**
     * Sends a PERSISTENT RESERVE OUT for an open disk and waits for its end.
     *
     * @param fd the disk; it stays the caller's
     * @param command the command
     * @return how it ended
     * @throws UnansweredException if there is no answer
     */
    public PrOutcome<PrOutcome.Nothing> execute(int fd, PrOutCommand command) throws UnansweredException {
        return execute(fd, command, timeout);
    }

    /**
     * Sends a PERSISTENT RESERVE OUT for an open disk and waits for its end.
     *
     * @param fd the disk; it stays the caller's
     * @param command the command
     * @param limit how long it may take, 1 ms to 24 days
     * @return how it ended
     * @throws UnansweredException if there is no answer
     */
    public PrOutcome<PrOutcome.Nothing> execute(int fd, PrOutCommand command, Duration limit)
            throws UnansweredException {
        return PrOutcome.withoutData(execute(fd, command.cdb(), command.dataOut(), limit));
    }

    /**
     * Sends a PERSISTENT RESERVE IN for an open disk, waits for its end, and decodes what it brought. Where that is not whole, and the query
     * asked for less than the 8192 bytes that a helper passes on, it asks for those, and keeps them if that ended GOOD; of an
     * answer that is longer, {@link PrInData#missing} tells how much is missing.
     *
     * @param <T> what the query brings
     * @param fd the disk; it stays the caller's
     * @param query what to ask
     * @return how it ended
     * @throws UnansweredException if there is no answer
     */
    public <T extends PrInData> PrOutcome<T> execute(int fd, PrQuery<T> query) throws UnansweredException {
        return execute(fd, query, timeout);
    }

    /**
     * The same with a time limit, see {@link #execute(int, PrQuery)}.
     *
     * @param <T> what the query brings
     * @param fd the disk; it stays the caller's
     * @param query what to ask
     * @param limit how long it may take in all, 1 ms to 24 days
     * @return how it ended
     * @throws UnansweredException if there is no answer
     */
    public <T extends PrInData> PrOutcome<T> execute(int fd, PrQuery<T> query, Duration limit)
            throws UnansweredException {
        long deadline = deadline(limit);
        PrOutcome<T> outcome = ask(fd, query, deadline);
        Optional<PrQuery<T>> again = query.again(outcome, Wire.MAX_DATA_LENGTH);
        if (again.isEmpty()) {
            return outcome;
        }
        PrOutcome<T> more = ask(fd, again.get(), deadline);
        return more.isGood() ? more : outcome;
    }

    private <T extends PrInData> PrOutcome<T> ask(int fd, PrQuery<T> query, long deadline) throws UnansweredException {
        PrInCommand command = query.command();
        return PrOutcome.of(execute(fd, command.cdb(), command.dataOut(), deadline), query);
    }

    /**
     * Sends either of the two, see {@link #execute(int, PrOutCommand)} and {@link #execute(int, PrQuery)}.
     *
     * @param fd the disk; it stays the caller's
     * @param command the command
     * @return how it ended
     * @throws UnansweredException if there is no answer
     */
    public PrOutcome<?> execute(int fd, PrCommand command) throws UnansweredException {
        return execute(fd, command, timeout);
    }

    /**
     * The same with a time limit.
     *
     * @param fd the disk; it stays the caller's
     * @param command the command
     * @param limit how long it may take, 1 ms to 24 days
     * @return how it ended
     * @throws UnansweredException if there is no answer
     */
    public PrOutcome<?> execute(int fd, PrCommand command, Duration limit) throws UnansweredException {
        return PrOutcome.of(execute(fd, command.cdb(), command.dataOut(), limit));
    }

    private ScsiExchange execute(int fd, byte[] cdb, byte[] dataOut, long deadline) throws UnansweredException {
        line.enter(deadline, Wire.CDB_LENGTH + dataOut.length);
        try {
            exchange.put(cdb, dataOut);
            // QEMU sends that one whether it was offered or not.
            if (exchange.opcode() != Wire.CLEANUP) {
                Wire.requireReservation(exchange.opcode());
            }
            send(fd, protocol.request(exchange));
            receiveUntilReady();
            return exchange;
        } catch (UnansweredException failed) {
            if (failed.sent() != Sent.NOTHING || failed.reason() == Reason.HELPER_LEFT) {
                // What comes yet would be taken for the answer to the next command.
                close();
            } else {
                protocol.withdraw();
            }
            throw failed;
        } finally {
            line.leave();
        }
    }

    /** Sends CDB and list, as QEMU does: the descriptor goes with the CDB. */
    private void send(int fd, int length) throws UnansweredException {
        message.attach(fd);
        message.data(memory.command(), 0, Wire.CDB_LENGTH);
        int sent = line.send(message);
        line.send(memory.command(), sent, Wire.CDB_LENGTH);
        line.send(memory.command(), Wire.CDB_LENGTH, length);
    }

    private void receiveUntilReady() throws UnansweredException {
        while (protocol.phase() != ClientProtocol.Phase.READY) {
            int count = line.receive(memory.answer(), protocol.filled(), protocol.wanted());
            ClientProtocol.Phase phase = count == 0 ? protocol.ended() : protocol.received(exchange, count);
            if (phase == ClientProtocol.Phase.CLOSED) {
                Violation violation = protocol.violation();
                throw violation == null || violation == Violation.ENDED_IN_MESSAGE
                        ? line.left()
                        : line.without(Reason.PROTOCOL_VIOLATION, violation.sentence(), null);
            }
        }
    }

    /** Closes the connection, and ends a call that waits on another thread at once. */
    @Override
    public void close() {
        try {
            line.close();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
