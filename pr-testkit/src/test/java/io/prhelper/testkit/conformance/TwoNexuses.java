// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;

/** Two initiators of one simulated unit. */
record TwoNexuses(SimulatedNexus first, SimulatedNexus second) {
    private static final int BLOCK_LENGTH = 512;

    static TwoNexuses of(TargetProfile profile) {
        SimulatedTarget target = SimulatedTarget.create(TargetConfiguration.of(profile));
        return new TwoNexuses(target.nexus(new TransportId.Sas(1), 0), target.nexus(new TransportId.Sas(2), 0));
    }

    /** With media, as these initiators have it. */
    ConformanceSubject media(ConformanceSubject subject) {
        return subject.withMedia(MediaAccess.through(first, BLOCK_LENGTH), MediaAccess.through(second, BLOCK_LENGTH));
    }
}
