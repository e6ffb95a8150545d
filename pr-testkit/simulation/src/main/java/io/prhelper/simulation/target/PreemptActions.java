// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.pr.ReservationType;
import java.util.Objects;

/** PREEMPT (SPC-5, 5.14.11.4) and PREEMPT AND ABORT (5.14.11.5). */
final class PreemptActions {
    private final UnitState state;
    private final Options options;
    private final Tasks tasks;

    PreemptActions(UnitState state, Options options, Tasks tasks) {
        this.state = state;
        this.options = options;
        this.tasks = tasks;
    }

    Verdict preempt(OutCommand command, int slot, boolean abort) {
        ReservationType held = state.type();
        long victim = command.serviceActionKey();
        if (victim == 0) {
            return held != null && held.isAllRegistrants() ? takeOver(command, slot, abort) : zero(held == null);
        }
        if (!state.hasKey(victim) && !isHeldWith(victim)) {
            if (!options.has(Deviation.PREEMPT_UNMATCHED_IS_GOOD)) {
                return Verdict.CONFLICT;
            }
            state.count(1);
            return Verdict.GOOD;
        }
        if (!isHeldWith(victim) || (held().isAllRegistrants() && !nominalHolderIsTaken())) {
            return removeOnly(victim, slot, abort);
        }
        if (victim == command.key()
                && !state.isHolder(slot)
                && options.has(Deviation.PREEMPT_OF_SHARED_KEY_CONFLICTS)) {
            state.count(remove(victim, slot, UnitState.NONE, abort));
            return Verdict.CONFLICT;
        }
        return takeOver(command, slot, abort);
    }

    private ReservationType held() {
        return Objects.requireNonNull(state.type());
    }

    private boolean nominalHolderIsTaken() {
        return options.has(Deviation.PREEMPT_NOMINAL_HOLDER_TAKES_OVER);
    }

    private boolean isHeldWith(long key) {
        return state.type() != null && state.holderKey() == key;
    }

    private Verdict zero(boolean free) {
        if (!free && options.has(Deviation.PREEMPT_ZERO_REFUSED_AS_CDB)) {
            return Verdict.INVALID_CDB;
        }
        if (free && options.has(Deviation.PREEMPT_ZERO_UNRESERVED_IS_GOOD)) {
            state.count(1);
            return Verdict.GOOD;
        }
        return free && options.has(Deviation.PREEMPT_ZERO_UNRESERVED_IS_CONFLICT)
                ? Verdict.CONFLICT
                : Verdict.INVALID_LIST;
    }

    /** The victims' registrations end but the sender's own, and the sender holds with the type it asks for. */
    private Verdict takeOver(OutCommand command, int slot, boolean abort) {
        ReservationType before = held();
        ReservationType after = command.type();
        if (after == null) {
            return Verdict.INVALID_CDB;
        }
        if (command.scope() != 0) {
            return options.has(Deviation.SCOPE_REFUSED_AS_LIST) ? Verdict.INVALID_LIST : Verdict.INVALID_CDB;
        }
        boolean alone = state.isHolder(slot)
                && !before.isAllRegistrants()
                && options.has(Deviation.PREEMPT_OF_ITSELF_REMOVES_NOBODY);
        boolean changed = before != after || state.isOddlyScoped();
        int removed = alone ? 0 : remove(command.serviceActionKey(), slot, slot, abort);
        if (changed) {
            state.attendRegistrants(slot, Attention.RESERVATIONS_RELEASED);
        }
        state.reserve(slot, after);
        count(removed);
        return Verdict.GOOD;
    }

    /**
     * The victims' registrations end; the reservation stays while it has a holder. The sender's own ends too where it has that key, nothing
     * being reserved or the type one of all registrants: the exception for the nexus that preempts is made only where a reservation is taken
     * over (SPC-4, 5.13.11.2.4.3), and the clause on removing registrations (5.13.11.2.5, its last paragraph) says of the same key twice that the
     * registration goes, without a unit attention. Targets that were asked keep it, see the deviations PREEMPT_KEEPS_SENDER.
     */
    private Verdict removeOnly(long victim, int slot, boolean abort) {
        int kept = keepsSender() ? slot : UnitState.NONE;
        if (isHeldWith(victim) && state.holder() != kept && options.has(Deviation.PREEMPT_NOMINAL_HOLDER_DANGLES)) {
            state.forgetHolder();
        }
        count(remove(victim, slot, kept, abort && !options.has(Deviation.ABORT_ONLY_WITH_TAKEOVER)));
        return Verdict.GOOD;
    }

    private boolean keepsSender() {
        ReservationType held = state.type();
        if (held == null) {
            return options.has(Deviation.PREEMPT_KEEPS_SENDER)
                    || options.has(Deviation.PREEMPT_KEEPS_SENDER_UNRESERVED);
        }
        return options.has(Deviation.PREEMPT_KEEPS_SENDER)
                || (held.isAllRegistrants() && options.has(Deviation.PREEMPT_KEEPS_SENDER_OF_ALL_REGISTRANTS));
    }

    private void count(int removed) {
        state.count(options.has(Deviation.REMOVALS_COUNTED) ? removed + 1 : 1);
    }

    /** Removes each registration with this key, or with any for key 0, but the one of slot {@code kept}. */
    private int remove(long victim, int sender, int kept, boolean abort) {
        Attention attention = options.has(Deviation.PREEMPT_ATTENTION_AS_CLEAR)
                ? Attention.RESERVATIONS_PREEMPTED
                : Attention.REGISTRATIONS_PREEMPTED;
        int removed = 0;
        for (int slot = 0; slot < state.slots(); slot++) {
            if (slot == kept || !state.isRegistered(slot) || (victim != 0 && state.key(slot) != victim)) {
                continue;
            }
            state.unregister(slot);
            removed++;
            if (slot != sender) {
                state.attend(slot, attention);
            }
            if (abort && tasks.abort(slot) && slot != sender && !options.has(Feature.TASK_ABORTED_STATUS)) {
                state.attend(slot, Attention.COMMANDS_CLEARED);
            }
        }
        return removed;
    }
}
