// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.pr.ReservationType;
import java.util.Objects;

/** RESERVE (SPC-5, 5.14.9), RELEASE (5.14.11.2) and CLEAR (5.14.11.6). */
final class ReserveActions {
    private final UnitState state;
    private final Options options;

    ReserveActions(UnitState state, Options options) {
        this.state = state;
        this.options = options;
    }

    Verdict reserve(OutCommand command, int slot) {
        if (state.type() == null) {
            state.reserve(slot, Objects.requireNonNull(command.type()));
            return Verdict.GOOD;
        }
        return state.isHolder(slot) && state.type() == command.type() ? Verdict.GOOD : Verdict.CONFLICT;
    }

    Verdict release(OutCommand command, int slot) {
        ReservationType type = state.type();
        if (type == null) {
            return Verdict.GOOD;
        }
        if (options.has(Deviation.RELEASE_COMPARED_WITH_RESERVATION) && !isReservationOf(command)) {
            return Verdict.INVALID_CDB;
        }
        if (!state.isHolder(slot)) {
            return Verdict.GOOD;
        }
        if (command.type() != type) {
            return options.has(Deviation.RELEASE_MISMATCH_IS_CONFLICT) ? Verdict.CONFLICT : Verdict.INVALID_RELEASE;
        }
        state.release();
        boolean shared = type.isRegistrantsOnly() || type.isAllRegistrants();
        if (shared != options.has(Deviation.RELEASE_ATTENTION_INVERTED)) {
            state.attendRegistrants(slot, Attention.RESERVATIONS_RELEASED);
        }
        return Verdict.GOOD;
    }

    private boolean isReservationOf(OutCommand command) {
        int holder = state.holder();
        return command.type() == state.type() && holder != UnitState.NONE && command.key() == state.key(holder);
    }

    Verdict clear(int slot) {
        state.attendRegistrants(slot, Attention.RESERVATIONS_PREEMPTED);
        state.count(options.has(Deviation.REMOVALS_COUNTED) ? state.registrations() : 1);
        state.clear();
        return Verdict.GOOD;
    }
}
