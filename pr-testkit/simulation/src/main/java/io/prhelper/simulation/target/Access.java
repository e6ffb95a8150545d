// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.simulation.target.OpCode.*;

import io.prhelper.core.pr.ReservationType;

/** What reservations do to the commands that are not PERSISTENT RESERVE (SPC-5, 5.14.1, and SBC-4, 4.17). */
final class Access {
    private final UnitState state;
    private final Options options;

    Access(UnitState state, Options options) {
        this.state = state;
        this.options = options;
    }

    /** Whether a command of this operation code may run; what the two RESERVE families do to each other is their own business. */
    Verdict check(int opcode, int slot) {
        boolean allowed = switch (opcode) {
            case READ_10, READ_16 -> mayAccess(slot, false);
            case WRITE_10, WRITE_16 -> mayAccess(slot, true);
            case TEST_UNIT_READY, RESERVE_6, RESERVE_10 -> !isReservedForOther(slot);
            // SPC-2, 5.5.1: whoever made the reservation.
            case PERSISTENT_RESERVE_IN, PERSISTENT_RESERVE_OUT -> state.spc2Holder() == UnitState.NONE;
            default -> true;
        };
        return allowed ? Verdict.GOOD : Verdict.CONFLICT;
    }

    /** Whether a nexus may read or, with {@code write}, write the medium. */
    private boolean mayAccess(int slot, boolean write) {
        if (isReservedForOther(slot)) {
            return false;
        }
        ReservationType type = state.type();
        return type == null
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
        if (state.registrations() > 0 || state.type() != null) {
            return compatible(slot);
        }
        state.setSpc2Holder(slot);
        return Verdict.GOOD;
    }

    /** SPC-2 RELEASE(6) and RELEASE(10): GOOD without effect from a nexus that has not reserved (SPC-2, 7.17). */
    Verdict releaseUnit(int slot) {
        if (state.registrations() > 0 || state.type() != null) {
            return compatible(slot);
        }
        if (state.spc2Holder() == slot) {
            state.setSpc2Holder(UnitState.NONE);
        }
        return Verdict.GOOD;
    }

    /** SPC-5, 5.14.3; where it makes no exception, SPC-2, 5.5.1: while anybody is registered the two commands conflict. */
    private Verdict compatible(int slot) {
        ReservationType type = state.type();
        boolean exempt = options.has(Feature.COMPATIBLE_RESERVATION_HANDLING)
                && (state.isHolder(slot) || (type != null && type.admitsRegistrants() && state.isRegistered(slot)));
        return exempt ? Verdict.GOOD : Verdict.CONFLICT;
    }
}
