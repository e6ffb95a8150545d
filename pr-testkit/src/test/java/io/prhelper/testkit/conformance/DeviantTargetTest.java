// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.Deviation;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite tells targets that depart from the standard. */
final class DeviantTargetTest {
    private static List<String> problems(TargetConfiguration configuration) {
        SimulatedTarget target = SimulatedTarget.create(configuration);
        SimulatedNexus first = target.nexus(new TransportId.Sas(1), 0);
        SimulatedNexus second = target.nexus(new TransportId.Sas(2), 0);
        ConformanceSubject subject = ConformanceSubject.ofPorts(first, second)
                .withMedia(MediaAccess.through(first, 512), MediaAccess.through(second, 512))
                .thatMayLoseData();
        return Conformance.run(Conformance.RESERVATIONS, subject).entrySet().stream()
                .filter(entry -> entry.getValue().isProblem())
                .map(entry -> entry.getKey().name())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "KEYS_LENGTH_CUT, READ KEYS that is cut off after its header still says how much there is",
        "NO_FULL_STATUS, PERSISTENT RESERVE IN knows the service actions 0 to 3 and no others",
        "REMOVALS_COUNTED, 'CLEAR ends the reservation and all registrations, and counts once'"
    })
    void aDeviationFailsItsCase(Deviation deviation, String name) {
        assertThat(problems(TargetConfiguration.strictSpc5().with(deviation))).contains(name);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 0", "lio, 0", "lio-7, 0", "lio-old, 1", "tgt, 1", "scst, 0", "spdk, 5", "spdk-old, 3"})
    void theProfilesHaveTheProblemsThatLibiscsiFindsInThem(String profile, int problems) {
        assertThat(problems(TargetConfiguration.of(TargetProfile.named(profile))))
                .hasSize(problems);
    }
}
