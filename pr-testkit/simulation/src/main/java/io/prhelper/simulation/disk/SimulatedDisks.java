// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.disk;

import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.FileIdentity;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.simulation.map.SimulatedMap;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives simulated nexuses and maps descriptors, and executes on them what a server receives with these descriptors.
 *
 * <p>A descriptor is a file in memory; which nexus it is shows from the file, so duplicates and descriptors that were passed
 * through a socket work.
 */
public final class SimulatedDisks implements DevicePort {
    private final Map<FileIdentity, ScsiPort> ports = new ConcurrentHashMap<>();

    /** Without disks. */
    public SimulatedDisks() {}

    /**
     * Makes a descriptor, readable and writable, that stands for the nexus or map; the caller closes it.
     *
     * @param nexus executes what comes with the descriptor; a {@link SimulatedMap} is one too
     * @return the descriptor of a file in memory
     * @throws IOException if the kernel has no file for it
     */
    public OwnedFd open(ScsiPort nexus) throws IOException {
        OwnedFd disk = OwnedFd.inMemory("simulated disk");
        ports.put(FileIdentity.of(disk.fd()), nexus);
        return disk;
    }

    /** Answers 0B/00/06 for a file that is no simulated disk, as for a file that is no SCSI device. */
    @Override
    public void execute(int fd, ScsiExchange exchange) {
        ScsiPort port = find(fd);
        if (exchange.opcode() == Wire.CLEANUP && !(port instanceof SimulatedMap)) {
            // A multipath map alone has something to forget.
            exchange.good(0);
        } else if (port == null) {
            exchange.checkCondition(Sense.IO_PROCESS_TERMINATED);
        } else {
            port.execute(exchange);
        }
    }

    private @Nullable ScsiPort find(int fd) {
        try {
            return ports.get(FileIdentity.of(fd));
        } catch (IOException notOpen) {
            return null;
        }
    }
}
