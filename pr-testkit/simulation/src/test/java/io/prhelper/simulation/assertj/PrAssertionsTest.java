// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.assertj;

import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.LogicalUnit;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sentences hold where they are true, fail where they are not, and then show what there is. */
final class PrAssertionsTest {
    private static final ReservationKey A = new ReservationKey(0xa);
    private static final ReservationKey B = new ReservationKey(0xb);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE;
    private static final ReservationType SHARED = ReservationType.WRITE_EXCLUSIVE_ALL_REGISTRANTS;

    private final SimulatedTarget target = SimulatedTarget.create();
    private final LogicalUnit unit = target.unit(0);
    private final SimulatedNexus alice = target.nexus(new TransportId.Sas(0xa), 0);
    private final SimulatedNexus bob = target.nexus(new TransportId.Sas(0xb), 0);
    private final ScsiExchange exchange = ScsiExchange.allocate();

    @BeforeEach
    void aliceHolds() {
        send(alice, new PrOutCommand.Register(ReservationKey.ZERO, A));
        send(alice, new PrOutCommand.Reserve(A, TYPE));
    }

    private void send(SimulatedNexus nexus, PrOutCommand command) {
        command.putInto(exchange);
        nexus.execute(exchange);
    }

    private void assertFalse(Consumer<UnitAssert> sentence) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> sentence.accept(assertThat(unit)))
                .withMessageContaining(unit.toString());
    }

    @Test
    void trueSentencesHold() {
        assertThat(unit)
                .isReservedBy(alice, TYPE)
                .hasRegistered(alice, A)
                .hasNotRegistered(bob)
                .hasOnlyKeys(A)
                .hasGeneration(1)
                .hasNothingPending()
                .hasPending(alice)
                .isNotPersistentThroughPowerLoss();
        assertThat(exchange).endedGood().transferred(0);
    }

    @Test
    void falseSentencesFailAndShowTheUnit() {
        List<Consumer<UnitAssert>> sentences = List.of(
                UnitAssert::isNotReserved,
                it -> it.isReservedBy(bob, TYPE),
                it -> it.isReservedBy(alice, ReservationType.EXCLUSIVE_ACCESS),
                it -> it.isReservedByAllRegistrants(TYPE),
                it -> it.hasRegistered(alice, B),
                it -> it.hasRegistered(bob, A),
                it -> it.hasNotRegistered(alice),
                it -> it.hasOnlyKeys(A, A),
                UnitAssert::hasNoRegistrations,
                it -> it.hasGeneration(2),
                it -> it.hasPending(alice, Sense.RESET_OCCURRED),
                UnitAssert::isPersistentThroughPowerLoss);
        assertThat(sentences).allSatisfy(this::assertFalse);
    }

    @Test
    void otherTrueSentencesHoldAndTheirOppositesFail() {
        send(alice, new PrOutCommand.Preempt(A, A, SHARED));
        send(bob, new PrOutCommand.Register(ReservationKey.ZERO, B, RegisterOptions.NONE.withAptpl()));
        assertThat(unit).isReservedByAllRegistrants(SHARED).isPersistentThroughPowerLoss();
        assertFalse(it -> it.isReservedBy(alice, SHARED));
        assertFalse(UnitAssert::isNotPersistentThroughPowerLoss);
        send(bob, new PrOutCommand.Clear(B));
        assertThat(unit).isNotReserved().hasNoRegistrations().hasPending(alice, Sense.RESERVATIONS_PREEMPTED);
        assertFalse(UnitAssert::hasNothingPending);
    }

    private void assertWrong(Consumer<ExchangeAssert> sentence, String message) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> sentence.accept(assertThat(exchange)))
                .withMessageContaining(message);
    }

    @Test
    void howACommandEndedIsSaidAndShown() {
        send(bob, new PrOutCommand.Reserve(B, TYPE));
        assertThat(exchange).endedWithConflict().endedWith(ScsiStatus.RESERVATION_CONFLICT);
        assertWrong(ExchangeAssert::endedGood, "RESERVATION CONFLICT (18h)");
        assertWrong(it -> it.endedWith(Sense.NO_SENSE), "RESERVATION CONFLICT (18h)");
        assertWrong(it -> it.transferred(1), "there are 0");
        send(alice, new PrOutCommand.Preempt(A, ReservationKey.ZERO, TYPE));
        assertThat(exchange).endedWith(Sense.INVALID_FIELD_IN_PARAMETER_LIST);
        assertWrong(ExchangeAssert::endedWithConflict, "05/26/00");
        assertWrong(it -> it.endedWith(Sense.INVALID_FIELD_IN_CDB), "05/26/00");
    }
}
