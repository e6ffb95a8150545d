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
        boolean same = state.type() == command.type() && !state.isOddlyScoped();
        return state.isHolder(slot) && same ? Verdict.GOOD : Verdict.CONFLICT;
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
        if (command.type() != type || command.scope() != 0 || state.isOddlyScoped()) {
            return options.has(Deviation.RELEASE_MISMATCH_IS_CONFLICT) ? Verdict.CONFLICT : Verdict.INVALID_RELEASE;
        }
        state.release();
        tell(slot, type.isRegistrantsOnly() || type.isAllRegistrants());
        return Verdict.GOOD;
    }

    private void tell(int slot, boolean shared) {
        if (options.has(Deviation.RELEASE_ATTENTION_INVERTED) && !shared) {
            state.attendInverted(slot, Attention.RESERVATIONS_RELEASED);
        } else if (!options.has(Deviation.RELEASE_ATTENTION_INVERTED) && shared) {
            state.attendRegistrants(slot, Attention.RESERVATIONS_RELEASED);
        }
    }

    private boolean isReservationOf(OutCommand command) {
        return command.type() == state.type() && command.key() == state.holderKey();
    }

    Verdict clear(int slot) {
        state.attendRegistrants(slot, Attention.RESERVATIONS_PREEMPTED);
        state.count(options.has(Deviation.REMOVALS_COUNTED) ? state.registrations() : 1);
        state.clear();
        if (options.has(Deviation.CLEAR_ENDS_PERSISTENCE)) {
            state.setPersistent(false);
        }
        return Verdict.GOOD;
    }
}
