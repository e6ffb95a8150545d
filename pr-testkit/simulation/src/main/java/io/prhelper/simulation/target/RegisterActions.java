// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.TransportId;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/** REGISTER and REGISTER AND IGNORE EXISTING KEY (SPC-5, 5.14.7), and REPLACE LOST RESERVATION (5.14.11.7). */
final class RegisterActions {
    private final UnitState state;
    private final Options options;
    private final Ports ports;

    RegisterActions(UnitState state, Options options, Ports ports) {
        this.state = state;
        this.options = options;
        this.ports = ports;
    }

    Verdict register(OutCommand command, int slot, boolean ignoreKey) {
        int first = command.allTgPt() ? slot - ports.targetPortOf(slot) : slot;
        int end = command.allTgPt() ? first + ports.targetPortCount() : slot + 1;
        if (!ignoreKey && !isKeyOf(command.key(), first, end)) {
            return Verdict.CONFLICT;
        }
        Verdict refusal = checkBits(command, slot, ignoreKey);
        if (refusal != Verdict.GOOD) {
            return refusal;
        }
        return command.serviceActionKey() == 0 ? unregister(command, first, end) : register(command, first, end);
    }

    /** ALL_TG_PT is as if the command had come through each target port (SPC-5, 6.17.3), all or nothing. */
    private boolean isKeyOf(long key, int first, int end) {
        for (int slot = first; slot < end; slot++) {
            if (state.key(slot) != key) {
                return false;
            }
        }
        return true;
    }

    private Verdict checkBits(OutCommand command, int slot, boolean ignoreKey) {
        boolean unsupported = (command.specIPt() && !options.has(Feature.SPECIFIED_INITIATOR_PORTS))
                || (command.allTgPt() && !options.has(Feature.ALL_TARGET_PORTS))
                || (command.aptpl() && !options.has(Feature.PERSIST_THROUGH_POWER_LOSS));
        boolean missed = !command.allTgPt() && state.isRegistered(slot) && state.isOnEveryPort(slot);
        if ((unsupported && options.has(Deviation.UNSUPPORTED_BITS_REFUSED_AS_CDB))
                || (missed && !command.specIPt() && options.has(Deviation.ALL_TG_PT_STAYS))) {
            return Verdict.INVALID_CDB;
        }
        boolean misplaced = command.specIPt()
                && (state.isRegistered(slot)
                        || (ignoreKey && !options.has(Feature.SPECIFIED_INITIATOR_PORTS_WITH_IGNORE)));
        return unsupported || misplaced ? Verdict.INVALID_LIST : Verdict.GOOD;
    }

    private Verdict unregister(OutCommand command, int first, int end) {
        ReservationType type = state.type();
        boolean any = false;
        boolean released = false;
        for (int slot = first; slot < end; slot++) {
            any |= state.isRegistered(slot);
            released |= state.unregister(slot);
        }
        if (!any) {
            state.count(options.has(Feature.COUNT_IDLE_REGISTER) ? 1 : 0);
            return Verdict.GOOD;
        }
        if (released && options.has(Deviation.RELEASE_ATTENTION_INVERTED)) {
            state.attendInverted(UnitState.NONE, Attention.RESERVATIONS_RELEASED);
        } else if (released && Objects.requireNonNull(type).isRegistrantsOnly()) {
            state.attendRegistrants(UnitState.NONE, Attention.RESERVATIONS_RELEASED);
        }
        state.setPersistent(command.aptpl());
        state.count(unregistrationCount(released));
        return Verdict.GOOD;
    }

    private int unregistrationCount(boolean released) {
        if (options.has(Deviation.UNREGISTER_NOT_COUNTED)) {
            return 0;
        }
        return released && options.has(Deviation.HOLDER_UNREGISTER_COUNTED_TWICE) ? 2 : 1;
    }

    private Verdict register(OutCommand command, int first, int end) {
        BitSet added = new BitSet(state.slots());
        if (command.specIPt() && !addPorts(command, first, end, added)) {
            return Verdict.INVALID_LIST;
        }
        for (int slot = first; slot < end; slot++) {
            added.set(slot, !state.isRegistered(slot));
        }
        if (state.registrations() > options.maximumRegistrations() - added.cardinality()) {
            return Verdict.NO_ROOM;
        }
        long key = command.serviceActionKey();
        boolean stays = options.has(Deviation.ALL_TG_PT_STAYS);
        if (options.has(Deviation.ONE_REGISTRATION_PER_INITIATOR)) {
            endOthers(first, end);
        }
        for (int slot = first; slot < end; slot++) {
            boolean kept = stays && state.isRegistered(slot);
            state.register(slot, key, kept ? state.isOnEveryPort(slot) : command.allTgPt());
        }
        for (int slot = added.nextSetBit(0); slot >= 0; slot = added.nextSetBit(slot + 1)) {
            state.register(slot, key, command.allTgPt());
        }
        state.setPersistent(command.aptpl());
        state.count(command.specIPt() && options.has(Deviation.LISTED_PORTS_COUNTED) ? added.cardinality() : 1);
        return Verdict.GOOD;
    }

    /** {@link Deviation#ONE_REGISTRATION_PER_INITIATOR}: ends those of the same initiator port that are not about to be made. */
    private void endOthers(int first, int end) {
        int start = first - ports.targetPortOf(first);
        for (int slot = start; slot < start + ports.targetPortCount(); slot++) {
            if (slot < first || slot >= end) {
                state.unregister(slot);
            }
        }
    }

    /** Adds the slots, not registered yet, of the ports that SPEC_I_PT names; false where one is unknown or not well formed. */
    private boolean addPorts(OutCommand command, int first, int end, BitSet added) {
        if (!command.hasPortsOfRightLength()
                || !(command.ports() instanceof Decoded.Valid<List<TransportId>>(List<TransportId> ids))) {
            return false;
        }
        for (TransportId id : ids) {
            boolean refused =
                    id.meaning() instanceof TransportId.IscsiName && options.has(Deviation.NAME_MATCHES_NO_SESSION);
            List<Integer> initiators = refused ? List.of() : ports.meant(id);
            if (initiators.isEmpty()) {
                return false;
            }
            state.grow(ports.slots());
            for (int initiator : initiators) {
                for (int slot = first; slot < end; slot++) {
                    int listed = ports.slot(initiator, ports.targetPortOf(slot));
                    added.set(listed, !state.isRegistered(listed));
                }
            }
        }
        return true;
    }

    /** Key 0 and the type have been checked; of a unit that lost its information nothing is left to remove. */
    Verdict replaceLost(OutCommand command, int slot) {
        if (!state.isInformationLost()) {
            return Verdict.INVALID_CDB;
        }
        if (command.serviceActionKey() == 0) {
            return Verdict.INVALID_LIST;
        }
        state.setInformationLost(false);
        state.register(slot, command.serviceActionKey(), false);
        state.reserve(slot, Objects.requireNonNull(command.type()));
        state.count(1);
        return Verdict.GOOD;
    }
}
