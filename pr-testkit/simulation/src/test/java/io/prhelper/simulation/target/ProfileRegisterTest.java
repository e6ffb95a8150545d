// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.core.scsi.Sense.*;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static io.prhelper.simulation.target.TargetProfile.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.RegisterOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where targets in use depart from the standard in REGISTER. A line for each target; the first is the standard. */
final class ProfileRegisterTest {
    @ParameterizedTest
    @CsvSource({"strict-spc5, 1, 1", "lio, 0, 0", "tgt, 1, 2", "scst, 1, 1", "spdk, 1, 1"})
    void theGenerationAfterUnregistering(String profile, int registrant, int holder) {
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE);
        stage.register(stage.bob, B, ZERO);
        assertThat(stage.unit).hasGeneration(3 + registrant);
        stage.register(stage.alice, A, ZERO);
        assertThat(stage.unit).hasGeneration(3 + registrant + holder).isNotReserved();
    }

    @Test
    void tgtCountsTheLastOfAllRegistrantsTwice() {
        Stage stage = new Stage(TargetConfiguration.of(TGT)).reservedByAlice(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        stage.register(stage.alice, A, ZERO);
        stage.register(stage.bob, B, ZERO);
        assertThat(stage.unit).hasGeneration(5);
        stage.register(stage.carol, C, ZERO);
        assertThat(stage.unit).hasGeneration(7).isNotReserved();
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 0", "lio, 0", "tgt, 1", "scst, 1", "spdk, 0"})
    void theGenerationAfterAnIdleRegister(String profile, int counted) {
        Stage stage = Stage.of(profile);
        assertThat(stage.register(stage.alice, ZERO, ZERO)).isEqualTo(GOOD);
        assertThat(stage.unit).hasGeneration(counted);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD", "lio, GOOD", "tgt, 05/24/00", "scst, GOOD", "spdk, 05/24/00"})
    void persistThroughPowerLoss(String profile, String end) {
        Stage stage = Stage.of(profile);
        assertThat(stage.register(stage.alice, ZERO, A, RegisterOptions.NONE.withAptpl()))
                .isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD", "lio, GOOD", "tgt, 05/24/00", "scst, GOOD", "spdk, 05/24/00"})
    void specifiedInitiatorPorts(String profile, String end) {
        Stage stage = Stage.of(profile);
        RegisterOptions withBob = RegisterOptions.NONE.withTransportIds(List.of(stage.bob.initiator()));
        assertThat(stage.register(stage.alice, ZERO, A, withBob)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD", "lio, GOOD", "tgt, 05/24/00", "scst, GOOD", "spdk, 05/24/00"})
    void allTargetPorts(String profile, String end) {
        Stage stage = Stage.of(profile);
        assertThat(stage.register(stage.alice, ZERO, A, RegisterOptions.NONE.withAllTgPt()))
                .isEqualTo(end);
    }
}
