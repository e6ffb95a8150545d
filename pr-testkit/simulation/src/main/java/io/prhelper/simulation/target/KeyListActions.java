// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import java.util.ArrayList;
import java.util.List;

/** PERSISTENT RESERVE OUT of {@link Deviation#KEYS_IN_A_LIST}: another world than the standard's, with its own order of checks. */
final class KeyListActions {
    private final UnitState state;
    private final Tasks tasks;

    KeyListActions(UnitState state, Tasks tasks) {
        this.state = state;
        this.tasks = tasks;
    }

    Verdict execute(OutCommand command, int slot) {
        if (command.listLength() < OutCommand.BASIC_LENGTH) {
            return Verdict.INVALID_CDB;
        }
        return switch (command.action()) {
            case OutCommand.REGISTER -> register(command, slot);
            case OutCommand.REGISTER_AND_IGNORE -> registerAndIgnore(command, slot);
            case OutCommand.RESERVE, OutCommand.RELEASE ->
                state.isRegistered(slot) && isKeyOf(command, slot) ? withKey(command, slot) : Verdict.CONFLICT;
            case OutCommand.CLEAR, OutCommand.PREEMPT, OutCommand.PREEMPT_AND_ABORT ->
                state.isRegistered(slot) ? withAnyKey(command, slot) : Verdict.CONFLICT;
            default -> Verdict.INVALID_CDB;
        };
    }

    private boolean isKeyOf(OutCommand command, int slot) {
        return command.key() == 0 || command.key() == state.key(slot);
    }

    private Verdict register(OutCommand command, int slot) {
        if (command.aptpl()) {
            return Verdict.INVALID_LIST;
        }
        if (!state.isRegistered(slot)) {
            return command.key() == 0 ? add(command, slot) : Verdict.CONFLICT;
        }
        if (command.specIPt()) {
            return Verdict.INVALID_CDB;
        }
        if (!isKeyOf(command, slot)) {
            return Verdict.CONFLICT;
        }
        remove(0, slot);
        return add(command, slot);
    }

    private Verdict registerAndIgnore(OutCommand command, int slot) {
        if (command.aptpl()) {
            return Verdict.INVALID_LIST;
        }
        if (command.specIPt() && (state.isRegistered(slot) || command.serviceActionKey() != 0)) {
            return Verdict.INVALID_CDB;
        }
        remove(0, slot);
        return add(command, slot);
    }

    /** At the end of the list. */
    private Verdict add(OutCommand command, int slot) {
        long key = command.serviceActionKey();
        if (key == 0) {
            return Verdict.GOOD;
        }
        if (command.specIPt() && (command.listLength() < OutCommand.PORTS_OFFSET || command.portsLength() != 0)) {
            return Verdict.INVALID_LIST;
        }
        state.register(slot, key, command.allTgPt());
        state.count(1);
        return Verdict.GOOD;
    }

    /**
     * Removes what is listed with this key, or any for 0, of this slot or of any. The ports behind move up by one, but their keys stay where
     * they are, so that each takes the key of the one before it. What has moved up is not looked at any more.
     */
    private void remove(long key, int onlySlot) {
        List<Integer> ports = new ArrayList<>();
        List<Long> keys = new ArrayList<>();
        for (int slot = state.listedAfter(UnitState.NONE); slot != UnitState.NONE; slot = state.listedAfter(slot)) {
            ports.add(slot);
            keys.add(state.key(slot));
        }
        for (int i = 0; i < ports.size(); i++) {
            if ((key == 0 || keys.get(i) == key) && (onlySlot == UnitState.NONE || ports.get(i) == onlySlot)) {
                state.strike(ports.get(i));
                ports.subList(i, i + 1).clear();
            }
        }
        for (int i = 0; i < ports.size(); i++) {
            state.register(ports.get(i), keys.get(i), state.isOnEveryPort(ports.get(i)));
        }
    }

    private Verdict withKey(OutCommand command, int slot) {
        boolean reserves = command.action() == OutCommand.RESERVE;
        if (state.type() == null) {
            return reserves ? reserve(command, slot) : Verdict.GOOD;
        }
        boolean own = state.isReservedWith(state.key(slot)) && state.holder() == slot;
        if (reserves) {
            return own ? Verdict.GOOD : Verdict.CONFLICT;
        }
        return own ? release(command) : Verdict.INVALID_RELEASE;
    }

    /** With the key of the command, so that with key 0 nothing is reserved. */
    private Verdict reserve(OutCommand command, int slot) {
        if (command.scope() != 0 || command.type() == null) {
            return Verdict.INVALID_CDB;
        }
        if (command.key() == 0) {
            state.release();
        } else {
            state.reserveWith(slot, command.type(), command.key());
        }
        return Verdict.GOOD;
    }

    private Verdict release(OutCommand command) {
        if (command.scope() != 0 || command.type() == null) {
            return Verdict.INVALID_CDB;
        }
        if (command.type() != state.type()) {
            return Verdict.INVALID_RELEASE;
        }
        state.release();
        return Verdict.GOOD;
    }

    private Verdict withAnyKey(OutCommand command, int slot) {
        if (command.action() == OutCommand.CLEAR) {
            state.clear();
            return Verdict.GOOD;
        }
        boolean takesOver = state.type() != null
                && (state.heldType().isAllRegistrants()
                        ? command.serviceActionKey() == 0
                        : isKeyOf(command, slot) && state.isReservedWith(command.serviceActionKey()));
        return takesOver ? takeOver(command, slot) : removeOnly(command);
    }

    /** Under an all registrants type nobody is removed: that would be those behind other target ports. */
    private Verdict takeOver(OutCommand command, int slot) {
        int before = state.holder();
        if (!state.heldType().isAllRegistrants()) {
            remove(command.serviceActionKey(), UnitState.NONE);
        }
        Verdict verdict = reserve(command, slot);
        if (verdict == Verdict.GOOD) {
            state.count(1);
            if (command.action() == OutCommand.PREEMPT_AND_ABORT) {
                tasks.abort(before);
            }
        }
        return verdict;
    }

    private Verdict removeOnly(OutCommand command) {
        boolean counted = state.type() == null || state.heldType().isAllRegistrants();
        if (!counted && command.serviceActionKey() == 0) {
            return Verdict.INVALID_LIST;
        }
        remove(command.serviceActionKey(), UnitState.NONE);
        state.count(counted ? 1 : 0);
        return Verdict.GOOD;
    }
}
