// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs a test class as JUnit does for a user: for what has to fail, or is about JUnit's own settings. */
final class Inner {
    private Inner() {}

    static TestExecutionSummary run(Class<?> tests, Map<String, String> settings) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                // The guard of the test outside looks at all threads.
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                .configurationParameters(settings)
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    /** All must have passed. */
    static void passes(Class<?> tests, Map<String, String> settings, long expected) {
        TestExecutionSummary summary = run(tests, settings);
        assertThat(summary.getFailures())
                .extracting(TestExecutionSummary.Failure::getException)
                .isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(expected);
    }

    /** What the only failure says. */
    static String failure(Class<?> tests) {
        TestExecutionSummary summary = run(tests, Map.of());
        assertThat(summary.getFailures()).hasSize(1);
        return String.valueOf(summary.getFailures().getFirst().getException().getMessage());
    }
}
