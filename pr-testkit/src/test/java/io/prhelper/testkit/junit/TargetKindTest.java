// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.simulation.disk.SimulatedClient;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetProfile;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which kind of target a parameter gets. */
@SimulatedReservationTarget(TargetKind.LIO)
final class TargetKindTest {
    private SimulatedTarget before;

    TargetKindTest(SimulatedTarget before) {
        this.before = before;
    }

    @Test
    void thereIsAKindForEachProfileInTheirOrder() {
        assertThat(Arrays.stream(TargetKind.values()).map(TargetKind::profile)).isEqualTo(TargetProfile.all());
        assertThat(TargetKind.values()).allSatisfy(kind -> {
            String name = kind == TargetKind.THREE_PAR ? "3par" : kind.name();
            assertThat(kind.profile().name())
                    .isEqualTo(name.toLowerCase(Locale.ROOT).replace('_', '-'));
        });
    }

    private static void isA(String kind, SimulatedTarget target) {
        assertThat(target.configuration().name()).isEqualTo(kind);
    }

    @BeforeEach
    void setUp(SimulatedTarget target) {
        before = target;
    }

    @AfterEach
    void theTestHadTheTargetOfWhatRanBefore(SimulatedTarget target) {
        assertThat(target).isSameAs(before);
    }

    @Test
    void thatOfTheClass(SimulatedTarget target) {
        isA("lio", target);
        assertThat(target).isSameAs(before);
    }

    @Test
    @SimulatedReservationTarget(TargetKind.SCST)
    void thatOfTheMethodBeforeThatOfTheClass(SimulatedTarget target) {
        isA("scst", target);
        assertThat(target).isSameAs(before);
    }

    @Test
    @SimulatedReservationTarget(profile = "SCST")
    void thatOfTheParameterBeforeThatOfTheMethod(
            SimulatedTarget scst, @SimulatedReservationTarget(TargetKind.TGT) SimulatedTarget tgt) {
        isA("scst", scst);
        isA("tgt", tgt);
    }

    @Test
    @SimulatedReservationTarget
    void oneThatNamesNoneLeavesItToTheNext(
            @SimulatedReservationTarget SimulatedTarget target,
            @SimulatedReservationTarget(name = "bob") SimulatedClient client) {
        isA("lio", target);
        assertThat(target.has(client.nexus().unit())).isTrue();
    }

    @Nested
    final class Inside {
        @Test
        void thatOfTheEnclosingClass(SimulatedTarget target) {
            isA("lio", target);
        }
    }

    @Nested
    @SimulatedReservationTarget(profile = "spdk")
    final class Nearer {
        @Test
        void thatOfTheClassBeforeThatOfTheEnclosingOne(SimulatedTarget target) {
            isA("spdk", target);
        }
    }

    /** What follows is run by the tests below. */
    static final class Both {
        @Test
        void both(@SimulatedReservationTarget(value = TargetKind.LIO, profile = "lio") SimulatedTarget target) {
            isA("lio", target);
        }
    }

    static final class Two {
        @Test
        @SimulatedReservationTarget({TargetKind.LIO, TargetKind.TGT})
        void two(SimulatedTarget target) {
            isA("lio", target);
        }
    }

    static final class Unknown {
        @Test
        void unknown(@SimulatedReservationTarget(profile = "lio-8") SimulatedTarget target) {
            isA("lio-8", target);
        }
    }

    @Test
    void oneThatNamesItTwiceIsAnErrorThatSaysWhere() {
        assertThat(Inner.failure(Both.class))
                .startsWith("no simulated target: @SimulatedReservationTarget names one kind of target, as value or as"
                        + " profile, unlike on io.prhelper.simulation.target.SimulatedTarget target");
        assertThat(Inner.failure(Two.class))
                .contains("unlike on void ")
                .endsWith("$Two.two(io.prhelper.simulation.target.SimulatedTarget)");
    }

    @Test
    void aProfileThatThereIsNotIsAnErrorThatNamesThoseThereAre() {
        assertThat(Inner.failure(Unknown.class))
                .startsWith("no simulated target: no target profile \"lio-8\"; there are strict-spc5, lio, ");
    }
}
