// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.disk;

import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReportCapabilitiesData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.simulation.target.Failure;
import io.prhelper.simulation.target.Fault;
import io.prhelper.simulation.target.TargetConfiguration;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every service action as a typed call, over a real socket; no cast, and no default where the outcome is looked at. */
final class TypedCallsTest {
    private static final ReservationKey A = new ReservationKey(0xa);
    private static final ReservationKey B = new ReservationKey(0xb);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;

    private final SimulatedHelper helper = SimulatedHelper.start(TargetConfiguration.strictSpc5());
    private final SimulatedClient alice = helper.connect();
    private final SimulatedClient bob = helper.connect();

    TypedCallsTest() throws IOException {}

    @AfterEach
    void stop() {
        helper.close();
    }

    private static String done(PrOutcome<PrOutcome.Nothing> outcome) {
        return switch (outcome) {
            case PrOutcome.Good(PrOutcome.Nothing nothing) -> "good";
            case PrOutcome.Conflict() -> "conflict";
            case PrOutcome.CheckCondition(Sense sense) -> "sense " + sense;
            case PrOutcome.Other(int status) -> ScsiStatus.describe(status);
        };
    }

    private static <T extends PrInData> T data(PrOutcome<T> outcome) {
        return switch (outcome) {
            case PrOutcome.Good(T data) -> data;
            case PrOutcome.Conflict() -> throw new AssertionError("conflict");
            case PrOutcome.CheckCondition(Sense sense) -> throw new AssertionError(sense);
            case PrOutcome.Other(int status) -> throw new AssertionError(ScsiStatus.describe(status));
        };
    }

    @Test
    void eachServiceActionOfPersistentReserveOutEndsAsTheStandardSays() throws IOException {
        int disk = alice.disk().fd();
        assertThat(done(alice.connection().execute(disk, new PrOutCommand.Register(ReservationKey.ZERO, A))))
                .isEqualTo("good");
        assertThat(done(bob.execute(new PrOutCommand.RegisterAndIgnoreExistingKey(B))))
                .isEqualTo("good");
        assertThat(done(alice.execute(new PrOutCommand.Reserve(A, TYPE)))).isEqualTo("good");
        assertThat(done(bob.execute(new PrOutCommand.Reserve(B, TYPE)))).isEqualTo("conflict");
        assertThat(done(alice.execute(new PrOutCommand.Release(A, ReservationType.EXCLUSIVE_ACCESS))))
                .isEqualTo("sense 05/26/04");
        assertThat(done(alice.execute(new PrOutCommand.Release(A, TYPE)))).isEqualTo("good");
        assertThat(done(bob.execute(new PrOutCommand.Reserve(B, TYPE)))).isEqualTo("sense 06/2A/04");
        assertThat(done(bob.execute(new PrOutCommand.Reserve(B, TYPE)))).isEqualTo("good");
        assertThat(done(alice.execute(new PrOutCommand.Preempt(A, B, TYPE)))).isEqualTo("good");
        assertThat(done(bob.execute(new PrOutCommand.Clear(B)))).isEqualTo("sense 06/2A/05");
        assertThat(done(alice.execute(new PrOutCommand.RegisterAndMove(
                        A, B, false, false, 1, bob.nexus().initiator()))))
                .isEqualTo("good");
        assertThat(helper.target().unit(0)).isReservedBy(bob.nexus(), TYPE).hasOnlyKeys(A, B);
        assertThat(done(alice.execute(new PrOutCommand.PreemptAndAbort(A, B, TYPE))))
                .isEqualTo("good");
        assertThat(done(alice.execute(new PrOutCommand.Clear(A)))).isEqualTo("good");
        helper.target().unit(0).loseReservationInformation();
        PrOutCommand replace = new PrOutCommand.ReplaceLostReservation(ReservationKey.ZERO, A, ScopeAndType.of(TYPE));
        assertThat(done(alice.execute(replace))).isEqualTo("good");
        assertThat(helper.target().unit(0)).isReservedBy(alice.nexus(), TYPE).hasOnlyKeys(A);
        helper.target().inject(Fault.of(new Failure.Answered(ScsiStatus.BUSY)));
        assertThat(done(alice.execute(replace))).isEqualTo("BUSY (08h)");
    }

    @Test
    void anAnswerWithoutRoomIsAskedForAgain() {
        alice.execute(new PrOutCommand.Register(ReservationKey.ZERO, A));
        bob.execute(new PrOutCommand.Register(ReservationKey.ZERO, B));
        assertThat(data(alice.execute(PrQuery.READ_KEYS.withAllocationLength(8)))
                        .keys())
                .containsExactly(A, B);
        assertThat(data(alice.execute(PrQuery.READ_RESERVATION.withAllocationLength(8)))
                        .state())
                .isEqualTo(ReadReservationData.State.NONE);
    }

    @Test
    void eachServiceActionOfPersistentReserveInBringsItsData() {
        RegisterOptions everywhere = RegisterOptions.NONE.withAptpl().withAllTgPt();
        alice.execute(new PrOutCommand.Register(ReservationKey.ZERO, A, everywhere));
        bob.execute(new PrOutCommand.Register(ReservationKey.ZERO, B));
        bob.execute(new PrOutCommand.Reserve(B, TYPE));

        assertThat(data(alice.execute(PrQuery.READ_KEYS)).keys()).containsExactly(A, B);
        assertThat(data(alice.execute(PrQuery.READ_RESERVATION)).reservation())
                .contains(new ReadReservationData.Reservation(B, ScopeAndType.of(TYPE)));
        ReportCapabilitiesData capabilities = data(alice.execute(PrQuery.REPORT_CAPABILITIES));
        assertThat(ReservationType.values())
                .allMatch(type -> capabilities.supports(type) == ReportCapabilitiesData.Support.YES);
        assertThat(data(alice.execute(PrQuery.READ_FULL_STATUS)).registrations())
                .isEqualTo(List.of(
                        new ReadFullStatusData.Registration(
                                A,
                                true,
                                false,
                                ScopeAndType.NONE,
                                1,
                                alice.nexus().initiator()),
                        new ReadFullStatusData.Registration(
                                B,
                                false,
                                true,
                                ScopeAndType.of(TYPE),
                                1,
                                bob.nexus().initiator())));
    }

    @Test
    void aQueryEndsInOtherWaysToo() throws IOException {
        helper.target()
                .inject(Fault.of(new Failure.Answered(ScsiStatus.RESERVATION_CONFLICT))
                        .nth(1));
        assertThat(alice.execute(PrQuery.READ_KEYS)).isConflict();
        helper.target()
                .inject(Fault.of(new Failure.Answered(Sense.COMMAND_TIMEOUT)).nth(1));
        assertThat(alice.connection().execute(alice.disk().fd(), PrQuery.READ_FULL_STATUS))
                .isCheckCondition(Sense.COMMAND_TIMEOUT);
        helper.target()
                .inject(Fault.of(new Failure.Answered(ScsiStatus.TASK_SET_FULL)).nth(1));
        assertThat(alice.execute(PrQuery.READ_RESERVATION)).isEqualTo(new PrOutcome.Other<>(0x28));
    }
}
