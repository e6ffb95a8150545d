// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.TransportId;

/** An I_T_L nexus: one initiator port that sends commands to one logical unit through one target port, simulated or real. */
public interface Nexus extends ScsiPort {
    /** {@return the initiator port} */
    TransportId initiator();

    /** {@return the relative identifier of the target port; over iSCSI the portal group tag} */
    int targetPort();
}
