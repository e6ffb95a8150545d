// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.core.scsi.Sense.RESERVATIONS_PREEMPTED;
import static io.prhelper.core.scsi.Sense.RESERVATIONS_RELEASED;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.ReservationType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RESERVE (SPC-5, 5.14.9), RELEASE (5.14.11.2) and CLEAR (5.14.11.6). */
final class ReserveConformanceTest {
    private final Stage stage = new Stage();

    @ParameterizedTest
    @EnumSource(ReservationType.class)
    void aRegistrantReserves(ReservationType type) {
        stage.allRegistered();
        assertThat(stage.reserve(stage.alice, A, type)).isEqualTo(GOOD);
        assertThat(stage.unit).hasGeneration(3).hasNothingPending();
        if (type.isAllRegistrants()) {
            assertThat(stage.unit).isReservedByAllRegistrants(type);
        } else {
            assertThat(stage.unit).isReservedBy(stage.alice, type);
        }
    }

    @ParameterizedTest
    @EnumSource(ReservationType.class)
    void theHolderMayReserveTheSameAgain(ReservationType type) {
        stage.reservedByAlice(type);
        UnitSnapshot before = stage.snapshot();
        assertThat(stage.reserve(stage.alice, A, type)).isEqualTo(GOOD);
        assertThat(stage.snapshot()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(ReservationType.class)
    void anotherRegistrantMayOnlyWhereAllRegistrantsHold(ReservationType type) {
        stage.reservedByAlice(type);
        UnitSnapshot before = stage.snapshot();
        assertThat(stage.reserve(stage.bob, B, type)).isEqualTo(type.isAllRegistrants() ? GOOD : CONFLICT);
        assertThat(stage.snapshot()).isEqualTo(before);
    }

    @Test
    void theHolderWithAnotherTypeConflicts() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.reserve(stage.alice, A, EXCLUSIVE_ACCESS)).isEqualTo(CONFLICT);
        assertThat(stage.unit).isReservedBy(stage.alice, WRITE_EXCLUSIVE);
    }

    @Test
    void onlyARegistrantWithItsKeyReservesReleasesAndClears() {
        stage.register(stage.alice, ZERO, A);
        UnitSnapshot before = stage.snapshot();
        assertThat(stage.reserve(stage.bob, ZERO, WRITE_EXCLUSIVE)).isEqualTo(CONFLICT);
        assertThat(stage.release(stage.bob, ZERO, WRITE_EXCLUSIVE)).isEqualTo(CONFLICT);
        assertThat(stage.clear(stage.bob, ZERO)).isEqualTo(CONFLICT);
        assertThat(stage.reserve(stage.alice, WRONG, WRITE_EXCLUSIVE)).isEqualTo(CONFLICT);
        assertThat(stage.release(stage.alice, WRONG, WRITE_EXCLUSIVE)).isEqualTo(CONFLICT);
        assertThat(stage.clear(stage.alice, WRONG)).isEqualTo(CONFLICT);
        assertThat(stage.snapshot()).isEqualTo(before);
    }

    @Test
    void releaseOfNothingIsGood() {
        stage.allRegistered();
        UnitSnapshot before = stage.snapshot();
        assertThat(stage.release(stage.alice, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.snapshot()).isEqualTo(before);
    }

    @Test
    void releaseByAnotherThanTheHolderIsGoodWithoutEffect() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        UnitSnapshot before = stage.snapshot();
        assertThat(stage.release(stage.bob, B, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.release(stage.bob, B, EXCLUSIVE_ACCESS)).isEqualTo(GOOD);
        assertThat(stage.snapshot()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReservationType.class,
            names = {"WRITE_EXCLUSIVE", "EXCLUSIVE_ACCESS"})
    void releaseOfAnExclusiveTypeTellsNobody(ReservationType type) {
        stage.reservedByAlice(type);
        assertThat(stage.release(stage.alice, A, type)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .isNotReserved()
                .hasOnlyKeys(A, B, C)
                .hasGeneration(3)
                .hasNothingPending();
    }

    @ParameterizedTest
    @EnumSource(
            value = ReservationType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WRITE_EXCLUSIVE", "EXCLUSIVE_ACCESS"})
    void releaseOfASharedTypeTellsTheOtherRegistrants(ReservationType type) {
        stage.reservedByAlice(type);
        assertThat(stage.release(stage.alice, A, type)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .isNotReserved()
                .hasOnlyKeys(A, B, C)
                .hasGeneration(3)
                .hasPending(stage.alice)
                .hasPending(stage.bob, RESERVATIONS_RELEASED)
                .hasPending(stage.carol, RESERVATIONS_RELEASED);
    }

    @Test
    void anyRegistrantReleasesAnAllRegistrantsReservation() {
        stage.reservedByAlice(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(stage.release(stage.bob, B, WRITE_EXCLUSIVE_ALL_REGISTRANTS)).isEqualTo(GOOD);
        assertThat(stage.unit).isNotReserved();
    }

    @Test
    void releaseWithAnotherTypeIsRefused() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.release(stage.alice, A, EXCLUSIVE_ACCESS)).isEqualTo("05/26/04");
        assertThat(stage.unit).isReservedBy(stage.alice, WRITE_EXCLUSIVE);
    }

    @ParameterizedTest
    @EnumSource(ReservationType.class)
    void anyRegistrantClearsEverything(ReservationType type) {
        stage.reservedByAlice(type);
        assertThat(stage.clear(stage.bob, B)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .isNotReserved()
                .hasNoRegistrations()
                .hasGeneration(4)
                .hasPending(stage.alice, RESERVATIONS_PREEMPTED)
                .hasPending(stage.bob)
                .hasPending(stage.carol, RESERVATIONS_PREEMPTED);
    }

    @Test
    void clearWithoutAReservationEndsTheRegistrations() {
        stage.allRegistered();
        assertThat(stage.clear(stage.alice, A)).isEqualTo(GOOD);
        assertThat(stage.unit).hasNoRegistrations().hasGeneration(4).hasPending(stage.bob, RESERVATIONS_PREEMPTED);
    }
}
