// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import static io.prhelper.core.pr.ReservationType.EXCLUSIVE_ACCESS;
import static io.prhelper.core.pr.ReservationType.WRITE_EXCLUSIVE;
import static io.prhelper.core.pr.ReservationType.WRITE_EXCLUSIVE_ALL_REGISTRANTS;
import static io.prhelper.core.pr.ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.core.pr.ReadReservationData.Reservation;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What it sends, by what the unit answers; on simulated units it is tried where those are. */
final class TakeOverTest {
    private static final ReservationKey OWN = new ReservationKey(0xa);
    private static final ReservationKey OTHER = new ReservationKey(0xb);
    private static final ReservationKey THIRD = new ReservationKey(0xc);

    private static final PrOutCommand REGISTER = new PrOutCommand.RegisterAndIgnoreExistingKey(OWN);
    private static final PrInCommand HOLDER = PrQuery.READ_RESERVATION.command();
    private static final PrInCommand KEYS = PrQuery.READ_KEYS.command();
    private static final PrOutcome<?> GOOD = new PrOutcome.Good<>(PrOutcome.Nothing.NOTHING);
    private static final PrOutcome<?> CONFLICT = new PrOutcome.Conflict<>();
    private static final PrOutcome<?> ATTENTION = new PrOutcome.CheckCondition<>(Sense.RESERVATIONS_PREEMPTED);

    private final Deque<PrOutcome<?>> answers = new ArrayDeque<>();
    private final List<PrCommand> sent = new ArrayList<>();

    private static PrOutcome<?> held(ReservationKey key, ReservationType type) {
        return held(new Reservation(key, ScopeAndType.of(type)));
    }

    private static PrOutcome<?> held(Reservation reservation) {
        return new PrOutcome.Good<>(new ReadReservationData(1, Optional.of(reservation)));
    }

    private static PrOutcome<?> free() {
        return new PrOutcome.Good<>(new ReadReservationData(1, Optional.empty()));
    }

    private static PrOutcome<?> keys(ReservationKey... keys) {
        return new PrOutcome.Good<>(new ReadKeysData(1, List.of(keys)));
    }

    private static PrOutCommand reserve(ReservationType type) {
        return new PrOutCommand.Reserve(OWN, type);
    }

    private static PrOutCommand preempt(ReservationKey key, ReservationType type) {
        return new PrOutCommand.Preempt(OWN, key, type);
    }

    private TakeOver.Result run(TakeOver what, PrOutcome<?>... outcomes) {
        answers.addAll(Arrays.asList(outcomes));
        TakeOver.Result result = what.run(command -> {
            sent.add(command);
            return answers.remove();
        });
        assertThat(answers).as("not asked for").isEmpty();
        return result;
    }

    private static Reservation of(ReservationKey key, ReservationType type) {
        return new Reservation(key, ScopeAndType.of(type));
    }

    private static final TakeOver TAKE = TakeOver.reservation(OWN, WRITE_EXCLUSIVE);
    private static final TakeOver FENCE = TakeOver.fence(OWN, OTHER, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
    private static final TakeOver MIGRATE = TakeOver.migration(OWN);

    @Test
    void whatIsFreeIsReserved() {
        TakeOver.Result result = run(TAKE, GOOD, free(), GOOD, held(OWN, WRITE_EXCLUSIVE), keys(OTHER, OWN));
        assertThat(result).isEqualTo(new TakeOver.Taken(of(OWN, WRITE_EXCLUSIVE), Optional.empty()));
        assertThat(result.mayWrite()).isTrue();
        assertThat(sent).containsExactly(REGISTER, HOLDER, reserve(WRITE_EXCLUSIVE), HOLDER, KEYS);
    }

    @Test
    void aHolderIsPreempted() {
        assertThat(run(TAKE, GOOD, held(OTHER, EXCLUSIVE_ACCESS), GOOD, held(OWN, WRITE_EXCLUSIVE), keys(OWN)))
                .isEqualTo(new TakeOver.Taken(of(OWN, WRITE_EXCLUSIVE), Optional.of(OTHER)));
        assertThat(sent).containsExactly(REGISTER, HOLDER, preempt(OTHER, WRITE_EXCLUSIVE), HOLDER, KEYS);
    }

    @Test
    void withAbortAllIsPreemptedAndAborted() {
        run(TAKE.aborting(), GOOD, held(OTHER, EXCLUSIVE_ACCESS), GOOD, held(OWN, WRITE_EXCLUSIVE), keys(OWN));
        assertThat(sent).contains(new PrOutCommand.PreemptAndAbort(OWN, OTHER, WRITE_EXCLUSIVE));
    }

    @Test
    void whatTheOwnKeyHoldsIsReservedAgainWhichTellsWhetherItIsThisPort() {
        assertThat(run(TAKE, GOOD, held(OWN, WRITE_EXCLUSIVE), GOOD, held(OWN, WRITE_EXCLUSIVE), keys(OWN)))
                .isEqualTo(new TakeOver.Taken(of(OWN, WRITE_EXCLUSIVE), Optional.empty()));
        assertThat(sent).contains(reserve(WRITE_EXCLUSIVE)).doesNotContain(preempt(OWN, WRITE_EXCLUSIVE));
    }

    @Test
    void anotherPathOfTheHostKeepsWhatRegistrantsShare() {
        TakeOver shared = TakeOver.reservation(OWN, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        Reservation held = of(OWN, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        assertThat(run(shared, GOOD, held(held), held(held), keys(OWN, OWN)))
                .isEqualTo(new TakeOver.Taken(held, Optional.empty()));
        assertThat(sent).containsExactly(REGISTER, HOLDER, HOLDER, KEYS);
        assertThat(run(shared, GOOD, held(OWN, WRITE_EXCLUSIVE), CONFLICT, GOOD, held(held), keys(OWN)))
                .as("with another type")
                .isEqualTo(new TakeOver.Taken(held, Optional.empty()));
    }

    @Test
    void theOwnKeyIsPreemptedWhereItHoldsOtherwise() {
        run(TAKE, GOOD, held(OWN, EXCLUSIVE_ACCESS), CONFLICT, GOOD, held(OWN, WRITE_EXCLUSIVE), keys(OWN));
        assertThat(sent)
                .containsExactly(
                        REGISTER, HOLDER, reserve(WRITE_EXCLUSIVE), preempt(OWN, WRITE_EXCLUSIVE), HOLDER, KEYS);
    }

    @Test
    void anOwnKeyThatIsPreemptedByAnotherBeginsAnew() {
        assertThat(run(
                        TAKE,
                        GOOD,
                        held(OWN, EXCLUSIVE_ACCESS),
                        CONFLICT,
                        CONFLICT,
                        GOOD,
                        free(),
                        GOOD,
                        held(OWN, WRITE_EXCLUSIVE),
                        keys(OWN)))
                .isEqualTo(new TakeOver.Taken(of(OWN, WRITE_EXCLUSIVE), Optional.empty()));
    }

    @Test
    void ofAllRegistrantsTheOthersAreRemoved() {
        TakeOver all = TakeOver.reservation(OWN, WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        Reservation shared = of(ReservationKey.ZERO, WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(run(all, GOOD, held(shared), GOOD, held(shared), keys(OWN)))
                .isEqualTo(new TakeOver.Taken(shared, Optional.of(ReservationKey.ZERO)));
        assertThat(sent).contains(preempt(ReservationKey.ZERO, WRITE_EXCLUSIVE_ALL_REGISTRANTS));
    }

    @Test
    void allRegistrantsThatAreGoneMeanwhileAreNoError() {
        PrOutcome<?> none = new PrOutcome.CheckCondition<>(Sense.INVALID_FIELD_IN_PARAMETER_LIST);
        assertThat(run(
                        TAKE,
                        GOOD,
                        held(ReservationKey.ZERO, WRITE_EXCLUSIVE_ALL_REGISTRANTS),
                        none,
                        GOOD,
                        free(),
                        GOOD,
                        held(OWN, WRITE_EXCLUSIVE),
                        keys(OWN)))
                .isEqualTo(new TakeOver.Taken(of(OWN, WRITE_EXCLUSIVE), Optional.empty()));
    }

    @Test
    void whoeverIsFasterIsSeenInTheNextAttempt() {
        assertThat(run(
                        TAKE,
                        GOOD,
                        free(),
                        CONFLICT,
                        GOOD,
                        held(OTHER, WRITE_EXCLUSIVE),
                        CONFLICT,
                        GOOD,
                        held(THIRD, WRITE_EXCLUSIVE),
                        GOOD,
                        held(OWN, WRITE_EXCLUSIVE),
                        keys(OWN)))
                .isEqualTo(new TakeOver.Taken(of(OWN, WRITE_EXCLUSIVE), Optional.of(THIRD)));
    }

    @Test
    void whoTakesItRightAfterwardsHasIt() {
        assertThat(run(TAKE, GOOD, free(), GOOD, held(OTHER, WRITE_EXCLUSIVE)))
                .isEqualTo(new TakeOver.Lost(Optional.of(of(OTHER, WRITE_EXCLUSIVE))));
    }

    @Test
    void whoReleasesItRightAfterwardsDoesNotLeaveItToUs() {
        TakeOver.Result result = run(TAKE, GOOD, free(), GOOD, free());
        assertThat(result).isEqualTo(new TakeOver.Lost(Optional.empty()));
        assertThat(result.mayWrite()).isFalse();
    }

    @Test
    void aHolderThatIsNotRegisteredIsNone() {
        assertThat(run(TAKE, GOOD, free(), GOOD, held(OWN, WRITE_EXCLUSIVE), keys(OTHER)))
                .isEqualTo(new TakeOver.Lost(Optional.of(of(OWN, WRITE_EXCLUSIVE))));
    }

    @Test
    void afterTenAttemptsItIsLost() {
        List<PrOutcome<?>> outcomes = new ArrayList<>();
        for (int i = 0; i < TakeOver.ATTEMPTS; i++) {
            outcomes.addAll(List.of(GOOD, held(OTHER, WRITE_EXCLUSIVE), CONFLICT));
        }
        assertThat(run(TAKE, outcomes.toArray(PrOutcome<?>[]::new)))
                .isEqualTo(new TakeOver.Lost(Optional.of(of(OTHER, WRITE_EXCLUSIVE))));
    }

    @Test
    void unitAttentionsArePassedOver() {
        assertThat(run(
                        TAKE,
                        ATTENTION,
                        ATTENTION,
                        GOOD,
                        ATTENTION,
                        free(),
                        ATTENTION,
                        GOOD,
                        held(OWN, WRITE_EXCLUSIVE),
                        keys(OWN)))
                .isInstanceOf(TakeOver.Taken.class);
    }

    @Test
    void unitAttentionsWithoutEndAreAFailure() {
        PrOutcome<?>[] endless = new PrOutcome<?>[33];
        Arrays.fill(endless, ATTENTION);
        assertThat(run(TAKE, endless)).isEqualTo(new TakeOver.Failed(REGISTER, ATTENTION));
    }

    @Test
    void whatTheUnitDoesNotDoIsSaidWithTheCommand() {
        PrOutcome<?> busy = new PrOutcome.Other<>(ScsiStatus.BUSY.code());
        PrOutcome<?> lost = new PrOutcome.CheckCondition<>(Sense.COMMUNICATION_FAILURE);
        TakeOver.Result result = run(TAKE, busy);
        assertThat(result).isEqualTo(new TakeOver.Failed(REGISTER, busy));
        assertThat(result.mayWrite()).isFalse();
        assertThat(run(TAKE, GOOD, free(), lost)).isEqualTo(new TakeOver.Failed(reserve(WRITE_EXCLUSIVE), lost));
        PrOutcome<?> wrong = new PrOutcome.CheckCondition<>(Sense.INVALID_FIELD_IN_PARAMETER_LIST);
        assertThat(run(TAKE, GOOD, free(), wrong)).isEqualTo(new TakeOver.Failed(reserve(WRITE_EXCLUSIVE), wrong));
        assertThat(run(TAKE, GOOD, held(OTHER, WRITE_EXCLUSIVE), wrong))
                .isEqualTo(new TakeOver.Failed(preempt(OTHER, WRITE_EXCLUSIVE), wrong));
        assertThat(run(TAKE, GOOD, held(ReservationKey.ZERO, WRITE_EXCLUSIVE_ALL_REGISTRANTS), busy))
                .isEqualTo(new TakeOver.Failed(preempt(ReservationKey.ZERO, WRITE_EXCLUSIVE), busy));
    }

    @Test
    void anAnswerThatWasCutOffIsNone() {
        PrOutcome<?> cut = new PrOutcome.Good<>(ReadReservationData.decode(new byte[] {0, 0, 0, 1, 0, 0, 0, 16}));
        assertThat(run(TAKE, GOOD, cut)).isEqualTo(new TakeOver.Failed(HOLDER, cut));
        byte[] twoAnnounced = new byte[16];
        twoAnnounced[7] = 16;
        twoAnnounced[15] = 0xb;
        PrOutcome<?> half = new PrOutcome.Good<>(ReadKeysData.decode(twoAnnounced));
        assertThat(run(TAKE, GOOD, free(), GOOD, held(OWN, WRITE_EXCLUSIVE), half))
                .isEqualTo(new TakeOver.Failed(KEYS, half));
        twoAnnounced[15] = 0xa;
        assertThat(run(
                        TAKE,
                        GOOD,
                        free(),
                        GOOD,
                        held(OWN, WRITE_EXCLUSIVE),
                        new PrOutcome.Good<>(ReadKeysData.decode(twoAnnounced))))
                .as("the key is in the half that came")
                .isInstanceOf(TakeOver.Taken.class);
    }

    @Test
    void whatTheSenderThrowsGoesThrough() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> TAKE.run(command -> {
                    throw new IOException("gone");
                }))
                .withMessage("gone");
    }

    @Test
    void aVictimIsRemovedFromUnderAReservation() {
        Reservation own = of(OWN, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        TakeOver.Result result = run(FENCE, GOOD, held(own), keys(OWN, OTHER), GOOD, held(own), keys(OWN), keys(OWN));
        assertThat(result).isEqualTo(new TakeOver.Fenced(own, true, true));
        assertThat(sent)
                .containsExactly(
                        REGISTER, HOLDER, KEYS, preempt(OTHER, WRITE_EXCLUSIVE_REGISTRANTS_ONLY), HOLDER, KEYS, KEYS);
    }

    @Test
    void withoutAReservationThereIsOneFirst() {
        Reservation own = of(OWN, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        assertThat(run(FENCE, GOOD, free(), GOOD, GOOD, held(own), keys(OWN), held(own), keys(OWN), keys(OWN)))
                .isEqualTo(new TakeOver.Fenced(own, false, true));
        assertThat(sent)
                .contains(reserve(WRITE_EXCLUSIVE_REGISTRANTS_ONLY))
                .doesNotContain(preempt(OTHER, WRITE_EXCLUSIVE_REGISTRANTS_ONLY));
    }

    @Test
    void aVictimThatComesBackOrAReservationThatGoesBeginsAnew() {
        Reservation own = of(OWN, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        assertThat(run(
                        FENCE,
                        GOOD,
                        held(own),
                        keys(OWN, OTHER),
                        CONFLICT,
                        free(),
                        GOOD,
                        held(own),
                        keys(OWN, OTHER),
                        GOOD,
                        held(own),
                        keys(OWN, OTHER),
                        GOOD,
                        held(own),
                        keys(OWN),
                        held(own),
                        keys(),
                        keys(),
                        GOOD,
                        held(own),
                        keys(OWN),
                        held(own),
                        keys(OWN),
                        keys(OWN)))
                .isEqualTo(new TakeOver.Fenced(own, true, true));
    }

    @Test
    void whereAThirdHoldsForItselfTheVictimIsFencedAndWeMayNotWrite() {
        Reservation third = of(THIRD, WRITE_EXCLUSIVE);
        assertThat(run(FENCE, GOOD, held(third), keys(OWN, OTHER), GOOD, held(third), keys(OWN), keys(OWN)))
                .isEqualTo(new TakeOver.Fenced(third, true, false));
        Reservation shared = of(THIRD, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        assertThat(run(FENCE, GOOD, held(shared), keys(OWN, OTHER), GOOD, held(shared), keys(OWN), keys(OWN)))
                .isEqualTo(new TakeOver.Fenced(shared, true, true));
        Reservation unknown = new Reservation(THIRD, ScopeAndType.fromByte(0x0f));
        assertThat(run(FENCE, GOOD, held(unknown), keys(OWN), held(unknown), keys(OWN), keys(OWN)))
                .isEqualTo(new TakeOver.Fenced(unknown, false, false));
    }

    @Test
    void aMigrationMovesWhatItsKeyHolds() {
        Reservation own = of(OWN, EXCLUSIVE_ACCESS);
        assertThat(run(MIGRATE, GOOD, held(own), CONFLICT, GOOD, held(own), keys(OWN)))
                .isEqualTo(new TakeOver.Taken(own, Optional.of(OWN)));
        assertThat(sent)
                .containsExactly(
                        REGISTER, HOLDER, reserve(EXCLUSIVE_ACCESS), preempt(OWN, EXCLUSIVE_ACCESS), HOLDER, KEYS);
    }

    @Test
    void aMigrationThatIsDoneAlreadyIsTold() {
        Reservation own = of(OWN, EXCLUSIVE_ACCESS);
        assertThat(run(MIGRATE, GOOD, held(own), GOOD, held(own), keys(OWN)))
                .isEqualTo(new TakeOver.Taken(own, Optional.empty()));
    }

    @Test
    void aMigrationWithoutAReservationRegisters() {
        assertThat(run(MIGRATE, GOOD, free(), keys(OWN, OWN)))
                .isEqualTo(new TakeOver.Registered(Optional.empty(), true));
        Reservation other = of(OTHER, WRITE_EXCLUSIVE);
        assertThat(run(MIGRATE, GOOD, held(other), keys(OWN)))
                .isEqualTo(new TakeOver.Registered(Optional.of(other), false));
        Reservation shared = of(ReservationKey.ZERO, WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(run(MIGRATE, GOOD, held(shared), keys(), GOOD, held(shared), keys(OWN)))
                .isEqualTo(new TakeOver.Registered(Optional.of(shared), true));
    }

    @Test
    void aMigrationReservesWhatItsPreemptionEnded() {
        Reservation own = of(OWN, EXCLUSIVE_ACCESS);
        assertThat(run(MIGRATE, GOOD, held(own), CONFLICT, CONFLICT, GOOD, free(), GOOD, held(own), keys(OWN)))
                .isEqualTo(new TakeOver.Taken(own, Optional.of(OWN)));
        assertThat(sent).endsWith(REGISTER, HOLDER, reserve(EXCLUSIVE_ACCESS), HOLDER, KEYS);
    }

    @Test
    void aMigrationThatFindsAnotherHolderMeanwhileLeavesItAlone() {
        Reservation own = of(OWN, EXCLUSIVE_ACCESS);
        Reservation other = of(OTHER, WRITE_EXCLUSIVE);
        assertThat(run(
                        MIGRATE,
                        GOOD,
                        held(own),
                        CONFLICT,
                        CONFLICT,
                        GOOD,
                        free(),
                        CONFLICT,
                        GOOD,
                        held(other),
                        keys(OWN)))
                .isEqualTo(new TakeOver.Registered(Optional.of(other), false));
    }

    @Test
    void keysHaveToBeOnesOwn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TakeOver.fence(OWN, OWN, WRITE_EXCLUSIVE))
                .withMessage("own and victim have the same key " + OWN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TakeOver.fence(OWN, ReservationKey.ZERO, WRITE_EXCLUSIVE))
                .withMessage("key 0 means none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TakeOver.reservation(ReservationKey.ZERO, WRITE_EXCLUSIVE));
        assertThatIllegalArgumentException().isThrownBy(() -> TakeOver.migration(ReservationKey.ZERO));
    }
}
