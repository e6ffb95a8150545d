// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.junit;

import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.Sense;
import io.prhelper.simulation.disk.SimulatedClient;
import io.prhelper.simulation.disk.SimulatedHelper;
import io.prhelper.simulation.target.Deviation;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A target of any configuration as a field. The classes inside are run by the tests, which look at what they leave. */
final class SimulatedTargetExtensionTest {
    private static final ReservationKey A = new ReservationKey(0xa);
    private static final ReservationKey B = new ReservationKey(0xb);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE;

    static final class Configured {
        @RegisterExtension
        final SimulatedTargetExtension simulated = SimulatedTargetExtension.of(TargetConfiguration.of(TargetProfile.LIO)
                .with(Deviation.NO_PREEMPT_AND_ABORT)
                .withName("old"));

        @Test
        void theTargetIsAsItIsConfigured() throws IOException {
            SimulatedClient alice = simulated.connect("alice");
            alice.execute(new PrOutCommand.RegisterAndIgnoreExistingKey(A));
            assertThat(alice.execute(new PrOutCommand.PreemptAndAbort(A, B, TYPE)))
                    .isCheckCondition(Sense.INVALID_FIELD_IN_CDB);
            assertThat(simulated.target().unit(0)).hasRegistered(alice.nexus(), A);
            assertThat(alice.toString()).startsWith("alice (sas,");
            assertThat(simulated.target().configuration().name()).isEqualTo("old");
        }

        @Test
        void parametersAreOfIt(SimulatedTarget target, SimulatedHelper helper, SimulatedClient bob) {
            assertThat(target).isSameAs(simulated.target());
            assertThat(helper).isSameAs(simulated.helper());
            assertThat(bob.toString()).startsWith("bob (sas,");
            assertThat(target.has(bob.nexus().unit())).isTrue();
        }

        @Test
        void anAnnotationDecidesWhereItHolds(@SimulatedReservationTarget(TargetKind.TGT) SimulatedTarget target) {
            assertThat(target.configuration().name()).isEqualTo("tgt");
            assertThat(target).isNotSameAs(simulated.target());
        }
    }

    @Test
    void deviationsBeyondAProfileCanBeGiven() {
        Inner.passes(Configured.class, Map.of(), 3);
    }

    static class Fresh {
        static final Set<SimulatedTarget> TARGETS = new HashSet<>();
        static final List<Path> SOCKETS = new ArrayList<>();
        static final AtomicInteger ASKED = new AtomicInteger();

        @RegisterExtension
        final SimulatedTargetExtension simulated = SimulatedTargetExtension.of(
                () -> TargetConfiguration.strictSpc5().withSeed(ASKED.incrementAndGet()));

        @BeforeEach
        void setUp() {
            TARGETS.add(simulated.target());
            SOCKETS.add(simulated.helper().socket());
        }

        @RepeatedTest(3)
        void each() throws IOException {
            assertThat(simulated.target().unit(0)).hasNoRegistrations();
            simulated.connect("alice").execute(new PrOutCommand.RegisterAndIgnoreExistingKey(A));
            assertThat(SOCKETS.getLast()).exists();
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static final class FreshInOneObject extends Fresh {}

    @Test
    void inAFieldOfTheObjectItIsFreshForEachTest() {
        for (Class<?> tests : List.of(Fresh.class, FreshInOneObject.class)) {
            Fresh.TARGETS.clear();
            Fresh.ASKED.set(0);
            Inner.passes(tests, Map.of(), 3);
            assertThat(Fresh.TARGETS).hasSize(3);
            assertThat(Fresh.TARGETS)
                    .extracting(target -> target.configuration().seed())
                    .containsExactlyInAnyOrder(1L, 2L, 3L);
            assertThat(Fresh.SOCKETS).allMatch(socket -> Files.notExists(socket.getParent()));
        }
    }

    static final class Shared {
        static final Set<SimulatedTarget> TARGETS = new HashSet<>();
        static final List<Path> SOCKETS = new ArrayList<>();

        @RegisterExtension
        static final SimulatedTargetExtension SIMULATED = SimulatedTargetExtension.of(TargetConfiguration.strictSpc5());

        @BeforeAll
        static void setUp() throws IOException {
            SIMULATED.connect("alice").execute(new PrOutCommand.RegisterAndIgnoreExistingKey(A));
        }

        @RepeatedTest(2)
        void each(SimulatedTarget target) {
            assertThat(target).isSameAs(SIMULATED.target());
            assertThat(target.unit(0)).hasOnlyKeys(A);
            TARGETS.add(target);
            SOCKETS.add(SIMULATED.helper().socket());
        }

        @Nested
        final class Inside {
            @Test
            void nested(SimulatedTarget target) {
                each(target);
            }
        }
    }

    @Test
    void inAStaticFieldItIsOneForTheClass() {
        Inner.passes(Shared.class, Map.of(), 3);
        assertThat(Shared.TARGETS).hasSize(1);
        assertThat(Shared.SOCKETS).hasSize(3).allMatch(socket -> Files.notExists(socket.getParent()));
        assertThatIllegalStateException()
                .isThrownBy(Shared.SIMULATED::target)
                .withMessage("the simulated target is there while tests run, in a field with @RegisterExtension");
    }
}
