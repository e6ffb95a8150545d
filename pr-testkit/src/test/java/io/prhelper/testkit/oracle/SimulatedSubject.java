// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.Sense;
import io.prhelper.simulation.target.LogicalUnit;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.UnitSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulated unit with the nexuses of a topology; public for the fuzzing of command lists. */
public final class SimulatedSubject implements Subject {
    private final LogicalUnit unit;
    private final List<SimulatedNexus> nexuses = new ArrayList<>();

    /** With nobody registered. */
    public SimulatedSubject(TargetConfiguration configuration, Topology topology) {
        SimulatedTarget target = SimulatedTarget.create(configuration.withTargetPorts(
                topology.targetPorts().stream().mapToInt(Integer::intValue).toArray()));
        unit = target.unit(0);
        for (int nexus = 0; nexus < topology.nexuses(); nexus++) {
            nexuses.add(target.nexus(topology.initiator(nexus), topology.targetPort(nexus), 0));
        }
    }

    LogicalUnit unit() {
        return unit;
    }

    @Override
    public ScsiPort port(int nexus) {
        return nexuses.get(nexus);
    }

    @Override
    public void happen(Operation event) {
        switch (event) {
            case LOSE_POWER -> unit.losePower();
            case RESET -> unit.resetUnit();
            case LOSE_INFORMATION -> unit.loseReservationInformation();
            default -> throw new IllegalArgumentException("no event: " + event);
        }
    }

    @Override
    public Optional<String> differenceFrom(ModelState expected) {
        UnitSnapshot found = unit.snapshot();
        UnitSnapshot right = snapshot(expected);
        return found.equals(right) ? Optional.empty() : Optional.of("expected " + right + "\nfound " + found);
    }

    /** A state of the oracle as the simulation shows it. */
    UnitSnapshot snapshot(ModelState state) {
        List<UnitSnapshot.Registration> registrations = new ArrayList<>();
        Map<UnitSnapshot.Port, List<Sense>> attentions = new HashMap<>();
        for (int nexus = 0; nexus < nexuses.size(); nexus++) {
            UnitSnapshot.Port port = nexuses.get(nexus).port();
            if (state.key(nexus) != 0) {
                registrations.add(new UnitSnapshot.Registration(
                        port, new ReservationKey(state.key(nexus)), state.isOnEveryPort(nexus), state.isHolder(nexus)));
            }
            if (!state.attentions(nexus).isEmpty()) {
                attentions.put(port, state.attentions(nexus));
            }
        }
        return new UnitSnapshot(
                unit.lun(),
                state.generation(),
                ReservationType.of(state.type()).map(type -> reservation(type, state)),
                registrations,
                attentions,
                state.persistent(),
                state.informationLost(),
                portOf(state.unitHolder()));
    }

    private UnitSnapshot.Reservation reservation(ReservationType type, ModelState state) {
        return new UnitSnapshot.Reservation(
                type,
                portOf(state.holder()),
                portOf(state.holder()).map(port -> new ReservationKey(state.key(state.holder()))));
    }

    private Optional<UnitSnapshot.Port> portOf(int nexus) {
        return nexus == ModelState.NOBODY
                ? Optional.empty()
                : Optional.of(nexuses.get(nexus).port());
    }
}
