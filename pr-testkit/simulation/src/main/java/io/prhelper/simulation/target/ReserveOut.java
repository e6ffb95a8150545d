// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

/** PERSISTENT RESERVE OUT: the checks that all service actions share, in their order, then the service action. */
final class ReserveOut {
    private final UnitState state;
    private final Options options;
    private final RegisterActions register;
    private final ReserveActions reserve;
    private final PreemptActions preempt;
    private final MoveAction move;

    ReserveOut(UnitState state, Options options, Ports ports, Tasks tasks) {
        this.state = state;
        this.options = options;
        register = new RegisterActions(state, options, ports);
        reserve = new ReserveActions(state, options);
        preempt = new PreemptActions(state, options, tasks);
        move = new MoveAction(state, options, ports);
    }

    Verdict execute(OutCommand command, int slot) {
        if (!isKnown(command.action())) {
            return Verdict.INVALID_CDB;
        }
        Verdict refusal = checkList(command);
        if (refusal == Verdict.GOOD) {
            refusal = checkNexus(command, slot);
        }
        if (refusal == Verdict.GOOD) {
            refusal = checkScopeAndType(command);
        }
        return refusal == Verdict.GOOD ? perform(command, slot) : refusal;
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
        if (command.action() == OutCommand.REGISTER_AND_MOVE) {
            return command.movePortLength() == length - OutCommand.BASIC_LENGTH ? Verdict.GOOD : wrongLength();
        }
        if (command.specIPt()) {
            return checkPortList(command, length);
        }
        return length == OutCommand.BASIC_LENGTH ? checkBits(command) : wrongLength();
    }

    private Verdict checkPortList(OutCommand command, int length) {
        if (!command.registers()) {
            return Verdict.INVALID_LIST;
        }
        if (length < OutCommand.PORTS_OFFSET) {
            return wrongLength();
        }
        return command.portsLength() == length - OutCommand.PORTS_OFFSET ? Verdict.GOOD : Verdict.INVALID_LIST;
    }

    private Verdict checkBits(OutCommand command) {
        if (command.registers() || !command.allTgPt()) {
            return Verdict.GOOD;
        }
        if (options.has(Deviation.ALL_TG_PT_REFUSED_AS_CDB)) {
            return Verdict.INVALID_CDB;
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
                        || (options.has(Deviation.RELEASE_KEY_CHECKED_LATE) && !state.isHolder(slot));
            default -> false;
        };
    }

    /** SPC-5, 6.16.3.3 and 6.16.3.4: which scopes and types there are; only for the service actions that look at them. */
    private Verdict checkScopeAndType(OutCommand command) {
        boolean type = switch (command.action()) {
            case OutCommand.RESERVE, OutCommand.PREEMPT, OutCommand.PREEMPT_AND_ABORT, OutCommand.REPLACE_LOST -> true;
            default -> false;
        };
        boolean scope = type
                || command.action() == OutCommand.RELEASE
                || (command.action() == OutCommand.REGISTER_AND_MOVE && options.has(Deviation.SCOPE_CHECKED_FOR_MOVE));
        if (scope && command.scope() != 0) {
            return options.has(Deviation.SCOPE_REFUSED_AS_LIST) ? Verdict.INVALID_LIST : Verdict.INVALID_CDB;
        }
        return type && command.type() == null ? Verdict.INVALID_CDB : Verdict.GOOD;
    }
}
