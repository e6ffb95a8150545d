// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.simulation.target.OpCode.*;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A logical unit of a {@link SimulatedTarget}: commands of all nexuses meet here, one at a time. */
public final class LogicalUnit {
    private static final Sense NO_SENSE = new Sense(0, 0, 0);

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
    private final ModePages modePages;

    LogicalUnit(int lun, TargetConfiguration configuration, Ports ports) {
        this.lun = lun;
        this.ports = ports;
        options = new Options(configuration);
        state = new UnitState(options);
        access = new Access(state, options);
        reserveOut = new ReserveOut(state, options, ports, tasks);
        reserveIn = new ReserveIn(state, options, ports);
        medium = new Medium(configuration.blocks());
        identity = new Identity(configuration, lun);
        modePages = new ModePages(options.has(Feature.TASK_ABORTED_STATUS));
    }

    /** {@return the number of the unit, from 0} */
    public int lun() {
        return lun;
    }

    /** {@return what the unit knows now, as a value that no later command changes} */
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
     * @param snapshot of a unit whose nexuses this target has too
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

    Ports ports() {
        return ports;
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

    /** A command that waits in the task set until the gate opens or it is aborted; answers whether its sender hears of its end. */
    boolean executeBehind(Gate gate, int slot, ScsiExchange exchange, Runnable held) {
        Tasks.Task task = enter(gate, slot, exchange);
        if (task == null) {
            return true;
        }
        held.run();
        boolean executed = gate.pass(task);
        lock.lock();
        try {
            tasks.leave(task);
            if (task.isAborted()) {
                return endAborted(exchange);
            } else if (executed) {
                perform(slot, exchange);
            } else {
                HostStatus.TIME_OUT.end(exchange);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Tasks.@Nullable Task enter(Gate gate, int slot, ScsiExchange exchange) {
        lock.lock();
        try {
            return admits(slot, exchange) ? tasks.enter(slot, exchange, gate) : null;
        } finally {
            lock.unlock();
        }
    }

    /** SAM-5, 5.3.1: TASK ABORTED, or no answer at all, which looks like a time-out; answers whether there is one. */
    private boolean endAborted(ScsiExchange exchange) {
        boolean told = options.has(Feature.TASK_ABORTED_STATUS);
        if (told) {
            exchange.end(ScsiStatus.TASK_ABORTED);
        } else {
            HostStatus.TIME_OUT.end(exchange);
        }
        return told;
    }

    boolean abort(ScsiExchange exchange) {
        lock.lock();
        try {
            return tasks.abort(exchange);
        } finally {
            lock.unlock();
        }
    }

    void abortAll(int slot) {
        lock.lock();
        try {
            tasks.abort(slot);
        } finally {
            lock.unlock();
        }
    }

    void clearTaskSet(int slot) {
        lock.lock();
        try {
            for (int other = 0; other < state.slots(); other++) {
                if (tasks.abort(other) && other != slot && !options.has(Feature.TASK_ABORTED_STATUS)) {
                    state.attend(other, Attention.COMMANDS_CLEARED);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void lose(int slot) {
        lock.lock();
        try {
            tasks.abort(slot);
            access.releaseUnitOf(slot);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the command comes to be executed; else it has ended with the reason. */
    private boolean admits(int slot, ScsiExchange exchange) {
        int opcode = exchange.opcode();
        boolean free = opcode == INQUIRY || opcode == REQUEST_SENSE || opcode == REPORT_LUNS;
        if (!free && reportsAttention(slot, exchange)) {
            return false;
        }
        Verdict verdict = state.isInformationLost() && !free && !isReplaceLost(exchange)
                ? Verdict.INFORMATION_LOST
                : access.check(exchange, slot);
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
        boolean all = options.has(Deviation.ATTENTION_TAKES_THE_OTHERS);
        state.setAttentions(slot, all ? Attention.EMPTY : Attention.rest(queue));
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
            case INQUIRY -> identity.inquiry(exchange, ports.targetPortOf(slot));
            case REQUEST_SENSE -> requestSense(slot, exchange);
            case REPORT_LUNS -> identity.reportLuns(exchange);
            case RESERVE_6 -> access.reserveUnit(slot).end(exchange);
            case RELEASE_6 -> access.releaseUnit(slot).end(exchange);
            case RESERVE_10 -> (knowsLongForms() ? access.reserveUnit(slot) : Verdict.UNKNOWN_OPCODE).end(exchange);
            case RELEASE_10 -> (knowsLongForms() ? access.releaseUnit(slot) : Verdict.UNKNOWN_OPCODE).end(exchange);
            default -> performOther(exchange);
        }
    }

    /** What initiators look at before they use a disk; apart, so that the switch above stays small. */
    private void performOther(ScsiExchange exchange) {
        switch (exchange.opcode()) {
            case READ_CAPACITY_10, SERVICE_ACTION_IN_16 -> medium.capacity(exchange);
            case MODE_SENSE_6, MODE_SENSE_10 -> modePages.sense(exchange);
            // What was written is on the medium, and the medium always turns.
            case SYNCHRONIZE_CACHE_10, SYNCHRONIZE_CACHE_16, START_STOP_UNIT -> exchange.good(0);
            default -> Verdict.UNKNOWN_OPCODE.end(exchange);
        }
    }

    private void requestSense(int slot, ScsiExchange exchange) {
        long queue = state.attentions(slot);
        if (queue == Attention.EMPTY) {
            identity.requestSense(exchange, NO_SENSE);
        } else if (options.has(Deviation.ATTENTION_ENDS_REQUEST_SENSE)) {
            exchange.checkCondition(Attention.first(queue).sense());
        } else if (options.has(Feature.REQUEST_SENSE_CLEARS_ATTENTIONS)) {
            state.setAttentions(slot, Attention.EMPTY);
            identity.requestSense(exchange, Attention.first(queue).sense());
        } else {
            identity.requestSense(exchange, NO_SENSE);
        }
    }

    private boolean knowsLongForms() {
        return !options.has(Deviation.NO_RESERVE_10);
    }

    /** {@code LUN 0: ...}, see {@link UnitSnapshot#toString}. */
    @Override
    public String toString() {
        return snapshot().toString();
    }
}
