// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import io.prhelper.core.scsi.ScsiExchange;

/**
 * What executes the commands that clients send for their open disks: SG_IO by default, or a simulated target, or whatever else.
 * It is asked last: who may send what to which device is decided before, and so is whether the device has room for one more command.
 *
 * <p>Called on several threads at once, one exchange each. It may block for as long as the device does: that costs the one
 * connection only. It ends the exchange, and never GOOD where the command may not have reached the device; a thrown exception
 * ends the command with CHECK CONDITION 0B/00/06.
 */
@FunctionalInterface
public interface DevicePort {
    /**
     * Executes one command.
     *
     * @param fd the client's descriptor; open for this call only, it must be neither closed nor changed with F_SETFL, which the
     *     client would see
     * @param exchange PERSISTENT RESERVE IN or OUT; or CLEANUP ({@link io.prhelper.core.protocol.Wire#CLEANUP}), to which whoever keeps
     *     nothing in mind of a device answers GOOD
     */
    void execute(int fd, ScsiExchange exchange);

    /**
     * The same, with the client that sent the command: what a server calls. For ports that act differently for different clients.
     *
     * @param peer who connected
     * @param fd see {@link #execute(int, ScsiExchange)}
     * @param exchange see {@link #execute(int, ScsiExchange)}
     */
    default void execute(PeerCredentials peer, int fd, ScsiExchange exchange) {
        execute(fd, exchange);
    }
}
