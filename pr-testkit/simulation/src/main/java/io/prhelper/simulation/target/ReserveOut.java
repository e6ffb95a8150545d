// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.pr.ReservationType;

/** PERSISTENT RESERVE OUT: the checks that all service actions share, in their order, then the service action. */
final class ReserveOut {
    private final UnitState state;
    private final Options options;
    private final RegisterActions register;
    private final ReserveActions reserve;
    private final PreemptActions preempt;
    private final MoveAction move;
    private final KeyListActions keyList;
    private final boolean keysInAList;

    ReserveOut(UnitState state, Options options, Ports ports, Tasks tasks) {
        this.state = state;
        this.options = options;
        register = new RegisterActions(state, options, ports);
        reserve = new ReserveActions(state, options);
        preempt = new PreemptActions(state, options, tasks);
        move = new MoveAction(state, options, ports);
        keyList = new KeyListActions(state, tasks);
        keysInAList = options.has(Deviation.KEYS_IN_A_LIST);
    }

    Verdict execute(OutCommand command, int slot) {
        if (keysInAList) {
            return keyList.execute(command, slot);
        }
        if (options.has(Deviation.OUT_CHECKED_AGAINST_RESERVATION) && !passesReservation(command, slot)) {
            return Verdict.CONFLICT;
        }
        if (options.has(Deviation.EMPTY_LIST_IS_GOOD) && command.listLength() == 0) {
            return Verdict.GOOD;
        }
        if (options.has(Deviation.REGISTRATION_CHECKED_FIRST) && !command.registers() && !state.isRegistered(slot)) {
            Verdict earlier = checkTypeFirst(command);
            return earlier == Verdict.GOOD ? Verdict.CONFLICT : earlier;
        }
        Verdict refusal = checkForm(command);
        if (refusal == Verdict.GOOD) {
            refusal = checkNexus(command, slot);
        }
        if (refusal == Verdict.GOOD) {
            refusal = checkScopeAndType(command);
        }
        return refusal == Verdict.GOOD ? perform(command, slot) : refusal;
    }

    /** {@link Deviation#OUT_CHECKED_AGAINST_RESERVATION}. */
    private boolean passesReservation(OutCommand command, int slot) {
        ReservationType type = state.type();
        if (type == null || state.holder() == slot) {
            return true;
        }
        boolean registered = state.isRegistered(slot);
        return switch (command.action()) {
            case OutCommand.REGISTER, OutCommand.REGISTER_AND_IGNORE -> true;
            case OutCommand.RESERVE, OutCommand.REGISTER_AND_MOVE ->
                registered ? type.admitsRegistrants() : hasNothingToWrite(command, type);
            case OutCommand.RELEASE, OutCommand.CLEAR, OutCommand.PREEMPT, OutCommand.PREEMPT_AND_ABORT ->
                registered || hasNothingToWrite(command, type);
            default -> false;
        };
    }

    private static boolean hasNothingToWrite(OutCommand command, ReservationType type) {
        return command.listLength() == 0 && !type.isExclusiveAccess();
    }

    /** What can be said of the command without the unit's state. */
    private Verdict checkForm(OutCommand command) {
        boolean known = isKnown(command.action());
        if (!known && !options.has(Deviation.UNKNOWN_ACTION_CHECKED_LATE)) {
            return Verdict.INVALID_CDB;
        }
        Verdict refusal = checkList(command);
        if (refusal != Verdict.GOOD) {
            return refusal;
        }
        return known ? checkTypeFirst(command) : Verdict.INVALID_CDB;
    }

    private Verdict checkTypeFirst(OutCommand command) {
        boolean wrongType = command.type() == null && options.has(Deviation.TYPE_CHECKED_BEFORE_REGISTRATION);
        boolean wrongScope = command.scope() != 0 && options.has(Deviation.SCOPE_CHECKED_BEFORE_REGISTRATION);
        boolean wrong = (wrongType || wrongScope) && looksAtType(command.action());
        return wrong ? Verdict.INVALID_CDB : Verdict.GOOD;
    }

    /** A target that cannot replace lost information would never answer again. */
    void checkRecovers() {
        if (!options.has(Feature.REPLACE_LOST_RESERVATION)) {
            throw new IllegalStateException("the target lacks " + Feature.REPLACE_LOST_RESERVATION);
        }
    }

    private Verdict perform(OutCommand command, int slot) {
        return switch (command.action()) {
            case OutCommand.REGISTER -> register.register(command, slot, false);
            case OutCommand.REGISTER_AND_IGNORE -> register.register(command, slot, true);
            case OutCommand.RESERVE -> reserve.reserve(command, slot);
            case OutCommand.RELEASE -> reserve.release(command, slot);
            case OutCommand.CLEAR -> reserve.clear(slot);
            case OutCommand.PREEMPT -> preempt.preempt(command, slot, false);
            case OutCommand.PREEMPT_AND_ABORT -> preempt.preempt(command, slot, true);
            case OutCommand.REGISTER_AND_MOVE -> move.move(command, slot);
            default -> register.replaceLost(command, slot);
        };
    }

    private boolean isKnown(int action) {
        return switch (action) {
            case OutCommand.PREEMPT_AND_ABORT -> !options.has(Deviation.NO_PREEMPT_AND_ABORT);
            case OutCommand.REGISTER_AND_MOVE -> !options.has(Deviation.NO_REGISTER_AND_MOVE);
            case OutCommand.REPLACE_LOST -> options.has(Feature.REPLACE_LOST_RESERVATION);
            default -> action < OutCommand.REPLACE_LOST;
        };
    }

    /** SPC-5, 6.17.1: PARAMETER LIST LENGTH; 6.17.3: which bits go with which service action. */
    private Verdict checkList(OutCommand command) {
        int length = command.listLength();
        if (length < OutCommand.BASIC_LENGTH) {
            return wrongLength();
        }
        if (command.action() != OutCommand.REGISTER_AND_MOVE
                && options.has(Deviation.OPTION_BITS_REFUSED_FIRST)
                && command.hasOptionBits()) {
            return Verdict.INVALID_CDB;
        }
        if (command.action() == OutCommand.RESERVE
                && options.has(Deviation.OPTION_BITS_REFUSED_IN_RESERVE)
                && command.hasOptionBits()) {
            return Verdict.INVALID_CDB;
        }
        if (command.action() == OutCommand.REGISTER_AND_MOVE) {
            boolean later = options.has(Deviation.MOVE_DESTINATION_CHECKED_FIRST);
            return later || command.hasMovePortOfRightLength() ? Verdict.GOOD : wrongLength();
        }
        if (command.specIPt()) {
            return options.has(Deviation.PORT_LIST_CHECKED_LATE)
                    ? refuse(command.action() != OutCommand.REGISTER)
                    : checkPortList(command, length);
        }
        return length == OutCommand.BASIC_LENGTH ? checkBits(command) : wrongLength();
    }

    private static Verdict refuse(boolean wrong) {
        return wrong ? Verdict.INVALID_LIST : Verdict.GOOD;
    }

    private Verdict checkPortList(OutCommand command, int length) {
        if (!command.registers()) {
            return Verdict.INVALID_LIST;
        }
        if (length < OutCommand.PORTS_OFFSET) {
            return wrongLength();
        }
        return refuse(!command.hasPortsOfRightLength());
    }

    private Verdict checkBits(OutCommand command) {
        if (command.registers() || !command.allTgPt()) {
            return Verdict.GOOD;
        }
        return options.has(Deviation.ALL_TG_PT_REFUSED_AS_LIST) ? Verdict.INVALID_LIST : Verdict.GOOD;
    }

    private Verdict wrongLength() {
        if (options.has(Deviation.LIST_LENGTH_REFUSED_AS_LIST)) {
            return Verdict.INVALID_LIST;
        }
        return options.has(Deviation.LIST_LENGTH_REFUSED_AS_CDB) ? Verdict.INVALID_CDB : Verdict.LIST_LENGTH_ERROR;
    }

    /** SPC-5, 6.17.2 and 6.17.3: only registrants, and with their key. REGISTER checks its key itself, for each target port. */
    private Verdict checkNexus(OutCommand command, int slot) {
        if (command.registers()) {
            return Verdict.GOOD;
        }
        if (command.action() == OutCommand.REPLACE_LOST) {
            return command.key() == 0 ? Verdict.GOOD : Verdict.CONFLICT;
        }
        if (!state.isRegistered(slot)) {
            return unregistered(command.action());
        }
        return command.key() == state.key(slot) || passesWithoutKey(command.action(), slot)
                ? Verdict.GOOD
                : Verdict.CONFLICT;
    }

    private Verdict unregistered(int action) {
        boolean released = action == OutCommand.RELEASE || action == OutCommand.CLEAR;
        if (options.has(Deviation.UNREGISTERED_IS_NOT_READY) && released) {
            return Verdict.NOT_READY;
        }
        if (state.type() != null) {
            return Verdict.CONFLICT;
        }
        boolean moves = action == OutCommand.REGISTER_AND_MOVE;
        if (options.has(Deviation.UNREGISTERED_IS_COMMUNICATION_FAILURE)
                && (released || moves || action == OutCommand.RESERVE)) {
            return Verdict.UNIT_COMMUNICATION_FAILURE;
        }
        return options.has(Deviation.MOVE_LOOKS_FOR_RESERVATION_FIRST) && moves
                ? Verdict.INVALID_CDB
                : Verdict.CONFLICT;
    }

    private boolean passesWithoutKey(int action, int slot) {
        return switch (action) {
            case OutCommand.RESERVE -> options.has(Deviation.RESERVE_KEY_NOT_CHECKED);
            case OutCommand.RELEASE ->
                options.has(Deviation.RELEASE_COMPARED_WITH_RESERVATION)
                        || (options.has(Deviation.RELEASE_KEY_CHECKED_LATE) && !state.isHolder(slot))
                        || (options.has(Deviation.RELEASE_KEY_CHECKED_IF_RESERVED) && state.type() == null);
            default -> false;
        };
    }

    /** SPC-5, 6.16.3.3 and 6.16.3.4: which scopes and types there are; only for the service actions that look at them. */
    private Verdict checkScopeAndType(OutCommand command) {
        boolean type = looksAtType(command.action());
        boolean scope = type
                || (command.action() == OutCommand.RELEASE && !options.has(Deviation.RELEASE_SCOPE_COMPARED))
                || (command.action() == OutCommand.REGISTER_AND_MOVE && options.has(Deviation.SCOPE_CHECKED_FOR_MOVE));
        if (scope && command.scope() != 0) {
            return options.has(Deviation.SCOPE_REFUSED_AS_LIST) ? Verdict.INVALID_LIST : Verdict.INVALID_CDB;
        }
        return type && command.type() == null ? Verdict.INVALID_CDB : Verdict.GOOD;
    }

    private boolean looksAtType(int action) {
        return switch (action) {
            case OutCommand.RESERVE, OutCommand.REPLACE_LOST -> true;
            case OutCommand.PREEMPT, OutCommand.PREEMPT_AND_ABORT -> !options.has(Deviation.PREEMPT_TYPE_CHECKED_LATE);
            default -> false;
        };
    }
}
