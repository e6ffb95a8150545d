// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.UnitSnapshot;
import io.prhelper.testkit.oracle.RandomRequests;
import io.prhelper.testkit.oracle.Topology;
import java.util.ArrayList;
import java.util.List;

/** The simulated unit; what it knows decides which requests are likely. */
final class ModelSide extends Side implements RandomRequests.Knowledge {
    private final TargetConfiguration configuration;
    private final Topology topology;
    private final TransportId observer;
    private List<SimulatedNexus> ports = List.of();

    ModelSide(TargetConfiguration configuration, Topology topology, TransportId observer) {
        this.configuration = configuration.withTargetPorts(
                topology.targetPorts().stream().mapToInt(Integer::intValue).toArray());
        this.topology = topology;
        this.observer = observer;
        restart();
    }

    @Override
    int nexuses() {
        return ports.size();
    }

    @Override
    ScsiPort port(int nexus) {
        return ports.get(nexus);
    }

    @Override
    void restart() {
        SimulatedTarget target = SimulatedTarget.create(configuration);
        ports = new ArrayList<>();
        for (int nexus = 0; nexus < topology.nexuses(); nexus++) {
            ports.add(target.nexus(topology.initiator(nexus), topology.targetPort(nexus), 0));
        }
        ports.add(target.nexus(observer, topology.targetPort(0), 0));
    }

    UnitSnapshot snapshot() {
        return ports.getFirst().unit().snapshot();
    }

    @Override
    public long key(int nexus) {
        return snapshot()
                .keyOf(ports.get(nexus).port())
                .map(ReservationKey::value)
                .orElse(0L);
    }

    @Override
    public int type() {
        return snapshot().reservation().map(held -> held.type().code()).orElse(0);
    }

    @Override
    public boolean isAttentive(int nexus) {
        return !snapshot().attentions().containsKey(ports.get(nexus).port());
    }
}
