// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.core.scsi.Sense.*;
import static io.prhelper.testkit.assertj.PrAssertions.assertThat;
import static io.prhelper.testkit.target.Stage.*;
import static io.prhelper.testkit.target.TargetProfile.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.RegisterOptions;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where targets in use depart from the standard: one test for each row, one line for each target. The first column is the standard. */
final class ProfileTest {
    private static Stage stage(String profile) {
        return new Stage(TargetConfiguration.of(TargetProfile.named(profile)));
    }

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
        Stage stage = stage(profile);
        assertThat(stage.reserve(stage.alice, ZERO, WRITE_EXCLUSIVE)).isEqualTo(reserve);
        assertThat(stage.release(stage.alice, ZERO, WRITE_EXCLUSIVE)).isEqualTo(release);
        assertThat(stage.clear(stage.alice, ZERO)).isEqualTo(clear);
        assertThat(stage.move(stage.alice, ZERO, A, false, stage.bob)).isEqualTo(move);
        assertThat(stage.unit).hasGeneration(0);
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
        Stage stage = stage(profile);
        stage.register(stage.alice, ZERO, A);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.reserve(stage.bob, ZERO, WRITE_EXCLUSIVE)).isEqualTo(reserve);
        assertThat(stage.release(stage.bob, ZERO, WRITE_EXCLUSIVE)).isEqualTo(release);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 05/26/04", "lio, CONFLICT", "tgt, 05/26/04", "scst, 05/26/04", "spdk, 05/24/00"})
    void releaseOfAnotherType(String profile, String end) {
        Stage stage = stage(profile).reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.release(stage.alice, A, EXCLUSIVE_ACCESS)).isEqualTo(end);
        assertThat(stage.unit).isReservedBy(stage.alice, WRITE_EXCLUSIVE);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, CONFLICT", "lio, GOOD", "tgt, GOOD", "scst, CONFLICT", "spdk, 05/24/00"})
    void releaseWithAWrongKeyByAnotherThanTheHolder(String profile, String end) {
        Stage stage = stage(profile).reservedByAlice(WRITE_EXCLUSIVE);
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

    /** LIO passes what the maker of an all registrants reservation was on to another registrant when it leaves. */
    @Test
    void lioTakesOverFromTheNextInLine() {
        Stage stage = new Stage(TargetConfiguration.of(LIO)).reservedByAlice(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        stage.register(stage.alice, A, ZERO);
        assertThat(stage.unit).isReservedByAllRegistrants(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(stage.preempt(stage.carol, C, B, EXCLUSIVE_ACCESS)).isEqualTo(GOOD);
        assertThat(stage.unit).isReservedBy(stage.carol, EXCLUSIVE_ACCESS);
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
    @CsvSource({"strict-spc5, CONFLICT", "lio, CONFLICT", "tgt, CONFLICT", "scst, CONFLICT", "spdk, 05/24/00"})
    void releaseWithAWrongKeyByTheHolder(String profile, String end) {
        Stage stage = stage(profile).reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.release(stage.alice, WRONG, WRITE_EXCLUSIVE)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, CONFLICT", "lio, CONFLICT", "tgt, GOOD", "scst, CONFLICT", "spdk, CONFLICT"})
    void reserveWithAWrongKey(String profile, String end) {
        Stage stage = stage(profile).allRegistered();
        assertThat(stage.reserve(stage.alice, WRONG, WRITE_EXCLUSIVE)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "strict-spc5, 05/24/00, GOOD",
        "lio, 05/26/00, GOOD",
        "tgt, 05/24/00, GOOD",
        "scst, 05/24/00, 05/24/00",
        "spdk, 05/24/00, 05/24/00"
    })
    void anotherScopeThanTheUnit(String profile, String reserve, String move) {
        Stage stage = stage(profile).allRegistered();
        assertThat(stage.sendChanged(stage.alice, new PrOutCommand.Reserve(A, WRITE_EXCLUSIVE), 2, 0x11))
                .isEqualTo(reserve);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        PrOutCommand to = new PrOutCommand.RegisterAndMove(A, B, false, false, 1, stage.bob.initiator());
        assertThat(stage.sendChanged(stage.alice, to, 2, 0x11)).isEqualTo(move);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 05/1A/00", "lio, 05/26/00", "tgt, 05/24/00", "scst, 05/1A/00", "spdk, 05/1A/00"})
    void aListOfTheWrongLength(String profile, String end) {
        Stage stage = stage(profile).allRegistered();
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
    @CsvSource({"strict-spc5, 1, 1", "lio, 0, 0", "tgt, 1, 2", "scst, 1, 1", "spdk, 1, 1"})
    void theGenerationAfterUnregistering(String profile, int registrant, int holder) {
        Stage stage = stage(profile).reservedByAlice(WRITE_EXCLUSIVE);
        stage.register(stage.bob, B, ZERO);
        assertThat(stage.unit).hasGeneration(3 + registrant);
        stage.register(stage.alice, A, ZERO);
        assertThat(stage.unit).hasGeneration(3 + registrant + holder).isNotReserved();
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 0", "lio, 0", "tgt, 1", "scst, 1", "spdk, 0"})
    void theGenerationAfterAnIdleRegister(String profile, int counted) {
        Stage stage = stage(profile);
        assertThat(stage.register(stage.alice, ZERO, ZERO)).isEqualTo(GOOD);
        assertThat(stage.unit).hasGeneration(counted);
    }

    /** SPDK counts each registration that it removes, and PREEMPT on top. */
    @ParameterizedTest
    @CsvSource({"strict-spc5, 1, 1", "lio, 1, 1", "tgt, 1, 1", "scst, 1, 1", "spdk, 2, 2"})
    void theGenerationAfterPreemptAndClear(String profile, int preempt, int clear) {
        Stage stage = stage(profile).allRegistered();
        stage.preempt(stage.alice, A, B, WRITE_EXCLUSIVE);
        assertThat(stage.unit).hasGeneration(3 + preempt);
        stage.clear(stage.alice, A);
        assertThat(stage.unit).hasGeneration(3 + preempt + clear);
    }

    @ParameterizedTest
    @CsvSource({
        "strict-spc5, false, true",
        "lio, false, true",
        "tgt, true, false",
        "scst, false, true",
        "spdk, false, false"
    })
    void whoIsToldOfARelease(String profile, boolean exclusive, boolean shared) {
        Stage stage = stage(profile).reservedByAlice(WRITE_EXCLUSIVE);
        stage.release(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo(exclusive ? "06/2A/04" : GOOD);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        stage.release(stage.alice, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo(shared ? "06/2A/04" : GOOD);
        assertThat(stage.testUnitReady(stage.alice)).isEqualTo(GOOD);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 06/2A/05", "lio, 06/2A/05", "tgt, 06/2A/03", "scst, 06/2A/05", "spdk, GOOD"})
    void whatThePreemptedIsTold(String profile, String told) {
        Stage stage = stage(profile).reservedByAlice(WRITE_EXCLUSIVE);
        stage.preempt(stage.bob, B, A, WRITE_EXCLUSIVE);
        assertThat(stage.testUnitReady(stage.alice)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, CONFLICT", "lio, CONFLICT", "tgt, CONFLICT", "scst, CONFLICT", "spdk, GOOD"})
    void preemptOfAKeyThatNobodyHas(String profile, String end) {
        Stage stage = stage(profile).reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.preempt(stage.bob, B, WRONG, WRITE_EXCLUSIVE)).isEqualTo(end);
        assertThat(stage.unit).hasOnlyKeys(A, B, C).hasGeneration(end.equals(GOOD) ? 4 : 3);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 05/26/00", "lio, 05/26/00", "tgt, GOOD", "scst, CONFLICT", "spdk, GOOD"})
    void preemptOfKeyZeroWhileNothingIsReserved(String profile, String end) {
        Stage stage = stage(profile).allRegistered();
        assertThat(stage.preempt(stage.bob, B, ZERO, WRITE_EXCLUSIVE)).isEqualTo(end);
        assertThat(stage.unit).hasOnlyKeys(A, B, C).isNotReserved().hasGeneration(end.equals(GOOD) ? 4 : 3);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, false", "lio, true", "tgt, false", "scst, false", "spdk, false"})
    void preemptOfWhoMadeAnAllRegistrantsReservation(String profile, boolean takesOver) {
        Stage stage = stage(profile).reservedByAlice(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(stage.preempt(stage.bob, B, A, EXCLUSIVE_ACCESS)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(B, C);
        if (takesOver) {
            assertThat(stage.unit).isReservedBy(stage.bob, EXCLUSIVE_ACCESS);
        } else {
            assertThat(stage.unit).isReservedByAllRegistrants(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        }
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, false", "lio, false", "tgt, true", "scst, false", "spdk, false"})
    void anAllRegistrantsReservationAfterItsMakerWasPreemptedAndTheOthersLeft(String profile, boolean remains) {
        Stage stage = stage(profile).reservedByAlice(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        stage.preempt(stage.bob, B, A, WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        stage.registerAndIgnore(stage.bob, ZERO);
        stage.testUnitReady(stage.carol);
        stage.registerAndIgnore(stage.carol, ZERO);
        assertThat(stage.unit).hasNoRegistrations();
        assertThat(stage.snapshot().reservation().isPresent()).isEqualTo(remains);
        if (remains) {
            assertThat(stage.write(stage.carol, (byte) 1)).isEqualTo(CONFLICT);
        }
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD", "lio, GOOD", "tgt, 05/24/00", "scst, GOOD", "spdk, 05/24/00"})
    void preemptAndAbort(String profile, String end) {
        Stage stage = stage(profile).reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.preemptAndAbort(stage.bob, B, A, WRITE_EXCLUSIVE)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "strict-spc5, CONFLICT, 05/26/00, GOOD",
        "lio, CONFLICT, 05/26/00, GOOD",
        "tgt, GOOD, 05/26/00, GOOD",
        "scst, CONFLICT, 05/24/00, GOOD",
        "spdk, 05/24/00, 05/24/00, 05/24/00"
    })
    void registerAndMove(String profile, String notHolder, String zero, String right) {
        Stage stage = stage(profile).reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.move(stage.bob, B, C, false, stage.carol)).isEqualTo(notHolder);
        assertThat(stage.move(stage.alice, A, ZERO, false, stage.carol)).isEqualTo(zero);
        assertThat(stage.unit).isReservedBy(stage.alice, WRITE_EXCLUSIVE).hasRegistered(stage.carol, C);
        assertThat(stage.move(stage.alice, A, B, false, stage.carol)).isEqualTo(right);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 24", "lio, 8", "tgt, 24", "scst, 24", "spdk, 24"})
    void theLengthFieldOfReadKeysThatIsCutOff(String profile, int length) {
        Stage stage = stage(profile).allRegistered();
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_KEYS, 20)))
                .isEqualTo(GOOD);
        assertThat(stage.dataIn()).hasSize(20);
        assertThat(ByteBuffer.wrap(stage.dataIn()).getInt(4)).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD, 7", "lio, 05/24/00, 0", "tgt, 05/24/00, 0", "scst, GOOD, 0", "spdk, GOOD, 7"})
    void anAllocationLengthBelowEight(String profile, String end, int transferred) {
        Stage stage = stage(profile).allRegistered();
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
        Stage stage = stage(profile).allRegistered();
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

    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD", "lio, GOOD", "tgt, 05/24/00", "scst, 05/26/00", "spdk, 05/24/00"})
    void allTargetPortsWithAnActionThatDoesNotRegister(String profile, String end) {
        Stage stage = stage(profile).allRegistered();
        assertThat(stage.sendChanged(stage.alice, new PrOutCommand.Reserve(A, WRITE_EXCLUSIVE), 16 + 20, 4))
                .isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD", "lio, 05/24/00", "tgt, 05/24/00", "scst, 05/24/00", "spdk, 05/24/00"})
    void replaceLostReservation(String profile, String end) {
        Stage stage = stage(profile);
        if (end.equals(GOOD)) {
            stage.unit.loseReservationInformation();
        }
        assertThat(stage.replaceLost(stage.alice, ZERO, A, WRITE_EXCLUSIVE)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD", "lio, GOOD", "tgt, 05/26/00", "scst, GOOD", "spdk, 05/24/00"})
    void persistThroughPowerLoss(String profile, String end) {
        Stage stage = stage(profile);
        assertThat(stage.register(stage.alice, ZERO, A, RegisterOptions.NONE.withAptpl()))
                .isEqualTo(end);
    }
}
