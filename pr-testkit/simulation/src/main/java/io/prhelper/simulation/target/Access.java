// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.simulation.target.OpCode.*;

import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiExchange;

/** What reservations do to the commands that are not PERSISTENT RESERVE (SPC-5, 5.14.1, and SBC-4, 4.17). */
final class Access {
    private final UnitState state;
    private final Options options;

    Access(UnitState state, Options options) {
        this.state = state;
        this.options = options;
    }

    /** Whether a command may run (SPC-5, table 69, and SBC-4, table 13); what the two RESERVE families do to each other is their own business. */
    Verdict check(ScsiExchange exchange, int slot) {
        boolean allowed = switch (exchange.opcode()) {
            case READ_10, READ_16, MODE_SENSE_6, MODE_SENSE_10 -> mayAccess(slot, false);
            case WRITE_10, WRITE_16, SYNCHRONIZE_CACHE_10, SYNCHRONIZE_CACHE_16 -> mayAccess(slot, true);
            case TEST_UNIT_READY ->
                options.has(Deviation.UNIT_RESERVE_ADMITS_TEST_UNIT_READY) || !isReservedForOther(slot);
            case RESERVE_6, READ_CAPACITY_10, SERVICE_ACTION_IN_16 -> !isReservedForOther(slot);
            case RESERVE_10 -> options.has(Deviation.NO_RESERVE_10) || !isReservedForOther(slot);
            case START_STOP_UNIT -> isStart(exchange) ? !isReservedForOther(slot) : mayAccess(slot, true);
            // SPC-2, 5.5.1: whoever made the reservation.
            case PERSISTENT_RESERVE_IN, PERSISTENT_RESERVE_OUT ->
                state.spc2Holder() == UnitState.NONE || options.has(Deviation.UNIT_RESERVE_ADMITS_PERSISTENT_RESERVE);
            case REQUEST_SENSE, REPORT_LUNS ->
                !options.has(Deviation.UNIT_RESERVE_STOPS_FREE_COMMANDS) || !isReservedForOther(slot);
            default -> true;
        };
        return allowed ? Verdict.GOOD : Verdict.CONFLICT;
    }

    /** START STOP UNIT with START and without a power condition. */
    private static boolean isStart(ScsiExchange exchange) {
        return (exchange.cdb(4) & 0xf1) == 0x01;
    }

    /** Whether a nexus may read or, with {@code write}, write the medium. */
    private boolean mayAccess(int slot, boolean write) {
        if (isReservedForOther(slot)) {
            return false;
        }
        ReservationType type = state.type();
        return type == null
                || (type.isAllRegistrants() && options.has(Deviation.ALL_REGISTRANTS_ADMIT_EVERYBODY))
                || state.isHolder(slot)
                || (state.isRegistered(slot) && type.admitsRegistrants())
                || (!write && !type.isExclusiveAccess());
    }

    /** Whether another nexus has the unit by an SPC-2 RESERVE. */
    private boolean isReservedForOther(int slot) {
        return state.spc2Holder() != UnitState.NONE && state.spc2Holder() != slot;
    }

    /** SPC-2 RESERVE(6) and RESERVE(10). */
    Verdict reserveUnit(int slot) {
        if (isPersistentlyInUse()) {
            return compatible(slot);
        }
        state.setSpc2Holder(slot);
        return Verdict.GOOD;
    }

    /** SPC-2 RELEASE(6) and RELEASE(10): GOOD without effect from a nexus that has not reserved (SPC-2, 7.17). */
    Verdict releaseUnit(int slot) {
        if (isPersistentlyInUse()) {
            return compatible(slot);
        }
        releaseUnitOf(slot);
        return Verdict.GOOD;
    }

    /** Ends the SPC-2 reservation of a slot, if it has one. */
    void releaseUnitOf(int slot) {
        if (state.spc2Holder() == slot) {
            state.setSpc2Holder(UnitState.NONE);
        }
    }

    private boolean isPersistentlyInUse() {
        return (state.registrations() > 0 || state.type() != null)
                && !options.has(Deviation.UNIT_RESERVE_BESIDE_REGISTRATIONS);
    }

    /** SPC-5, 5.14.3; where it makes no exception, SPC-2, 5.5.1: while anybody is registered the two commands conflict. */
    private Verdict compatible(int slot) {
        ReservationType type = state.type();
        if (options.has(Deviation.UNIT_COMMANDS_EXEMPT_MAKER_ONLY)) {
            return type != null && state.holder() == slot ? Verdict.GOOD : Verdict.CONFLICT;
        }
        boolean exempt = options.has(Feature.COMPATIBLE_RESERVATION_HANDLING)
                && (state.isHolder(slot) || (type != null && type.admitsRegistrants() && state.isRegistered(slot)));
        return exempt ? Verdict.GOOD : Verdict.CONFLICT;
    }
}
