// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.core.scsi.Sense.REGISTRATIONS_PREEMPTED;
import static io.prhelper.core.scsi.Sense.RESERVATIONS_RELEASED;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.ReservationType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PREEMPT (SPC-5, 5.14.11.4); PREEMPT AND ABORT changes the same (5.14.11.5), what it aborts is in {@link AbortTest}. */
final class PreemptConformanceTest {
    private final Stage stage = new Stage();

    @ParameterizedTest
    @EnumSource(
            value = ReservationType.class,
            names = {"WRITE_EXCLUSIVE_ALL_REGISTRANTS", "EXCLUSIVE_ACCESS_ALL_REGISTRANTS"})
    void keyZeroTakesAnAllRegistrantsReservationFromAllOthers(ReservationType type) {
        stage.reservedByAlice(type);
        assertThat(stage.preempt(stage.bob, B, ZERO, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .isReservedBy(stage.bob, WRITE_EXCLUSIVE)
                .hasOnlyKeys(B)
                .hasGeneration(4)
                .hasPending(stage.alice, REGISTRATIONS_PREEMPTED)
                .hasPending(stage.bob)
                .hasPending(stage.carol, REGISTRATIONS_PREEMPTED);
    }

    @Test
    void keyZeroIsRefusedOtherwise() {
        stage.allRegistered();
        assertThat(stage.preempt(stage.bob, B, ZERO, WRITE_EXCLUSIVE)).isEqualTo("05/26/00");
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        assertThat(stage.preempt(stage.bob, B, ZERO, WRITE_EXCLUSIVE)).isEqualTo("05/26/00");
        assertThat(stage.unit).hasOnlyKeys(A, B, C).hasGeneration(3);
    }

    @Test
    void aKeyThatNobodyHasConflicts() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.preempt(stage.bob, B, WRONG, WRITE_EXCLUSIVE)).isEqualTo(CONFLICT);
        assertThat(stage.unit).hasOnlyKeys(A, B, C).hasGeneration(3);
    }

    @Test
    void withoutAReservationTheRegistrationsWithTheKeyEnd() {
        stage.allRegistered();
        assertThat(stage.preempt(stage.bob, B, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .isNotReserved()
                .hasOnlyKeys(B, C)
                .hasGeneration(4)
                .hasPending(stage.alice, REGISTRATIONS_PREEMPTED)
                .hasPending(stage.carol);
    }

    @ParameterizedTest
    @EnumSource(ReservationType.class)
    void aKeyThatIsNotTheHoldersLeavesTheReservation(ReservationType type) {
        stage.reservedByAlice(type);
        assertThat(stage.preempt(stage.bob, B, C, EXCLUSIVE_ACCESS)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .hasOnlyKeys(A, B)
                .hasPending(stage.carol, REGISTRATIONS_PREEMPTED)
                .hasPending(stage.alice);
        assertThat(stage.snapshot().reservation().orElseThrow().type()).isEqualTo(type);
    }

    @Test
    void oneMayRemoveOneself() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.preempt(stage.bob, B, B, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(A, C).hasGeneration(4).hasNothingPending();
    }

    @Test
    void theKeyOfAnAllRegistrantsHolderRemovesItOnly() {
        stage.reservedByAlice(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(stage.preempt(stage.bob, B, A, EXCLUSIVE_ACCESS)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .isReservedByAllRegistrants(WRITE_EXCLUSIVE_ALL_REGISTRANTS)
                .hasOnlyKeys(B, C);
    }

    @Test
    void anAllRegistrantsReservationEndsWhenThePreemptRemovesEverybody() {
        stage.register(stage.alice, ZERO, A);
        stage.register(stage.bob, ZERO, A);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(stage.preempt(stage.bob, A, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .isNotReserved()
                .hasNoRegistrations()
                .hasPending(stage.alice, REGISTRATIONS_PREEMPTED)
                .hasPending(stage.bob);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReservationType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WRITE_EXCLUSIVE_ALL_REGISTRANTS", "EXCLUSIVE_ACCESS_ALL_REGISTRANTS"})
    void theHoldersKeyTakesTheReservationOver(ReservationType type) {
        stage.reservedByAlice(type);
        assertThat(stage.preempt(stage.bob, B, A, type)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .isReservedBy(stage.bob, type)
                .hasOnlyKeys(B, C)
                .hasGeneration(4)
                .hasPending(stage.alice, REGISTRATIONS_PREEMPTED)
                .hasPending(stage.carol);
    }

    @Test
    void aChangedTypeIsToldToTheRegistrantsLeft() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.preempt(stage.bob, B, A, EXCLUSIVE_ACCESS_REGISTRANTS_ONLY))
                .isEqualTo(GOOD);
        assertThat(stage.unit)
                .isReservedBy(stage.bob, EXCLUSIVE_ACCESS_REGISTRANTS_ONLY)
                .hasPending(stage.alice, REGISTRATIONS_PREEMPTED)
                .hasPending(stage.bob)
                .hasPending(stage.carol, RESERVATIONS_RELEASED);
    }

    @Test
    void theHolderMayPreemptItselfToChangeTheType() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.preempt(stage.alice, A, A, WRITE_EXCLUSIVE_ALL_REGISTRANTS))
                .isEqualTo(GOOD);
        assertThat(stage.unit)
                .isReservedByAllRegistrants(WRITE_EXCLUSIVE_ALL_REGISTRANTS)
                .hasOnlyKeys(A, B, C)
                .hasGeneration(4)
                .hasPending(stage.alice)
                .hasPending(stage.bob, RESERVATIONS_RELEASED);
    }

    @Test
    void allRegistrationsWithTheHoldersKeyEndButTheSenders() {
        stage.register(stage.alice, ZERO, A);
        stage.register(stage.bob, ZERO, A);
        stage.register(stage.carol, ZERO, A);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.preempt(stage.bob, A, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .isReservedBy(stage.bob, WRITE_EXCLUSIVE)
                .hasOnlyKeys(A)
                .hasPending(stage.alice, REGISTRATIONS_PREEMPTED)
                .hasPending(stage.bob)
                .hasPending(stage.carol, REGISTRATIONS_PREEMPTED);
    }

    @Test
    void preemptAndAbortChangesTheSame() {
        Stage other = new Stage();
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        other.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.preempt(stage.bob, B, A, EXCLUSIVE_ACCESS)).isEqualTo(GOOD);
        assertThat(other.preemptAndAbort(other.bob, B, A, EXCLUSIVE_ACCESS)).isEqualTo(GOOD);
        assertThat(other.snapshot()).isEqualTo(stage.snapshot());
    }
}
