// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.core.scsi.Sense.*;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static io.prhelper.simulation.target.TargetProfile.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.RegisterOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where targets in use depart from the standard in PREEMPT, CLEAR, REGISTER AND MOVE and REPLACE LOST RESERVATION. A line for
 * each target; the first is the standard.
 */
final class ProfilePreemptTest {
    /** SPDK counts each registration that it removes, and PREEMPT on top. */
    @ParameterizedTest
    @CsvSource({"strict-spc5, 1, 1", "lio, 1, 1", "tgt, 1, 1", "scst, 1, 1", "spdk, 2, 2"})
    void theGenerationAfterPreemptAndClear(String profile, int preempt, int clear) {
        Stage stage = Stage.of(profile).allRegistered();
        stage.preempt(stage.alice, A, B, WRITE_EXCLUSIVE);
        assertThat(stage.unit).hasGeneration(3 + preempt);
        stage.clear(stage.alice, A);
        assertThat(stage.unit).hasGeneration(3 + preempt + clear);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 06/2A/05", "lio, 06/2A/05", "tgt, 06/2A/03", "scst, 06/2A/05", "spdk, GOOD"})
    void whatThePreemptedIsTold(String profile, String told) {
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE);
        stage.preempt(stage.bob, B, A, WRITE_EXCLUSIVE);
        assertThat(stage.testUnitReady(stage.alice)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, CONFLICT", "lio, CONFLICT", "tgt, CONFLICT", "scst, CONFLICT", "spdk, GOOD"})
    void preemptOfAKeyThatNobodyHas(String profile, String end) {
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.preempt(stage.bob, B, WRONG, WRITE_EXCLUSIVE)).isEqualTo(end);
        assertThat(stage.unit).hasOnlyKeys(A, B, C).hasGeneration(end.equals(GOOD) ? 4 : 3);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 05/26/00", "lio, 05/26/00", "tgt, GOOD", "scst, CONFLICT", "spdk, GOOD"})
    void preemptOfKeyZeroWhileNothingIsReserved(String profile, String end) {
        Stage stage = Stage.of(profile).allRegistered();
        assertThat(stage.preempt(stage.bob, B, ZERO, WRITE_EXCLUSIVE)).isEqualTo(end);
        assertThat(stage.unit).hasOnlyKeys(A, B, C).isNotReserved().hasGeneration(end.equals(GOOD) ? 4 : 3);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, false", "lio, true", "tgt, false", "scst, false", "spdk, false"})
    void preemptOfWhoMadeAnAllRegistrantsReservation(String profile, boolean takesOver) {
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(stage.preempt(stage.bob, B, A, EXCLUSIVE_ACCESS)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(B, C);
        if (takesOver) {
            assertThat(stage.unit).isReservedBy(stage.bob, EXCLUSIVE_ACCESS);
        } else {
            assertThat(stage.unit).isReservedByAllRegistrants(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        }
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

    @ParameterizedTest
    @CsvSource({"strict-spc5, false", "lio, false", "tgt, true", "scst, false", "spdk, false"})
    void anAllRegistrantsReservationAfterItsMakerWasPreemptedAndTheOthersLeft(String profile, boolean remains) {
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
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
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.preemptAndAbort(stage.bob, B, A, WRITE_EXCLUSIVE)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "strict-spc5, CONFLICT, 05/26/00, GOOD",
        "lio, CONFLICT, 05/26/00, GOOD",
        "tgt, GOOD, CONFLICT, 05/24/00",
        "scst, CONFLICT, 05/24/00, GOOD",
        "spdk, 05/24/00, 05/24/00, 05/24/00"
    })
    void registerAndMove(String profile, String notHolder, String zero, String right) {
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.move(stage.bob, B, C, false, stage.carol)).isEqualTo(notHolder);
        assertThat(stage.move(stage.alice, A, ZERO, false, stage.carol)).isEqualTo(zero);
        assertThat(stage.unit).isReservedBy(stage.alice, WRITE_EXCLUSIVE).hasRegistered(stage.carol, C);
        assertThat(stage.move(stage.alice, A, B, false, stage.carol)).isEqualTo(right);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD", "lio, 05/24/00", "tgt, 05/24/00", "scst, CONFLICT", "spdk, 05/24/00"})
    void replaceLostReservation(String profile, String end) {
        Stage stage = Stage.of(profile);
        if (end.equals(GOOD)) {
            stage.unit.loseReservationInformation();
        }
        assertThat(stage.replaceLost(stage.alice, ZERO, A, WRITE_EXCLUSIVE)).isEqualTo(end);
    }

    /** It refuses the nexus that made it too, though that is a holder. */
    @ParameterizedTest
    @CsvSource({"strict-spc5, CONFLICT", "lio, CONFLICT", "tgt, 05/24/00", "scst, CONFLICT", "spdk, 05/24/00"})
    void registerAndMoveOfAnAllRegistrantsReservation(String profile, String end) {
        Stage stage = Stage.of(profile).reservedByAlice(EXCLUSIVE_ACCESS_ALL_REGISTRANTS);
        assertThat(stage.move(stage.alice, A, B, false, stage.bob)).isEqualTo(end);
        assertThat(stage.unit).isReservedByAllRegistrants(EXCLUSIVE_ACCESS_ALL_REGISTRANTS);
    }

    /** The standard has the sender's registration removed too where its key is not the holder's; see {@link PreemptActions}. */
    @ParameterizedTest
    @CsvSource({
        "strict-spc5, false, false, false",
        "lio, false, true, false",
        "lio-7, false, true, false",
        "tgt, true, true, true",
        "scst, true, true, false"
    })
    void preemptOfTheOwnKey(String profile, boolean unreserved, boolean shared, boolean other) {
        Stage stage = Stage.of(profile).allRegistered();
        assertThat(stage.preempt(stage.carol, C, C, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.snapshot().keyOf(stage.carol.port()).isPresent()).isEqualTo(unreserved);
        stage.registerAndIgnore(stage.carol, C);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(stage.preempt(stage.carol, C, C, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.snapshot().keyOf(stage.carol.port()).isPresent()).isEqualTo(shared);
        stage.registerAndIgnore(stage.carol, C);
        stage.release(stage.alice, A, WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        stage.testUnitReady(stage.carol);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        assertThat(stage.preempt(stage.carol, C, C, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.snapshot().keyOf(stage.carol.port()).isPresent()).isEqualTo(other);
    }

    /** SPDK: everybody with the holder's key goes, the sender too, and the command fails; a holder that preempts itself removes nobody. */
    @Test
    void spdkAndAKeyThatSeveralHave() {
        Stage stage = new Stage(TargetConfiguration.of(SPDK));
        stage.register(stage.alice, ZERO, A);
        stage.register(stage.bob, ZERO, A);
        stage.register(stage.carol, ZERO, C);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.preempt(stage.alice, A, A, EXCLUSIVE_ACCESS)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(A, A, C).isReservedBy(stage.alice, EXCLUSIVE_ACCESS);
        assertThat(stage.preempt(stage.bob, A, A, EXCLUSIVE_ACCESS)).isEqualTo(CONFLICT);
        assertThat(stage.unit).hasOnlyKeys(C).isNotReserved();
        stage.register(stage.bob, ZERO, B);
        stage.reserve(stage.bob, B, EXCLUSIVE_ACCESS_ALL_REGISTRANTS);
        assertThat(stage.preempt(stage.carol, C, ZERO, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(C);
    }

    /** On LIO a reservation that was moved away and back can not be released or asked for again; a preemption mends it. */
    @ParameterizedTest
    @CsvSource({
        "strict-spc5, GOOD, GOOD, GOOD",
        "lio, CONFLICT, CONFLICT, 06/2A/04",
        "lio-7, CONFLICT, CONFLICT, 06/2A/04"
    })
    void aReservationThatComesBack(String profile, String release, String reserve, String told) {
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE);
        stage.move(stage.alice, A, B, false, stage.bob);
        assertThat(stage.reserve(stage.bob, B, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        stage.move(stage.bob, B, A, false, stage.alice);
        assertThat(stage.reserve(stage.alice, A, WRITE_EXCLUSIVE)).isEqualTo(reserve);
        assertThat(stage.release(stage.alice, A, WRITE_EXCLUSIVE)).isEqualTo(release);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.preempt(stage.alice, A, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.testUnitReady(stage.carol)).isEqualTo(told);
        assertThat(stage.release(stage.alice, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
    }

    /** What a reservation is moved to was registered with ALL_TG_PT, and is so on LIO afterwards. */
    @ParameterizedTest
    @CsvSource({"strict-spc5, false", "lio, true", "lio-7, true"})
    void aReservationMovesToARegistrationOnEveryPort(String profile, boolean everyPort) {
        Stage stage = Stage.of(profile);
        stage.register(stage.alice, ZERO, A, RegisterOptions.NONE.withAllTgPt());
        stage.register(stage.bob, ZERO, B);
        stage.reserve(stage.bob, B, WRITE_EXCLUSIVE);
        assertThat(stage.move(stage.bob, B, A, false, stage.alice)).isEqualTo(GOOD);
        assertThat(stage.unit).isReservedBy(stage.alice, WRITE_EXCLUSIVE);
        assertThat(stage.unit.snapshot().registrations())
                .filteredOn(UnitSnapshot.Registration::holder)
                .extracting(UnitSnapshot.Registration::allTargetPorts)
                .containsExactly(everyPort);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 06/2A/03", "lio, GOOD", "lio-7, GOOD", "scst, 06/2A/03"})
    void theSecondOfTwoUnitAttentions(String profile, String second) {
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        stage.release(stage.alice, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        stage.clear(stage.alice, A);
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo("06/2A/04");
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo(second);
    }
}
