// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.examples;

import io.prhelper.simulation.disk.SimulatedHelper;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.testkit.conformance.ConformanceSubject;
import io.prhelper.testkit.conformance.ConformanceSuite;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

// example begins
final class OurHelperConformanceTest extends ConformanceSuite {
    private final SimulatedHelper helper = SimulatedHelper.start(TargetConfiguration.strictSpc5());

    OurHelperConformanceTest() throws IOException {}

    @Override
    protected ConformanceSubject subject() throws IOException {
        return ConformanceSubject.ofHelper(
                        helper.socket(),
                        helper.connect().disk(),
                        helper.connect().disk())
                .thatMayLoseData();
    }

    @AfterEach
    void stop() {
        helper.close();
    }
}
// example ends
