// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.TransportId;
import org.jspecify.annotations.Nullable;

/** An I_T_L nexus: one initiator port that sends commands to one logical unit through one target port. Safe for use by several threads. */
public final class Nexus implements ScsiPort {
    private final TransportId initiator;
    private final int targetPort;
    private final LogicalUnit unit;
    private final int slot;
    private final Faults faults;

    Nexus(TransportId initiator, int targetPort, LogicalUnit unit, int slot, Faults faults) {
        this.initiator = initiator;
        this.targetPort = targetPort;
        this.unit = unit;
        this.slot = slot;
        this.faults = faults;
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
        Failure failure = faults.failure(this, exchange);
        if (failure == null) {
            unit.execute(slot, exchange);
        } else {
            fail(failure, exchange);
        }
    }

    private void fail(Failure failure, ScsiExchange exchange) {
        switch (failure) {
            case Failure.Answered answered -> {
                exchange.checkCondition(answered.sense());
                exchange.end(answered.statusByte(), 0);
            }
            case Failure.NotSent(HostStatus status) -> status.end(exchange);
            case Failure.ReplyLost(HostStatus status) -> {
                unit.execute(slot, exchange);
                exchange.clearDataIn(exchange.transferred());
                status.end(exchange);
            }
            case Failure.Hung(Gate gate) -> unit.executeBehind(gate, slot, exchange);
        }
    }

    /** Whether both are of the same initiator port, target port and logical unit. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Nexus that && unit == that.unit && slot == that.slot;
    }

    @Override
    public int hashCode() {
        return 31 * unit.lun() + slot;
    }

    /** {@code iscsi,iqn... through port 1 to LUN 0}. */
    @Override
    public String toString() {
        return port() + " to LUN " + unit.lun();
    }
}
