// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.junit;

import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.simulation.disk.SimulatedClient;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.UnitSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everywhere where JUnit resolves parameters, and when the tests run beside each other. */
final class PlacesOfParametersTest {
    private static final ReservationKey KEY = new ReservationKey(0xa);

    private static void isNew(SimulatedTarget target) {
        UnitSnapshot snapshot = target.unit(0).snapshot();
        assertThat(snapshot.generation()).isZero();
        assertThat(snapshot.registrations()).isEmpty();
    }

    private static void uses(SimulatedTarget target, SimulatedClient client) {
        assertThat(target.has(client.nexus().unit())).isTrue();
        assertThat(client.execute(new PrOutCommand.RegisterAndIgnoreExistingKey(KEY)))
                .isGood();
    }

    /** A target of its own for each of them; constructor, what runs before, and test have the same. */
    @Nested
    @SimulatedReservationTarget
    final class Fresh {
        private final SimulatedTarget made;
        private final List<SimulatedClient> clients = new ArrayList<>();

        Fresh(SimulatedTarget made, SimulatedClient ofTheConstructor) {
            isNew(made);
            this.made = made;
            clients.add(ofTheConstructor);
        }

        @BeforeEach
        void setUp(SimulatedTarget target, SimulatedClient ofTheSetUp) {
            assertThat(target).isSameAs(made);
            clients.add(ofTheSetUp);
        }

        private void test(SimulatedTarget target, SimulatedClient ofTheTest) {
            assertThat(target).isSameAs(made);
            isNew(target);
            clients.add(ofTheTest);
            clients.forEach(client -> uses(target, client));
            assertThat(target.unit(0).snapshot().registrations()).hasSize(3);
        }

        @Test
        void aTest(SimulatedTarget target, SimulatedClient client) {
            test(target, client);
        }

        @RepeatedTest(2)
        void aRepeatedTest(SimulatedTarget target, SimulatedClient client) {
            test(target, client);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void aParameterizedTest(int number, SimulatedTarget target, SimulatedClient client) {
            assertThat(number).isPositive();
            test(target, client);
        }

        @Nested
        final class Inside {
            @Test
            void aNestedTest(SimulatedTarget target, SimulatedClient client) {
                test(target, client);
            }
        }
    }

    /** What is there before all tests is one for all of them. */
    @Nested
    @SimulatedReservationTarget
    final class Shared {
        private static final List<SimulatedTarget> TARGETS = new ArrayList<>();

        @BeforeAll
        static void all(SimulatedTarget target, SimulatedClient client) {
            uses(target, client);
            TARGETS.add(target);
        }

        @RepeatedTest(2)
        void eachSeesIt(SimulatedTarget target, SimulatedClient client) {
            assertThat(TARGETS).containsExactly(target);
            assertThat(client.execute(PrQuery.READ_KEYS)).hasOnlyKeys(KEY);
        }

        @Test
        void anotherKindIsItsOwn(@SimulatedReservationTarget(TargetKind.LIO) SimulatedTarget target) {
            isNew(target);
        }

        @AfterAll
        static void stillThere(SimulatedTarget target) {
            assertThat(TARGETS).containsExactly(target);
            TARGETS.clear();
        }
    }

    /** Run beside each other by the test below. */
    @SimulatedReservationTarget
    static final class Parallel {
        static final Set<SimulatedTarget> TARGETS = Collections.newSetFromMap(new ConcurrentHashMap<>());
        static final Set<String> THREADS = ConcurrentHashMap.newKeySet();

        @RepeatedTest(20)
        void each(SimulatedTarget target, SimulatedClient alice, SimulatedClient bob) {
            isNew(target);
            uses(target, alice);
            uses(target, bob);
            assertThat(target.unit(0).snapshot().registrations()).hasSize(2);
            TARGETS.add(target);
            THREADS.add(Thread.currentThread().getName());
        }
    }

    @Test
    void testsThatRunBesideEachOtherHaveTheirOwn() {
        Inner.passes(
                Parallel.class,
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"),
                20);
        assertThat(Parallel.TARGETS).hasSize(20);
        assertThat(Parallel.THREADS).hasSizeGreaterThan(1);
    }
}
