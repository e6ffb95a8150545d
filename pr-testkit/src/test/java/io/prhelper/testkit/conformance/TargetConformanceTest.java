// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.simulation.target.TargetProfile;
import java.util.stream.Stream;

/** The simulated target conforms. */
final class TargetConformanceTest extends ConformanceSuite {
    @Override
    protected ConformanceSubject subject() {
        TwoNexuses nexuses = TwoNexuses.of(TargetProfile.STRICT_SPC5);
        return nexuses.media(ConformanceSubject.ofPorts(nexuses.first(), nexuses.second()))
                .thatMayLoseData();
    }

    @Override
    protected Stream<ConformanceCase> cases() {
        return Conformance.RESERVATIONS.stream();
    }
}
