// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.client;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.client.UnansweredException.Reason;
import io.prhelper.ffm.client.UnansweredException.Sent;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.errno.KernelException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client that outlives restarts of its helper, as QEMU does (QEMU, {@code scsi/pr-manager-helper.c}): as long as the CDB has not been
 * sent it connects again, after that any failure ends the command with CHECK CONDITION 0B/08/00, for nobody knows whether it was
 * executed. One request at a time; {@link #close} may be called by any thread at any time.
 *
 * <p>Unlike QEMU, which waits for ever, it gives a call a time limit; what is not answered by then ends in the same way.
 */
public final class ReconnectingClient implements AutoCloseable {
    /** How often it tries to send a CDB. */
    public static final int ATTEMPTS = 5;

    /** How long it waits after an attempt to connect that failed. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    private final Path path;
    private final Duration timeout;
    private final Pause pause;
    private final ScsiExchange failed = ScsiExchange.allocate();
    private volatile @Nullable HelperClient client;
    private volatile boolean closed;

    /** How to wait. */
    @FunctionalInterface
    interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    private ReconnectingClient(Path path, Duration timeout, Pause pause, HelperClient client) {
        this.path = path;
        this.timeout = timeout;
        this.pause = pause;
        this.client = client;
    }

    /**
     * Connects to a helper and shakes hands. The first time it has to be there: QEMU starts no guest without.
     *
     * @param path where the helper listens
     * @return the client, whose calls may take {@link HelperClient#TIMEOUT}
     * @throws IOException if nobody listens there or the greeting does not come; the message names the path
     */
    public static ReconnectingClient connect(Path path) throws IOException {
        return connect(path, HelperClient.TIMEOUT);
    }

    /**
     * The same with a time limit.
     *
     * @param path where the helper listens
     * @param timeout how long each call may take, 1 ms to 24 days; but for {@link #PAUSE} it begins anew with each connection
     * @return the client
     * @throws IOException if nobody listens there or the greeting does not come; the message names the path
     */
    public static ReconnectingClient connect(Path path, Duration timeout) throws IOException {
        return connect(path, timeout, Thread::sleep);
    }

    static ReconnectingClient connect(Path path, Duration timeout, Pause pause) throws IOException {
        return new ReconnectingClient(path, timeout, pause, HelperClient.connect(path, timeout));
    }

    /**
     * Whether anything showed that the helper is gone.
     *
     * @return true as long as nothing did
     */
    public boolean isConnected() {
        return client != null;
    }

    /**
     * Sends a command for an open disk and waits for its end. It never fails for want of a helper or of an answer in time: that shows as
     * 0B/08/00, also where this thread is interrupted, or the client closed, meanwhile.
     *
     * @param fd the disk; it stays the caller's
     * @param cdb PERSISTENT RESERVE IN or OUT, 1 to 16 bytes
     * @param dataOut the parameter list, as long as the CDB says
     * @return the ended exchange, good until the next call
     * @throws IllegalArgumentException if it is another command, the list has another length, or the descriptor is not open
     * @throws IllegalStateException if this client is closed
     */
    public ScsiExchange execute(int fd, byte[] cdb, byte[] dataOut) {
        if (closed) {
            throw new IllegalStateException("the client of " + path + " is closed");
        }
        ScsiExchange ended = attempt(fd, cdb, dataOut);
        if (ended != null) {
            return ended;
        }
        failed.put(cdb, dataOut);
        failed.checkCondition(Sense.COMMUNICATION_FAILURE);
        return failed;
    }

    /**
     * Sends a PERSISTENT RESERVE OUT for an open disk and waits for its end, see {@link #execute(int, byte[], byte[])}.
     *
     * @param fd the disk; it stays the caller's
     * @param command the command
     * @return how it ended
     */
    public PrOutcome<PrOutcome.Nothing> execute(int fd, PrOutCommand command) {
        return PrOutcome.withoutData(execute(fd, command.cdb(), command.dataOut()));
    }

    /**
     * Sends a PERSISTENT RESERVE IN for an open disk and waits for its end, see {@link #execute(int, byte[], byte[])}; asks for more where
     * {@link HelperClient#execute(int, PrQuery)} does.
     *
     * @param <T> what the query brings
     * @param fd the disk; it stays the caller's
     * @param query what to ask
     * @return how it ended
     */
    public <T extends PrInData> PrOutcome<T> execute(int fd, PrQuery<T> query) {
        PrOutcome<T> outcome = ask(fd, query);
        return query.again(outcome, Wire.MAX_DATA_LENGTH)
                .map(again -> ask(fd, again))
                .filter(PrOutcome::isGood)
                .orElse(outcome);
    }

    private <T extends PrInData> PrOutcome<T> ask(int fd, PrQuery<T> query) {
        PrInCommand command = query.command();
        return PrOutcome.of(execute(fd, command.cdb(), command.dataOut()), query);
    }

    /**
     * Sends either of the two.
     *
     * @param fd the disk; it stays the caller's
     * @param command the command
     * @return how it ended
     */
    public PrOutcome<?> execute(int fd, PrCommand command) {
        return PrOutcome.of(execute(fd, command.cdb(), command.dataOut()));
    }

    /** The ended exchange, or null where there was no answer. */
    private @Nullable ScsiExchange attempt(int fd, byte[] cdb, byte[] dataOut) {
        for (int attempt = 0; attempt < ATTEMPTS && !closed; attempt++) {
            HelperClient connected = connected();
            if (connected == null) {
                if (!waited()) {
                    return null;
                }
                continue;
            }
            try {
                return connected.execute(fd, cdb, dataOut);
            } catch (UnansweredException unanswered) {
                if (unanswered.getCause() instanceof KernelException refused && refused.is(Errno.EBADF)) {
                    throw new IllegalArgumentException("descriptor " + fd + " is not open", unanswered);
                }
                if (!connected.isOpen()) {
                    disconnect();
                }
                if (unanswered.reason() != Reason.HELPER_LEFT || unanswered.sent() != Sent.NOTHING) {
                    return null;
                }
            }
        }
        return null;
    }

    private @Nullable HelperClient connected() {
        HelperClient there = client;
        if (there == null) {
            try {
                there = HelperClient.connect(path, timeout);
            } catch (IOException notThere) {
                return null;
            }
            client = there;
            if (closed) {
                disconnect();
            }
        }
        return there;
    }

    private boolean waited() {
        try {
            pause.pause(PAUSE);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void disconnect() {
        HelperClient there = client;
        client = null;
        if (there != null) {
            there.close();
        }
    }

    /** Closes the connection, and ends a call that waits on another thread. */
    @Override
    public void close() {
        closed = true;
        disconnect();
    }
}
