// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.target;

import io.prhelper.core.scsi.ScsiExchange;
import java.util.concurrent.locks.ReentrantLock;

/** A logical unit of a {@link SimulatedTarget}: commands of all nexuses meet here, one at a time. */
public final class LogicalUnit {
    private static final int TEST_UNIT_READY = 0x00;
    private static final int REQUEST_SENSE = 0x03;
    private static final int INQUIRY = 0x12;
    private static final int RESERVE_6 = 0x16;
    private static final int RELEASE_6 = 0x17;
    private static final int READ_10 = 0x28;
    private static final int WRITE_10 = 0x2a;
    private static final int RESERVE_10 = 0x56;
    private static final int RELEASE_10 = 0x57;
    private static final int PERSISTENT_RESERVE_IN = 0x5e;
    private static final int PERSISTENT_RESERVE_OUT = 0x5f;
    private static final int READ_16 = 0x88;
    private static final int WRITE_16 = 0x8a;
    private static final int REPORT_LUNS = 0xa0;

    private final int lun;
    private final Ports ports;
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
        Options options = new Options(configuration);
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
     * Makes the unit know what it knew when the snapshot was made, whatever its number was; the medium and waiting tasks stay.
     *
     * @throws IllegalArgumentException naming a nexus or a unit attention that the target does not have
     */
    public void restore(UnitSnapshot snapshot) {
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
            dispatch(slot, exchange);
        } finally {
            lock.unlock();
        }
    }

    private void dispatch(int slot, ScsiExchange exchange) {
        int opcode = exchange.opcode();
        switch (opcode) {
            case INQUIRY -> identity.inquiry(exchange);
            case REQUEST_SENSE -> identity.requestSense(exchange);
            case REPORT_LUNS -> identity.reportLuns(exchange);
            default -> {
                if (reportAttention(slot, exchange)) {
                    return;
                }
                if (state.isInformationLost() && !isReplaceLost(exchange)) {
                    Verdict.INFORMATION_LOST.end(exchange);
                    return;
                }
                dispatchChecked(opcode, slot, exchange);
            }
        }
    }

    private boolean reportAttention(int slot, ScsiExchange exchange) {
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

    private void dispatchChecked(int opcode, int slot, ScsiExchange exchange) {
        switch (opcode) {
            case PERSISTENT_RESERVE_OUT -> reserveOut(slot, exchange);
            case PERSISTENT_RESERVE_IN -> reserveIn(exchange);
            case READ_10, READ_16 -> medium(slot, exchange, false);
            case WRITE_10, WRITE_16 -> medium(slot, exchange, true);
            case TEST_UNIT_READY -> (access.isReservedForOther(slot) ? Verdict.CONFLICT : Verdict.GOOD).end(exchange);
            case RESERVE_6, RESERVE_10 -> access.reserveUnit(slot).end(exchange);
            case RELEASE_6, RELEASE_10 -> access.releaseUnit(slot).end(exchange);
            default -> Verdict.UNKNOWN_OPCODE.end(exchange);
        }
    }

    private void reserveOut(int slot, ScsiExchange exchange) {
        Verdict verdict = isReservedBySpc2() ? Verdict.CONFLICT : reserveOut.execute(new OutCommand(exchange), slot);
        verdict.end(exchange);
    }

    private void reserveIn(ScsiExchange exchange) {
        if (isReservedBySpc2()) {
            Verdict.CONFLICT.end(exchange);
        } else {
            reserveIn.execute(exchange);
        }
    }

    /** SPC-2, 5.5.1: PERSISTENT RESERVE conflicts with a reservation by RESERVE, whoever made that. */
    private boolean isReservedBySpc2() {
        return state.spc2Holder() != UnitState.NONE;
    }

    private void medium(int slot, ScsiExchange exchange, boolean write) {
        if (access.mayAccess(slot, write)) {
            medium.execute(exchange, write);
        } else {
            Verdict.CONFLICT.end(exchange);
        }
    }

    /** {@code LUN 0: ...}, see {@link UnitSnapshot#toString}. */
    @Override
    public String toString() {
        return snapshot().toString();
    }
}
