// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.client.ScsiDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks one device, opened for reading. One query at a time. */
public interface PrReader extends AutoCloseable {
    /**
     * Sends the query and waits for its end.
     *
     * @throws IOException if nobody knows how it ended; the message says why
     */
    <T extends PrInData> PrOutcome<T> ask(PrQuery<T> query) throws IOException;

    @Override
    void close();

    /** How readers are made: where it is not this process that sends the commands, a helper does. */
    @FunctionalInterface
    interface Opener {
        /**
         * Opens a node.
         *
         * @throws IOException if it can not be opened or is no device that could be asked, or no helper listens; the message names it
         */
        PrReader open(Path node) throws IOException;
    }

    /**
     * Commands go to the device directly (SG_IO, needs CAP_SYS_RAWIO), or through a helper.
     *
     * @param helper the socket of the helper, or null
     * @param timeout how long one command may take
     */
    static Opener opener(@Nullable Path helper, Duration timeout) {
        return helper == null ? node -> direct(node, timeout) : node -> through(helper, node);
    }

    private static PrReader direct(Path node, Duration timeout) throws IOException {
        ScsiDevice device = ScsiDevice.openReadOnly(node, timeout);
        return new PrReader() {
            @Override
            public <T extends PrInData> PrOutcome<T> ask(PrQuery<T> query) {
                return device.execute(query);
            }

            @Override
            public void close() {
                device.close();
            }
        };
    }

    private static PrReader through(Path helper, Path node) throws IOException {
        OwnedFd device = OwnedFd.open(node, false);
        HelperClient client;
        try {
            client = HelperClient.connect(helper);
        } catch (IOException noHelper) {
            device.close();
            throw new IOException("no helper listens at " + helper + ": " + noHelper.getMessage(), noHelper);
        } catch (RuntimeException broken) {
            device.close();
            throw broken;
        }
        return new PrReader() {
            @Override
            public <T extends PrInData> PrOutcome<T> ask(PrQuery<T> query) throws IOException {
                return client.execute(device.fd(), query);
            }

            @Override
            public void close() {
                client.close();
                device.close();
            }
        };
    }
}
