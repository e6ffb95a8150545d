// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.simulation.target.TargetProfile;
import java.util.stream.Stream;

/** The simulated target conforms behind both ends of the protocol: neither changes what a command does or how it ends. */
final class ProtocolConformanceTest extends ConformanceSuite {
    @Override
    protected ConformanceSubject subject() {
        TwoNexuses nexuses = TwoNexuses.of(TargetProfile.STRICT_SPC5);
        ConformanceSubject subject =
                ConformanceSubject.ofPorts(new JoinedEnds(nexuses.first()), new JoinedEnds(nexuses.second()));
        return nexuses.media(subject).thatMayLoseData();
    }

    @Override
    protected Stream<ConformanceCase> cases() {
        return Conformance.RESERVATIONS.stream();
    }
}
