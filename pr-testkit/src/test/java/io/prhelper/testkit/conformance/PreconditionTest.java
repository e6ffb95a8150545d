// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.simulation.disk.SimulatedHelper;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import io.prhelper.testkit.conformance.BrokenHelper.Slip;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Where READ KEYS is not answered through both initiators, that is all that is said. */
final class PreconditionTest {
    private static final String REASON =
            "READ KEYS of the second initiator: expected GOOD (00h), but it ended CHECK CONDITION (02h) 05/20/00";

    @TempDir
    private Path folder;

    private final TwoNexuses nexuses = TwoNexuses.of(TargetProfile.STRICT_SPC5);

    /** Its second initiator is refused everything. */
    private static final class HalfASubject {
        static final AtomicInteger ASKED = new AtomicInteger();

        static ConformanceSubject open() {
            ScsiPort refusing = exchange -> {
                ASKED.incrementAndGet();
                exchange.checkCondition(Sense.INVALID_OPCODE);
            };
            return ConformanceSubject.ofPorts(
                            TwoNexuses.of(TargetProfile.STRICT_SPC5).first(), refusing)
                    .thatMayLoseData();
        }
    }

    /** Run by a test below. */
    static final class HalfASuite extends ConformanceSuite {
        @Override
        protected ConformanceSubject subject() {
            return HalfASubject.open();
        }
    }

    @Test
    void itIsTheFirstOfAllAndIsRunBeforeAnySelection() {
        assertThat(Conformance.ALL).first().isEqualTo(Conformance.PRECONDITION);
        ConformanceSubject subject = ConformanceSubject.ofPorts(nexuses.first(), nexuses.second());
        assertThat(Conformance.run(Conformance.RESERVATIONS.subList(0, 1), subject)
                        .keySet())
                .containsExactly(Conformance.PRECONDITION, Conformance.RESERVATIONS.getFirst());
        assertThat(Conformance.run(Conformance.ALL, subject)).hasSameSizeAs(Conformance.ALL);
    }

    @Test
    void nothingElseIsTriedWhereItFails() {
        HalfASubject.ASKED.set(0);
        Map<ConformanceCase, ConformanceResult> results = Conformance.run(Conformance.ALL, HalfASubject.open());
        assertThat(results.keySet()).containsExactly(Conformance.PRECONDITION);
        assertThat(results.values())
                .singleElement()
                .satisfies(result -> assertThat(result.explanation()).contains(REASON));
        assertThat(HalfASubject.ASKED).hasValue(1);
    }

    @Test
    void theSuiteOfJUnitHasOneFailureAndNoOtherTest() {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(HalfASuite.class))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getTestsFoundCount()).isEqualTo(1);
        assertThat(summary.getFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.getException())
                        .hasMessageStartingWith("no other case is tried: ")
                        .hasMessageContaining(REASON));
    }

    private static String stopped(Callable<ConformanceSubject> subject) {
        List<String> reasons = new ArrayList<>();
        Map<ConformanceCase, ConformanceResult> results =
                Conformance.run(Conformance.ALL, subject, new ConformanceReport() {
                    @Override
                    public void ended(ConformanceCase one, ConformanceResult result, Duration took) {
                        assertThat(one).isEqualTo(Conformance.PRECONDITION);
                    }

                    @Override
                    public void stopped(String reason) {
                        reasons.add(reason);
                    }
                });
        assertThat(results.keySet()).containsExactly(Conformance.PRECONDITION);
        assertThat(results.values()).allMatch(ConformanceResult::isProblem);
        return String.join("\n", reasons);
    }

    @Test
    void aHelperThatCanNotBeReachedFailsIt() {
        Path none = folder.resolve("none");
        assertThat(stopped(() -> ConformanceSubject.ofHelper(none, Path.of("/dev/null"), Path.of("/dev/null"))))
                .startsWith("no other case is tried: ")
                .contains(none.toString());
    }

    @Test
    void soDoesANodeThatIsNotThere() throws IOException {
        Path none = folder.resolve("none");
        try (SimulatedHelper helper = SimulatedHelper.start(TargetConfiguration.strictSpc5())) {
            assertThat(stopped(() -> ConformanceSubject.ofHelper(helper.socket(), Path.of("/dev/null"), none)))
                    .startsWith("no other case is tried: ")
                    .contains(none.toString());
        }
    }

    @Test
    void soDoesAHelperThatBreaksTheProtocol() throws Exception {
        Path socket = folder.resolve("s");
        try (BrokenHelper helper = BrokenHelper.listen(socket, Slip.STATUS_IN_WRONG_BYTE);
                OwnedFd disk = OwnedFd.inMemory("disk")) {
            assertThat(stopped(() -> ConformanceSubject.ofHelper(socket, disk, disk)))
                    .startsWith("no other case is tried: ")
                    .hasLineCount(1);
        }
    }

    @Test
    void theSubjectThatARunHasOpenedIsClosed() {
        List<String> closed = new ArrayList<>();
        MediaAccess media = new MediaAccess() {
            @Override
            public boolean reads() {
                return true;
            }

            @Override
            public boolean writes() {
                return true;
            }

            @Override
            public void close() {
                closed.add("closed");
            }
        };
        Conformance.run(
                List.of(),
                () -> ConformanceSubject.ofPorts(nexuses.first(), nexuses.second())
                        .withMedia(media, media),
                ConformanceReport.NONE);
        assertThat(closed).containsExactly("closed", "closed");
    }
}
