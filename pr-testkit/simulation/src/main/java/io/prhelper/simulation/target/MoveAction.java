// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.TransportId;
import java.util.List;

/** REGISTER AND MOVE (SPC-5, 5.14.8). */
final class MoveAction {
    private final UnitState state;
    private final Options options;
    private final Ports ports;

    MoveAction(UnitState state, Options options, Ports ports) {
        this.state = state;
        this.options = options;
        this.ports = ports;
    }

    Verdict move(OutCommand command, int slot) {
        ReservationType type = state.type();
        if (type == null) {
            return Verdict.INVALID_CDB;
        }
        if (!state.isHolder(slot) || type.isAllRegistrants()) {
            return options.has(Deviation.MOVE_OF_OTHERS_IS_GOOD) && !state.isHolder(slot)
                    ? Verdict.GOOD
                    : Verdict.CONFLICT;
        }
        if (command.serviceActionKey() == 0) {
            return options.has(Deviation.MOVE_ZERO_REFUSED_AS_CDB) ? Verdict.INVALID_CDB : Verdict.INVALID_LIST;
        }
        int destination = destination(command, slot);
        boolean aptplRefused = command.moveAptpl() && !options.has(Feature.PERSIST_THROUGH_POWER_LOSS);
        if (destination == UnitState.NONE || aptplRefused) {
            return Verdict.INVALID_LIST;
        }
        return moveTo(command, slot, destination, type);
    }

    private Verdict moveTo(OutCommand command, int slot, int destination, ReservationType type) {
        int added = state.isRegistered(destination) || command.moveUnregisters() ? 0 : 1;
        if (state.registrations() > options.maximumRegistrations() - added) {
            return Verdict.NO_ROOM;
        }
        state.register(destination, command.serviceActionKey(), false);
        state.reserve(destination, type);
        if (command.moveUnregisters()) {
            state.unregister(slot);
        }
        state.setPersistent(command.moveAptpl());
        state.count(1);
        return Verdict.GOOD;
    }

    /** The slot that the list names; {@link UnitState#NONE} where it is no other port that the target knows. */
    private int destination(OutCommand command, int slot) {
        int targetPort = ports.targetPort(command.moveTargetPort());
        if (targetPort < 0
                || !(command.movePort() instanceof Decoded.Valid<TransportId>(TransportId id))
                || id instanceof TransportId.IscsiName) {
            return UnitState.NONE;
        }
        List<Integer> initiators = ports.matching(id);
        return initiators.isEmpty() || initiators.getFirst() == ports.initiatorOf(slot)
                ? UnitState.NONE
                : ports.slot(initiators.getFirst(), targetPort);
    }
}
