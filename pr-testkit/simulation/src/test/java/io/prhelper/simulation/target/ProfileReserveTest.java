// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.core.scsi.Sense.*;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static io.prhelper.simulation.target.TargetProfile.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where targets in use depart from the standard in RESERVE, RELEASE, and in the checks that all service actions share. A
 * line for each target; the first is the standard.
 */
final class ProfileReserveTest {
    @ParameterizedTest
    @CsvSource({
        "strict-spc5, CONFLICT, CONFLICT, CONFLICT, CONFLICT",
        "lio,         02/08/00, 02/08/00, 02/08/00, 02/08/00",
        "tgt,         CONFLICT, CONFLICT, CONFLICT, 05/24/00",
        "scst,        CONFLICT, CONFLICT, CONFLICT, CONFLICT",
        "spdk,        CONFLICT, 02/00/00, 02/00/00, 05/24/00",
    })
    void anUnregisteredNexusWhileNothingIsReserved(
            String profile, String reserve, String release, String clear, String move) {
        Stage stage = Stage.of(profile);
        assertThat(stage.reserve(stage.alice, ZERO, WRITE_EXCLUSIVE)).isEqualTo(reserve);
        assertThat(stage.release(stage.alice, ZERO, WRITE_EXCLUSIVE)).isEqualTo(release);
        assertThat(stage.clear(stage.alice, ZERO)).isEqualTo(clear);
        assertThat(stage.move(stage.alice, ZERO, A, false, stage.bob)).isEqualTo(move);
        assertThat(stage.unit).hasGeneration(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict-spc5", "lio", "tgt", "scst", "spdk"})
    void anUnregisteredNexusMayNotPreemptWhileNothingIsReserved(String profile) {
        Stage stage = Stage.of(profile);
        stage.register(stage.bob, ZERO, B);
        assertThat(stage.preempt(stage.alice, ZERO, B, WRITE_EXCLUSIVE)).isEqualTo(CONFLICT);
        assertThat(stage.unit).hasOnlyKeys(B);
    }

    @ParameterizedTest
    @CsvSource({
        "strict-spc5, CONFLICT, CONFLICT",
        "lio, CONFLICT, CONFLICT",
        "tgt, CONFLICT, CONFLICT",
        "scst, CONFLICT, CONFLICT",
        "spdk, CONFLICT, 02/00/00"
    })
    void anUnregisteredNexusWhileTheUnitIsReserved(String profile, String reserve, String release) {
        Stage stage = Stage.of(profile);
        stage.register(stage.alice, ZERO, A);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.reserve(stage.bob, ZERO, WRITE_EXCLUSIVE)).isEqualTo(reserve);
        assertThat(stage.release(stage.bob, ZERO, WRITE_EXCLUSIVE)).isEqualTo(release);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 05/26/04", "lio, CONFLICT", "tgt, 05/26/04", "scst, 05/26/04", "spdk, 05/24/00"})
    void releaseOfAnotherType(String profile, String end) {
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.release(stage.alice, A, EXCLUSIVE_ACCESS)).isEqualTo(end);
        assertThat(stage.unit).isReservedBy(stage.alice, WRITE_EXCLUSIVE);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, CONFLICT", "lio, GOOD", "tgt, GOOD", "scst, CONFLICT", "spdk, 05/24/00"})
    void releaseWithAWrongKeyByAnotherThanTheHolder(String profile, String end) {
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.release(stage.bob, WRONG, WRITE_EXCLUSIVE)).isEqualTo(end);
        assertThat(stage.unit).isReservedBy(stage.alice, WRITE_EXCLUSIVE);
    }

    /** SPDK compares with the key of the reservation, so that a registrant that sends its own key is refused too. */
    @Test
    void spdkRefusesTheReleaseOfARegistrantThatDoesNotHold() {
        Stage stage = new Stage(TargetConfiguration.of(SPDK)).reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.release(stage.bob, B, WRITE_EXCLUSIVE)).isEqualTo("05/24/00");
        assertThat(stage.release(stage.alice, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit).isNotReserved();
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, CONFLICT", "lio, CONFLICT", "tgt, CONFLICT", "scst, CONFLICT", "spdk, 05/24/00"})
    void releaseWithAWrongKeyByTheHolder(String profile, String end) {
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.release(stage.alice, WRONG, WRITE_EXCLUSIVE)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, CONFLICT", "lio, CONFLICT", "tgt, GOOD", "scst, CONFLICT", "spdk, CONFLICT"})
    void reserveWithAWrongKey(String profile, String end) {
        Stage stage = Stage.of(profile).allRegistered();
        assertThat(stage.reserve(stage.alice, WRONG, WRITE_EXCLUSIVE)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "strict-spc5, 05/24/00, GOOD",
        "lio, 05/26/00, GOOD",
        "tgt, 05/24/00, 05/24/00",
        "scst, 05/24/00, 05/24/00",
        "spdk, 05/24/00, 05/24/00"
    })
    void anotherScopeThanTheUnit(String profile, String reserve, String move) {
        Stage stage = Stage.of(profile).allRegistered();
        assertThat(stage.sendChanged(stage.alice, new PrOutCommand.Reserve(A, WRITE_EXCLUSIVE), 2, 0x11))
                .isEqualTo(reserve);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        PrOutCommand to = new PrOutCommand.RegisterAndMove(A, B, false, false, 1, stage.bob.initiator());
        assertThat(stage.sendChanged(stage.alice, to, 2, 0x11)).isEqualTo(move);
    }

    @ParameterizedTest
    @CsvSource({
        "strict-spc5, 05/1A/00",
        "lio, 05/1A/00",
        "lio-old, 05/26/00",
        "tgt, 05/24/00",
        "scst, 05/1A/00",
        "spdk, 05/1A/00"
    })
    void aListOfTheWrongLength(String profile, String end) {
        Stage stage = Stage.of(profile).allRegistered();
        PrOutCommand clear = new PrOutCommand.Clear(A);
        byte[] cdb = clear.cdb();
        cdb[8] = 25;
        assertThat(stage.send(stage.alice, cdb, Arrays.copyOf(clear.dataOut(), 25)))
                .isEqualTo(end);
        cdb[8] = 16;
        assertThat(stage.send(stage.alice, cdb, Arrays.copyOf(clear.dataOut(), 16)))
                .isEqualTo(end);
    }

    /** The newer kernels. */
    @Test
    void aDeviationCanBeTakenOut() {
        Stage stage =
                new Stage(TargetConfiguration.of(LIO).without(Deviation.LIST_LENGTH_REFUSED_AS_LIST)).allRegistered();
        byte[] cdb = new PrOutCommand.Clear(A).cdb();
        cdb[8] = 25;
        assertThat(stage.send(stage.alice, cdb, new byte[25])).isEqualTo("05/1A/00");
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD", "lio, GOOD", "tgt, 05/24/00", "scst, 05/26/00", "spdk, 05/24/00"})
    void allTargetPortsWithAnActionThatDoesNotRegister(String profile, String end) {
        Stage stage = Stage.of(profile).allRegistered();
        assertThat(stage.sendChanged(stage.alice, new PrOutCommand.Reserve(A, WRITE_EXCLUSIVE), 16 + 20, 4))
                .isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, false, true", "lio, false, true", "scst, false, true", "spdk, false, false"})
    void whoIsToldOfARelease(String profile, boolean exclusive, boolean shared) {
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE);
        stage.release(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo(exclusive ? "06/2A/04" : GOOD);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        stage.release(stage.alice, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo(shared ? "06/2A/04" : GOOD);
        assertThat(stage.testUnitReady(stage.alice)).isEqualTo(GOOD);
    }
}
