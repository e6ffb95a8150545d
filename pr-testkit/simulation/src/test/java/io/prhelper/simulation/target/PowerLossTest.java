// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.core.scsi.Sense.RESET_OCCURRED;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.RegisterOptions;
import org.junit.jupiter.api.Test;

/** APTPL, power and resets (SPC-5, 5.14.5; SAM-5, 6.3), and the generation (SPC-5, 6.16.2). */
final class PowerLossTest {
    private final Stage stage = new Stage();

    @Test
    void powerLossEndsWhatWasNotToPersist() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        stage.target.losePower();
        assertThat(stage.unit)
                .isNotReserved()
                .hasNoRegistrations()
                .hasGeneration(0)
                .hasPending(stage.alice, RESET_OCCURRED)
                .hasPending(stage.carol, RESET_OCCURRED);
    }

    @Test
    void whatWasToPersistStaysButTheGenerationStartsAnew() {
        stage.reservedByAlice(WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        stage.register(stage.bob, B, B, RegisterOptions.NONE.withAptpl());
        stage.target.losePower();
        assertThat(stage.unit)
                .isReservedBy(stage.alice, WRITE_EXCLUSIVE_REGISTRANTS_ONLY)
                .hasOnlyKeys(A, B, C)
                .hasGeneration(0)
                .isPersistentThroughPowerLoss();
    }

    @Test
    void theLastGoodRegistrationDecidesWhetherItPersists() {
        stage.register(stage.alice, ZERO, A, RegisterOptions.NONE.withAptpl());
        assertThat(stage.unit).isPersistentThroughPowerLoss();
        stage.register(stage.bob, A, B);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.unit).isPersistentThroughPowerLoss();
        stage.register(stage.bob, ZERO, B);
        assertThat(stage.unit).isNotPersistentThroughPowerLoss();
        stage.register(stage.bob, B, ZERO, RegisterOptions.NONE.withAptpl());
        assertThat(stage.unit).isPersistentThroughPowerLoss();
        stage.registerAndIgnore(stage.bob, B);
        assertThat(stage.unit).isNotPersistentThroughPowerLoss();
        stage.send(stage.alice, new PrOutCommand.RegisterAndMove(A, C, false, true, 1, stage.carol.initiator()));
        assertThat(stage.unit).isPersistentThroughPowerLoss();
    }

    @Test
    void aptplIsRefusedWhereItIsNotSupported() {
        Stage volatileUnit = new Stage(TargetConfiguration.strictSpc5().without(Feature.PERSIST_THROUGH_POWER_LOSS));
        assertThat(volatileUnit.register(volatileUnit.alice, ZERO, A, RegisterOptions.NONE.withAptpl()))
                .isEqualTo("05/26/00");
        volatileUnit.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(volatileUnit.send(
                        volatileUnit.alice,
                        new PrOutCommand.RegisterAndMove(A, C, false, true, 1, volatileUnit.bob.initiator())))
                .isEqualTo("05/26/00");
    }

    @Test
    void aResetEndsSpc2ReservationsOnly() {
        stage.send(stage.alice, new byte[] {0x16, 0, 0, 0, 0, 0}, new byte[0]);
        stage.unit.resetUnit();
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo("06/29/00");
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo(GOOD);
        stage.testUnitReady(stage.alice);
        stage.testUnitReady(stage.carol);
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        stage.unit.resetUnit();
        assertThat(stage.unit)
                .isReservedBy(stage.alice, WRITE_EXCLUSIVE)
                .hasOnlyKeys(A, B, C)
                .hasGeneration(3);
    }

    @Test
    void theGenerationWrapsAfter32Bits() {
        UnitSnapshot now = stage.snapshot();
        stage.unit.restore(new UnitSnapshot(
                0,
                0xffff_ffffL,
                now.reservation(),
                now.registrations(),
                now.attentions(),
                false,
                false,
                now.spc2Holder()));
        assertThat(stage.unit).hasGeneration(0xffff_ffffL);
        stage.register(stage.alice, ZERO, A);
        assertThat(stage.unit).hasGeneration(0);
    }
}
