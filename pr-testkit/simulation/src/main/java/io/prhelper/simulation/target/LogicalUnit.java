// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.simulation.target.OpCode.*;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A logical unit of a {@link SimulatedTarget}: commands of all nexuses meet here, one at a time. */
public final class LogicalUnit {
    private final int lun;
    private final Ports ports;
    private final Options options;
    private final ReentrantLock lock = new ReentrantLock();
    private final UnitState state;
    private final Tasks tasks = new Tasks();
    private final Access access;
    private final ReserveOut reserveOut;
    private final ReserveIn reserveIn;
    private final Medium medium;
    private final Identity identity;

    LogicalUnit(int lun, TargetConfiguration configuration, Ports ports) {
        this.lun = lun;
        this.ports = ports;
        options = new Options(configuration);
        state = new UnitState(options);
        access = new Access(state, options);
        reserveOut = new ReserveOut(state, options, ports, tasks);
        reserveIn = new ReserveIn(state, options, ports);
        medium = new Medium(configuration.blocks());
        identity = new Identity(configuration);
    }

    /** The number of the unit, from 0. */
    public int lun() {
        return lun;
    }

    /** What the unit knows now, as a value that no later command changes. */
    public UnitSnapshot snapshot() {
        lock.lock();
        try {
            return UnitSnapshot.of(lun, state, ports);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes the unit know what it knew when the snapshot was made, whatever its number was; the medium and waiting tasks stay. Which
     * nexus made an all registrants reservation is not in a snapshot, only {@link Deviation}s ask for it: it is the first registrant.
     *
     * @throws IllegalArgumentException naming a nexus or a unit attention that the target does not have
     */
    public void restore(UnitSnapshot snapshot) {
        Checks.given(snapshot, "snapshot");
        lock.lock();
        try {
            snapshot.restore(state, ports);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Power goes and comes back (SPC-5, 5.14.5 and 6.16.2): registrations and reservation stay if the last registration asked for it
     * with APTPL, PRGENERATION starts at 0, SPC-2 reservations and waiting tasks are gone, each nexus gets unit attention 29/00.
     */
    public void losePower() {
        lock.lock();
        try {
            if (!state.isPersistent()) {
                state.clear();
            }
            state.setGeneration(0);
            reset();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The unit is reset (SAM-5, 6.3.3): SPC-2 reservations and waiting tasks are gone, each nexus gets unit attention 29/00; persistent
     * reservations stay.
     */
    public void resetUnit() {
        lock.lock();
        try {
            reset();
        } finally {
            lock.unlock();
        }
    }

    private void reset() {
        state.setSpc2Holder(UnitState.NONE);
        state.resetAttentions();
        tasks.abortAll();
    }

    /**
     * The unit loses its reservation information (SPC-5, 5.14.5.4): commands end with 07/44/01 until REPLACE LOST RESERVATION.
     *
     * @throws IllegalStateException if the target does not have {@link Feature#REPLACE_LOST_RESERVATION}, for it would never recover
     */
    public void loseReservationInformation() {
        lock.lock();
        try {
            reserveOut.checkRecovers();
            state.clear();
            state.setInformationLost(true);
        } finally {
            lock.unlock();
        }
    }

    void grow() {
        lock.lock();
        try {
            state.grow(ports.slots());
        } finally {
            lock.unlock();
        }
    }

    void execute(int slot, ScsiExchange exchange) {
        lock.lock();
        try {
            if (admits(slot, exchange)) {
                perform(slot, exchange);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A command that waits in the task set until the gate opens. */
    void executeBehind(Gate gate, int slot, ScsiExchange exchange) {
        Tasks.Task task = enter(slot, exchange);
        if (task == null) {
            return;
        }
        boolean executed = gate.pass();
        lock.lock();
        try {
            tasks.leave(task);
            if (task.isAborted()) {
                endAborted(exchange);
            } else if (executed) {
                perform(slot, exchange);
            } else {
                HostStatus.TIME_OUT.end(exchange);
            }
        } finally {
            lock.unlock();
        }
    }

    private Tasks.@Nullable Task enter(int slot, ScsiExchange exchange) {
        lock.lock();
        try {
            return admits(slot, exchange) ? tasks.enter(slot) : null;
        } finally {
            lock.unlock();
        }
    }

    /** SAM-5, 5.3.1: TASK ABORTED, or no answer at all. */
    private void endAborted(ScsiExchange exchange) {
        if (options.has(Feature.TASK_ABORTED_STATUS)) {
            exchange.end(ScsiStatus.TASK_ABORTED);
        } else {
            HostStatus.TIME_OUT.end(exchange);
        }
    }

    /** Whether the command comes to be executed; else it has ended with the reason. */
    private boolean admits(int slot, ScsiExchange exchange) {
        int opcode = exchange.opcode();
        if (opcode == INQUIRY || opcode == REQUEST_SENSE || opcode == REPORT_LUNS) {
            return true;
        }
        if (reportsAttention(slot, exchange)) {
            return false;
        }
        Verdict verdict = state.isInformationLost() && !isReplaceLost(exchange)
                ? Verdict.INFORMATION_LOST
                : access.check(opcode, slot);
        if (verdict != Verdict.GOOD) {
            verdict.end(exchange);
        }
        return verdict == Verdict.GOOD;
    }

    private boolean reportsAttention(int slot, ScsiExchange exchange) {
        long queue = state.attentions(slot);
        if (queue == Attention.EMPTY) {
            return false;
        }
        state.setAttentions(slot, Attention.rest(queue));
        exchange.checkCondition(Attention.first(queue).sense());
        return true;
    }

    private static boolean isReplaceLost(ScsiExchange exchange) {
        return exchange.opcode() == PERSISTENT_RESERVE_OUT && exchange.serviceAction() == OutCommand.REPLACE_LOST;
    }

    private void perform(int slot, ScsiExchange exchange) {
        switch (exchange.opcode()) {
            case PERSISTENT_RESERVE_OUT ->
                reserveOut.execute(new OutCommand(exchange), slot).end(exchange);
            case PERSISTENT_RESERVE_IN -> reserveIn.execute(exchange);
            case READ_10, READ_16 -> medium.execute(exchange, false);
            case WRITE_10, WRITE_16 -> medium.execute(exchange, true);
            case TEST_UNIT_READY -> exchange.good(0);
            case INQUIRY -> identity.inquiry(exchange);
            case REQUEST_SENSE -> identity.requestSense(exchange);
            case REPORT_LUNS -> identity.reportLuns(exchange);
            case RESERVE_6, RESERVE_10 -> access.reserveUnit(slot).end(exchange);
            case RELEASE_6, RELEASE_10 -> access.releaseUnit(slot).end(exchange);
            default -> Verdict.UNKNOWN_OPCODE.end(exchange);
        }
    }

    /** {@code LUN 0: ...}, see {@link UnitSnapshot#toString}. */
    @Override
    public String toString() {
        return snapshot().toString();
    }
}
