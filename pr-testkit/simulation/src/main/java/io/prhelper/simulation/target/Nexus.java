// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.TransportId;

/** An I_T_L nexus: one initiator port that sends commands to one logical unit through one target port, simulated or real. */
public interface Nexus extends ScsiPort {
    /** The initiator port. */
    TransportId initiator();

    /** The relative identifier of the target port. */
    int targetPort();
}
