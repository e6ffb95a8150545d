// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.target;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.TransportId;

/** An I_T_L nexus: one initiator port that sends commands to one logical unit through one target port. Safe for use by several threads. */
public final class Nexus implements ScsiPort {
    private final TransportId initiator;
    private final int targetPort;
    private final LogicalUnit unit;
    private final int slot;

    Nexus(TransportId initiator, int targetPort, LogicalUnit unit, int slot) {
        this.initiator = initiator;
        this.targetPort = targetPort;
        this.unit = unit;
        this.slot = slot;
    }

    /** The initiator port. */
    public TransportId initiator() {
        return initiator;
    }

    /** The relative identifier of the target port. */
    public int targetPort() {
        return targetPort;
    }

    /** The logical unit. */
    public LogicalUnit unit() {
        return unit;
    }

    /** The nexus as snapshots name it. */
    public UnitSnapshot.Port port() {
        return new UnitSnapshot.Port(initiator, targetPort);
    }

    @Override
    public void execute(ScsiExchange exchange) {
        unit.execute(slot, exchange);
    }

    /** {@code iscsi,iqn... through port 1 to LUN 0}. */
    @Override
    public String toString() {
        return port() + " to LUN " + unit.lun();
    }
}
