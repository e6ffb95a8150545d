// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.TransportId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** REGISTER AND MOVE (SPC-5, 5.14.8) and REPLACE LOST RESERVATION (5.14.11.7). */
final class MoveConformanceTest {
    private final Stage stage = new Stage();

    @Test
    void withoutAReservationThereIsNothingToMove() {
        stage.allRegistered();
        assertThat(stage.move(stage.alice, A, C, false, stage.bob)).isEqualTo("05/24/00");
    }

    @Test
    void onlyTheHolderMoves() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.move(stage.bob, B, C, false, stage.carol)).isEqualTo(CONFLICT);
        assertThat(stage.move(stage.alice, WRONG, C, false, stage.carol)).isEqualTo(CONFLICT);
        assertThat(stage.unit).isReservedBy(stage.alice, WRITE_EXCLUSIVE).hasGeneration(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReservationType.class,
            names = {"WRITE_EXCLUSIVE_ALL_REGISTRANTS", "EXCLUSIVE_ACCESS_ALL_REGISTRANTS"})
    void whatAllRegistrantsHoldCannotBeMoved(ReservationType type) {
        stage.reservedByAlice(type);
        assertThat(stage.move(stage.alice, A, C, false, stage.bob)).isEqualTo(CONFLICT);
    }

    @Test
    void theDestinationMayBeSpelledInAnotherWay() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.send(stage.alice, new PrOutCommand.RegisterAndMove(A, C, false, false, 1, spelled(stage.bob))))
                .isEqualTo(GOOD);
        assertThat(stage.unit).isReservedBy(stage.bob, WRITE_EXCLUSIVE);
    }

    @Test
    void theNewKeyMustNotBeZeroAndTheDestinationMustBeAnotherKnownPort() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        SimulatedNexus stranger = SimulatedTarget.create().nexus(new TransportId.Sas(0xdead), 0);
        assertThat(stage.move(stage.alice, A, ZERO, false, stage.bob)).isEqualTo("05/26/00");
        assertThat(stage.move(stage.alice, A, C, false, stage.alice)).isEqualTo("05/26/00");
        assertThat(stage.move(stage.alice, A, C, false, stranger)).isEqualTo("05/26/00");
        assertThat(stage.send(
                        stage.alice, new PrOutCommand.RegisterAndMove(A, C, false, false, 2, stage.bob.initiator())))
                .isEqualTo("05/26/00");
        assertThat(stage.send(
                        stage.alice,
                        new PrOutCommand.RegisterAndMove(
                                A, C, false, false, 1, new TransportId.IscsiName("iqn.2026-01.example:carol"))))
                .isEqualTo("05/26/00");
        assertThat(stage.unit)
                .isReservedBy(stage.alice, WRITE_EXCLUSIVE)
                .hasOnlyKeys(A, B, C)
                .hasGeneration(3);
    }

    @Test
    void theNameOfTheDestinationMustBeWellFormed() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        PrOutCommand move = new PrOutCommand.RegisterAndMove(A, C, false, false, 1, stage.bob.initiator());
        // FORMAT CODE 1 does not go with SAS.
        assertThat(stage.sendChanged(stage.alice, move, 16 + 24, 0x46)).isEqualTo("05/26/00");
        assertThat(stage.unit).isReservedBy(stage.alice, WRITE_EXCLUSIVE).hasRegistered(stage.bob, B);
    }

    @Test
    void theReservationMovesWithItsType() {
        stage.reservedByAlice(EXCLUSIVE_ACCESS);
        assertThat(stage.move(stage.alice, A, WRONG, false, stage.carol)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .isReservedBy(stage.carol, EXCLUSIVE_ACCESS)
                .hasRegistered(stage.alice, A)
                .hasRegistered(stage.carol, WRONG)
                .hasGeneration(4)
                .hasNothingPending();
    }

    @Test
    void anUnregisteredDestinationIsRegistered() {
        stage.register(stage.alice, ZERO, A);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.move(stage.alice, A, B, false, stage.bob)).isEqualTo(GOOD);
        assertThat(stage.unit).isReservedBy(stage.bob, WRITE_EXCLUSIVE).hasOnlyKeys(A, B);
    }

    @Test
    void unregTakesTheSendersRegistrationAway() {
        stage.reservedByAlice(WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        assertThat(stage.move(stage.alice, A, B, true, stage.bob)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .isReservedBy(stage.bob, WRITE_EXCLUSIVE_REGISTRANTS_ONLY)
                .hasNotRegistered(stage.alice)
                .hasNothingPending();
    }

    @Test
    void theDestinationMayBeBehindAnotherTargetPort() {
        Stage wide = new Stage(TargetConfiguration.strictSpc5().withTargetPorts(1, 9));
        SimulatedNexus bobAtNine = wide.target.nexus(wide.bob.initiator(), 9, 0);
        wide.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(wide.move(wide.alice, A, C, false, bobAtNine)).isEqualTo(GOOD);
        assertThat(wide.unit).isReservedBy(bobAtNine, WRITE_EXCLUSIVE).hasRegistered(wide.bob, B);
    }

    @Test
    void aFullUnitMovesOnlyWhenTheSenderMakesRoom() {
        Stage small = new Stage(TargetConfiguration.strictSpc5().withMaximumRegistrations(1));
        small.register(small.alice, ZERO, A);
        small.reserve(small.alice, A, WRITE_EXCLUSIVE);
        assertThat(small.move(small.alice, A, B, false, small.bob)).isEqualTo("05/55/04");
        assertThat(small.move(small.alice, A, B, true, small.bob)).isEqualTo(GOOD);
        assertThat(small.unit).isReservedBy(small.bob, WRITE_EXCLUSIVE).hasOnlyKeys(B);
    }

    @Test
    void lostInformationIsReplacedByTheSendersRegistrationAndReservation() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        stage.unit.loseReservationInformation();
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo("07/44/01");
        assertThat(stage.read(stage.alice)).isEqualTo("07/44/01");
        assertThat(stage.register(stage.bob, ZERO, B)).isEqualTo("07/44/01");
        assertThat(stage.replaceLost(stage.bob, B, B, EXCLUSIVE_ACCESS)).isEqualTo(CONFLICT);
        assertThat(stage.replaceLost(stage.bob, ZERO, ZERO, EXCLUSIVE_ACCESS)).isEqualTo("05/26/00");
        assertThat(stage.replaceLost(stage.bob, ZERO, B, EXCLUSIVE_ACCESS)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .isReservedBy(stage.bob, EXCLUSIVE_ACCESS)
                .hasOnlyKeys(B)
                .hasGeneration(4);
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo(GOOD);
    }

    @Test
    void whatIsNotLostIsNotReplaced() {
        stage.allRegistered();
        assertThat(stage.replaceLost(stage.bob, ZERO, B, EXCLUSIVE_ACCESS)).isEqualTo("05/24/00");
        assertThat(stage.unit).hasGeneration(3);
    }

    @Test
    void aTargetWithoutTheFeatureKnowsNoReplacement() {
        Stage spc4 = new Stage(TargetConfiguration.strictSpc5().without(Feature.REPLACE_LOST_RESERVATION));
        assertThat(spc4.replaceLost(spc4.bob, ZERO, B, EXCLUSIVE_ACCESS)).isEqualTo("05/24/00");
    }
}
