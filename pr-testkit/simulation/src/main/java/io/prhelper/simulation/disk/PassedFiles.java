// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.disk;

import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.FileIdentity;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes any file that a helper's client passes for a disk of a simulated target: each file is an initiator port of its own, at LUN 0 behind
 * the first target port. Descriptors of the same file, from whichever process, are the same initiator port. The first file is SAS port
 * 5000000000000001h, the next one 5000000000000002h, and so on.
 */
public final class PassedFiles implements DevicePort {
    private static final long FIRST_ADDRESS = 0x5000_0000_0000_0001L;

    /** The target never forgets an initiator port: there is an end to how many it knows. */
    private static final int MOST = 1024;

    private final SimulatedTarget target;
    private final Map<FileIdentity, SimulatedNexus> nexuses = new HashMap<>();

    /**
     * Files of clients that are initiators of this target.
     *
     * @param target gets an initiator port for each file, 1024 at most
     */
    public PassedFiles(SimulatedTarget target) {
        this.target = target;
    }

    /** Answers 0B/00/06 for what is no open file, and for every new file after 1024. */
    @Override
    public void execute(int fd, ScsiExchange exchange) {
        if (exchange.opcode() == Wire.CLEANUP) {
            // A multipath map alone has something to forget.
            exchange.good(0);
            return;
        }
        SimulatedNexus nexus = nexus(fd);
        if (nexus == null) {
            exchange.checkCondition(Sense.IO_PROCESS_TERMINATED);
        } else {
            nexus.execute(exchange);
        }
    }

    private synchronized @Nullable SimulatedNexus nexus(int fd) {
        try {
            FileIdentity file = FileIdentity.of(fd);
            SimulatedNexus known = nexuses.get(file);
            if (known == null && nexuses.size() < MOST) {
                known = target.nexus(new TransportId.Sas(FIRST_ADDRESS + nexuses.size()), 0);
                nexuses.put(file, known);
            }
            return known;
        } catch (IOException notOpen) {
            return null;
        }
    }
}
