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
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client that outlives restarts of its helper, as QEMU does (QEMU, {@code scsi/pr-manager-helper.c}): as long as the CDB has not been
 * sent it connects again, after that any failure ends the command with CHECK CONDITION 0B/08/00, for nobody knows whether it was
 * executed. One request at a time; not safe for use by several threads.
 */
public final class ReconnectingClient implements AutoCloseable {
    /** How often it tries to send a CDB. */
    public static final int ATTEMPTS = 5;

    /** How long it waits after an attempt to connect that failed. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    private final Path path;
    private final Pause pause;
    private final ScsiExchange failed = ScsiExchange.allocate();
    private @Nullable HelperClient client;

    /** How to wait. */
    @FunctionalInterface
    interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    private ReconnectingClient(Path path, Pause pause, HelperClient client) {
        this.path = path;
        this.pause = pause;
        this.client = client;
    }

    /**
     * Connects to a helper and shakes hands. The first time it has to be there: QEMU starts no guest without.
     *
     * @throws IOException if nobody listens there or the greeting does not come; the message names the path
     */
    public static ReconnectingClient connect(Path path) throws IOException {
        return connect(path, Thread::sleep);
    }

    static ReconnectingClient connect(Path path, Pause pause) throws IOException {
        return new ReconnectingClient(path, pause, HelperClient.connect(path));
    }

    /** True as long as nothing showed that the helper is gone. */
    public boolean isConnected() {
        return client != null;
    }

    /**
     * Sends a command for an open disk and waits for its end, without a time limit. It never fails for want of a helper: that shows as
     * 0B/08/00, also where this thread is interrupted between two attempts.
     *
     * @param fd the disk; it stays the caller's
     * @param cdb 1 to 16 bytes
     * @param dataOut the parameter list
     * @return the ended exchange, good until the next call
     */
    public ScsiExchange execute(int fd, byte[] cdb, byte[] dataOut) {
        HelperClient begun = begin(fd, cdb, dataOut);
        if (begun != null) {
            try {
                return begun.finish();
            } catch (IOException helperGone) {
                disconnect();
            }
        }
        failed.put(cdb, dataOut);
        failed.checkCondition(Sense.COMMUNICATION_FAILURE);
        return failed;
    }

    /** Sends a PERSISTENT RESERVE OUT for an open disk and waits for its end, see {@link #execute(int, byte[], byte[])}. */
    public PrOutcome<PrOutcome.Nothing> execute(int fd, PrOutCommand command) {
        return PrOutcome.withoutData(execute(fd, command.cdb(), command.dataOut()));
    }

    /**
     * Sends a PERSISTENT RESERVE IN for an open disk and waits for its end, see {@link #execute(int, byte[], byte[])}; asks for more where
     * {@link HelperClient#execute(int, PrQuery)} does.
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

    /** Sends either of the two. */
    public PrOutcome<?> execute(int fd, PrCommand command) {
        return PrOutcome.of(execute(fd, command.cdb(), command.dataOut()));
    }

    /** The client that has sent the CDB, or null where none could. */
    private @Nullable HelperClient begin(int fd, byte[] cdb, byte[] dataOut) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            HelperClient connected = connected();
            if (connected == null) {
                if (!waited()) {
                    return null;
                }
                continue;
            }
            try {
                connected.begin(fd, cdb, dataOut);
                return connected;
            } catch (IOException helperGone) {
                disconnect();
            }
        }
        return null;
    }

    private @Nullable HelperClient connected() {
        if (client == null) {
            try {
                client = HelperClient.connect(path);
            } catch (IOException notThere) {
                return null;
            }
        }
        return client;
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
        if (client != null) {
            client.close();
            client = null;
        }
    }

    /** Closes the connection. */
    @Override
    public void close() {
        disconnect();
    }
}
