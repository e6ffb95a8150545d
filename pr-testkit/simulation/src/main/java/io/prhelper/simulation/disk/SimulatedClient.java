// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.disk;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.simulation.target.SimulatedNexus;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An initiator of a {@link SimulatedHelper}: a connection and a disk. One command at a time; not safe for use by several threads. */
public final class SimulatedClient {
    private final SimulatedNexus nexus;
    private final OwnedFd disk;
    private final HelperClient client;

    SimulatedClient(SimulatedNexus nexus, OwnedFd disk, HelperClient client) {
        this.nexus = nexus;
        this.disk = disk;
        this.client = client;
    }

    /** {@return which nexus of the target this is} */
    public SimulatedNexus nexus() {
        return nexus;
    }

    /** {@return the descriptor that stands for its disk; it is closed with the helper} */
    public OwnedFd disk() {
        return disk;
    }

    /** {@return its connection; it is closed with the helper} */
    public HelperClient connection() {
        return client;
    }

    /**
     * Sends a PERSISTENT RESERVE OUT through the helper and waits for its end.
     *
     * @param command service action and parameter list
     * @return how it ended
     * @throws UncheckedIOException if the connection failed or the helper broke the protocol
     */
    public PrOutcome<PrOutcome.Nothing> execute(PrOutCommand command) {
        try {
            return client.execute(disk.fd(), command);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Sends a PERSISTENT RESERVE IN through the helper, waits for its end, and decodes what it brought, see
     * {@link HelperClient#execute(int, PrQuery)}.
     *
     * @param <T> what is read
     * @param query what to read, and with which allocation length
     * @return how it ended, and what it brought
     * @throws UncheckedIOException if the connection failed or the helper broke the protocol
     */
    public <T extends PrInData> PrOutcome<T> execute(PrQuery<T> query) {
        try {
            return client.execute(disk.fd(), query);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Sends either of the two, see {@link #execute(PrOutCommand)} and {@link #execute(PrQuery)}.
     *
     * @param command PERSISTENT RESERVE OUT, or IN
     * @return how it ended, and what it brought where that is a query
     * @throws UncheckedIOException if the connection failed or the helper broke the protocol
     */
    public PrOutcome<?> execute(PrCommand command) {
        try {
            return client.execute(disk.fd(), command);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Its nexus. */
    @Override
    public String toString() {
        return nexus.toString();
    }
}
