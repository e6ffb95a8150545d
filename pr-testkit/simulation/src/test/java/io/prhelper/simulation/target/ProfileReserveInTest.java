// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.core.scsi.Sense.*;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static io.prhelper.simulation.target.TargetProfile.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.RegisterOptions;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where targets in use depart from the standard in PERSISTENT RESERVE IN. A line for each target; the first is the standard. */
final class ProfileReserveInTest {
    @ParameterizedTest
    @CsvSource({"strict-spc5, 24", "lio, 8", "tgt, 24", "scst, 24", "spdk, 24"})
    void theLengthFieldOfReadKeysThatIsCutOff(String profile, int length) {
        Stage stage = Stage.of(profile).allRegistered();
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_KEYS, 20)))
                .isEqualTo(GOOD);
        assertThat(stage.dataIn()).hasSize(20);
        assertThat(ByteBuffer.wrap(stage.dataIn()).getInt(4)).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict-spc5", "lio", "tgt", "scst", "spdk"})
    void theLengthFieldOfReadKeysThatIsWhole(String profile) {
        Stage stage = Stage.of(profile).allRegistered();
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_KEYS, 64)))
                .isEqualTo(GOOD);
        assertThat(stage.dataIn()).hasSize(32);
        assertThat(ByteBuffer.wrap(stage.dataIn()).getInt(4)).isEqualTo(24);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD, 7", "lio, 05/24/00, 0", "tgt, 05/24/00, 0", "scst, GOOD, 0", "spdk, GOOD, 7"})
    void anAllocationLengthBelowEight(String profile, String end, int transferred) {
        Stage stage = Stage.of(profile).allRegistered();
        for (PrInAction action : List.of(PrInAction.READ_KEYS, PrInAction.REPORT_CAPABILITIES)) {
            assertThat(stage.send(stage.alice, new PrInCommand(action, 7))).isEqualTo(end);
            assertThat(stage.dataIn()).hasSize(transferred);
            assertThat(stage.send(stage.alice, new PrInCommand(action, 8))).isEqualTo(GOOD);
            assertThat(stage.dataIn()).hasSize(8);
        }
    }

    /** Three registrations of 48 bytes at least, cut after the second: strict announces the third too. */
    @ParameterizedTest
    @CsvSource({
        "strict-spc5, 100, 168",
        "lio, 100, 48",
        "scst, 100, 168",
        "spdk, 100, 168",
        "scst, 104, 168",
        "lio, 104, 96"
    })
    void readFullStatusThatIsCutOff(String profile, int allocation, int length) {
        Stage stage = Stage.of(profile).allRegistered();
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_FULL_STATUS, allocation)))
                .isEqualTo(GOOD);
        assertThat(ByteBuffer.wrap(stage.dataIn()).getInt(4)).isEqualTo(length);
        // SCST leaves out the descriptor that would just fit.
        assertThat(stage.dataIn()).hasSize(profile.equals("scst") && allocation == 104 ? 56 : allocation);
    }

    @Test
    void tgtHasNoFullStatus() {
        Stage stage = new Stage(TargetConfiguration.of(TGT));
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_FULL_STATUS, 64)))
                .isEqualTo("05/24/00");
    }

    @Test
    void scstDoesNotShowAllTargetPorts() {
        Stage stage = new Stage(TargetConfiguration.of(SCST));
        stage.register(stage.alice, ZERO, A, RegisterOptions.NONE.withAllTgPt());
        stage.send(stage.alice, new PrInCommand(PrInAction.READ_FULL_STATUS, 64));
        assertThat(stage.dataIn()[8 + 12]).isZero();
    }
}
