// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.disk;

import io.prhelper.core.scsi.TransportId;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/** A helper that runs in this process, on a socket in a temporary folder, in front of a simulated target. Safe for use by several threads. */
public final class SimulatedHelper implements AutoCloseable {
    private static final long FIRST_ADDRESS = 0x5000_0000_0000_0001L;

    private final SimulatedTarget target;
    private final SimulatedDisks disks = new SimulatedDisks();
    private final Path folder;
    private final HelperServer server;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private long nextAddress = FIRST_ADDRESS;

    private SimulatedHelper(SimulatedTarget target, Path folder) throws IOException {
        this.target = target;
        this.folder = folder;
        server = HelperServer.on(UnixListener.bind(socket().toString(), OptionalInt.empty()))
                .device(disks)
                .start();
    }

    /**
     * Starts a helper in front of a new target.
     *
     * @param configuration of the target
     * @return the helper, to be closed
     * @throws IOException if the socket can not be made
     */
    public static SimulatedHelper start(TargetConfiguration configuration) throws IOException {
        Path folder = Files.createTempDirectory("pr-helper");
        try {
            return new SimulatedHelper(SimulatedTarget.create(configuration), folder);
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(folder);
            throw failed;
        }
    }

    /** {@return the target behind the helper} */
    public SimulatedTarget target() {
        return target;
    }

    /** {@return where the helper listens, in a folder that is removed with it} */
    public Path socket() {
        return folder.resolve("helper.sock");
    }

    /**
     * Another initiator, connected to the helper, with LUN 0 as its disk. It is closed with the helper, if not before.
     *
     * @return the initiator, a SAS port of its own
     * @throws IOException if it can not be connected
     */
    public synchronized SimulatedClient connect() throws IOException {
        return connect(target.nexus(new TransportId.Sas(nextAddress++), 0));
    }

    /**
     * Like {@link #connect()}, with a name for people, see {@link SimulatedNexus#called}.
     *
     * @param name not blank
     * @return the initiator, a SAS port of its own
     * @throws IOException if it can not be connected
     */
    public synchronized SimulatedClient connect(String name) throws IOException {
        return connect(target.nexus(new TransportId.Sas(nextAddress++), 0).called(name));
    }

    /**
     * This nexus of the target, connected to the helper. It is closed with the helper, if not before.
     *
     * @param nexus with any unit of the target
     * @return the nexus as a client of the helper
     * @throws IllegalArgumentException naming the nexus, if it is one of another target
     * @throws IOException if it can not be connected
     */
    public synchronized SimulatedClient connect(SimulatedNexus nexus) throws IOException {
        if (!target.has(nexus.unit())) {
            throw new IllegalArgumentException("a nexus of another target than the helper's: " + nexus);
        }
        OwnedFd disk = disks.open(nexus);
        open.push(disk);
        HelperClient client = HelperClient.connect(socket());
        open.push(client);
        return new SimulatedClient(nexus, disk, client);
    }

    /** Closes all clients, stops the helper and removes its socket. */
    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            close(open.pop());
        }
        server.close();
        try {
            Files.deleteIfExists(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception failed) {
            throw new IllegalStateException("can not close " + one, failed);
        }
    }
}
