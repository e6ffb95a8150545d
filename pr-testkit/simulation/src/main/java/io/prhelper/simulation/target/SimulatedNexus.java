// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import org.jspecify.annotations.Nullable;

/** An I_T_L nexus with a simulated logical unit. Safe for use by several threads. */
public final class SimulatedNexus implements Nexus {
    private final TransportId initiator;
    private final int targetPort;
    private final LogicalUnit unit;
    private final int slot;
    private final Faults faults;

    SimulatedNexus(TransportId initiator, int targetPort, LogicalUnit unit, int slot, Faults faults) {
        this.initiator = initiator;
        this.targetPort = targetPort;
        this.unit = unit;
        this.slot = slot;
        this.faults = faults;
    }

    @Override
    public TransportId initiator() {
        return initiator;
    }

    @Override
    public int targetPort() {
        return targetPort;
    }

    /** {@return the logical unit that its commands go to} */
    public LogicalUnit unit() {
        return unit;
    }

    /**
     * Gives the initiator port a name, which people read beside its address in snapshots and messages from here on; all its nexuses have
     * the same one, and two ports may have the same.
     *
     * @param name not blank, {@code "bob"}
     * @return this
     */
    public SimulatedNexus called(String name) {
        Checks.require(!Checks.given(name, "name").isBlank(), "a name that is not blank");
        unit.ports().name(initiator, name);
        return this;
    }

    /** {@return the nexus as snapshots name it} */
    public UnitSnapshot.Port port() {
        return unit.ports().port(initiator, targetPort);
    }

    @Override
    public void execute(ScsiExchange exchange) {
        Failure failure = faults.failure(this, exchange);
        if (failure == null) {
            unit.execute(slot, exchange);
        } else {
            fail(failure, exchange, () -> {});
        }
    }

    /**
     * Executes one command like {@link #execute(ScsiExchange)}, for a sender that has more to do than to wait.
     *
     * @param exchange holds the command, and its end when this returns
     * @param held runs at most once, on the calling thread: a fault holds the command up, and this thread is about to wait
     * @return false where the command was aborted and target and fault leave its sender without an answer, whatever the exchange says
     */
    public boolean execute(ScsiExchange exchange, Runnable held) {
        Failure failure = faults.failure(this, exchange);
        if (failure == null) {
            unit.execute(slot, exchange);
            return true;
        }
        return fail(failure, exchange, held);
    }

    /**
     * Aborts the command in this exchange where a fault holds it up (SAM-5, 7.2, ABORT TASK).
     *
     * @param exchange the one that was handed in with the command, not a copy
     * @return true if its command waited, and is aborted now
     */
    public boolean abort(ScsiExchange exchange) {
        return unit.abort(exchange);
    }

    /** Aborts the commands of this nexus that a fault holds up (SAM-5, 7.3, ABORT TASK SET). */
    public void abortAll() {
        unit.abortAll(slot);
    }

    /**
     * Aborts the commands of all nexuses of the unit that a fault holds up (SAM-5, 7.5, CLEAR TASK SET). The others that had one get unit
     * attention 2F/00, or with {@link Feature#TASK_ABORTED_STATUS} that status.
     */
    public void clearTaskSet() {
        unit.clearTaskSet(slot);
    }

    /** The nexus is lost (SAM-5, 6.3.4): its commands are aborted and its SPC-2 reservation ends, persistent reservations stay. */
    public void lose() {
        unit.lose(slot);
    }

    private boolean fail(Failure failure, ScsiExchange exchange, Runnable held) {
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
            case Failure.Hung(Gate gate) -> {
                return unit.executeBehind(gate, slot, exchange, held);
            }
        }
        return true;
    }

    /** Whether both are of the same initiator port, target port and logical unit. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SimulatedNexus that && unit == that.unit && slot == that.slot;
    }

    @Override
    public int hashCode() {
        return 31 * unit.lun() + slot;
    }

    /** {@code iscsi,iqn... through port 1 to LUN 0}, in front its name where it has one. */
    @Override
    public String toString() {
        return port() + " to LUN " + unit.lun();
    }
}
