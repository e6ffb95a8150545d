// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.examples;

import static io.prhelper.simulation.assertj.PrAssertions.assertThat;

import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.Sense;
import io.prhelper.simulation.disk.SimulatedClient;
import io.prhelper.simulation.target.Failure;
import io.prhelper.simulation.target.Fault;
import io.prhelper.simulation.target.HostStatus;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.testkit.junit.SimulatedReservationTarget;
import io.prhelper.testkit.junit.TargetKind;
import org.junit.jupiter.api.Test;

// example begins
final class LostReplyTest {
    private static final ReservationKey A = ReservationKey.parse("0xa");

    @Test
    @SimulatedReservationTarget(TargetKind.LIO)
    void aCommandWhoseReplyIsLostMayHaveBeenExecuted(SimulatedTarget target, SimulatedClient alice) {
        alice.execute(new PrOutCommand.RegisterAndIgnoreExistingKey(A));
        target.inject(Fault.of(new Failure.ReplyLost(HostStatus.TIME_OUT))
                .when(arrival -> arrival.is(PrOutAction.RESERVE))
                .atMost(1));

        assertThat(alice.execute(new PrOutCommand.Reserve(A, ReservationType.WRITE_EXCLUSIVE)))
                .isCheckCondition(Sense.COMMAND_TIMEOUT);

        assertThat(alice.execute(PrQuery.READ_RESERVATION)).hasReservation(A, ReservationType.WRITE_EXCLUSIVE);
    }
}
// example ends
