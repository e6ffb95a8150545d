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
        if (options.has(Deviation.MOVE_DESTINATION_CHECKED_FIRST) && !leadsAnywhere(command, slot)) {
            return Verdict.INVALID_LIST;
        }
        ReservationType type = state.type();
        if (type == null) {
            return Verdict.INVALID_CDB;
        }
        boolean holder = state.isHolder(slot);
        if (!holder && options.has(Deviation.MOVE_OF_OTHERS_IS_GOOD)) {
            return Verdict.GOOD;
        }
        if (holder && options.has(Deviation.MOVE_FINDS_NO_PORT)) {
            return command.serviceActionKey() == 0 ? Verdict.CONFLICT : Verdict.INVALID_CDB;
        }
        if (!holder || type.isAllRegistrants()) {
            return Verdict.CONFLICT;
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

    /** {@link Deviation#MOVE_DESTINATION_CHECKED_FIRST}; the name of an iSCSI initiator leads to any of its ports here. */
    private boolean leadsAnywhere(OutCommand command, int slot) {
        return command.serviceActionKey() != 0
                && command.hasMovePortOfRightLength()
                && command.movePort() instanceof Decoded.Valid<TransportId>(TransportId id)
                && destination(id, command, slot) != UnitState.NONE;
    }

    private Verdict moveTo(OutCommand command, int slot, int destination, ReservationType type) {
        boolean known = state.isRegistered(destination);
        int added = known || command.moveUnregisters() ? 0 : 1;
        if (state.registrations() > options.maximumRegistrations() - added) {
            return Verdict.NO_ROOM;
        }
        boolean onEveryPort = known && state.isOnEveryPort(destination) && options.has(Deviation.ALL_TG_PT_STAYS);
        state.register(destination, command.serviceActionKey(), onEveryPort);
        state.moveReservation(destination, type);
        if (command.moveUnregisters()) {
            state.unregister(slot);
        }
        state.setPersistent(command.moveAptpl());
        state.count(1);
        return Verdict.GOOD;
    }

    /** The slot that the list names; {@link UnitState#NONE} where it is no other port that the target knows. */
    private int destination(OutCommand command, int slot) {
        return command.movePort() instanceof Decoded.Valid<TransportId>(TransportId id)
                        && !(id.meaning() instanceof TransportId.IscsiName)
                ? destination(id, command, slot)
                : UnitState.NONE;
    }

    private int destination(TransportId id, OutCommand command, int slot) {
        int targetPort = ports.targetPort(command.moveTargetPort());
        List<Integer> initiators = targetPort < 0 ? List.of() : ports.meant(id);
        state.grow(ports.slots());
        return initiators.isEmpty() || initiators.getFirst() == ports.initiatorOf(slot)
                ? UnitState.NONE
                : ports.slot(initiators.getFirst(), targetPort);
    }
}
