// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.examples;

import static io.prhelper.simulation.assertj.PrAssertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.simulation.disk.SimulatedClient;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.testkit.junit.SimulatedReservationTarget;
import org.junit.jupiter.api.Test;

// example begins
@SimulatedReservationTarget
final class FencingTest {
    private static final ReservationKey A = ReservationKey.parse("0xa");
    private static final ReservationKey B = ReservationKey.parse("0xb");
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;

    @Test
    void theOneThatIsFencedIsOut(SimulatedTarget target, SimulatedClient alice, SimulatedClient bob) {
        alice.execute(new PrOutCommand.RegisterAndIgnoreExistingKey(A));
        bob.execute(new PrOutCommand.RegisterAndIgnoreExistingKey(B));
        alice.execute(new PrOutCommand.Reserve(A, TYPE));

        assertThat(bob.execute(new PrOutCommand.PreemptAndAbort(B, A, TYPE))).isGood();

        assertThat(target.unit(0)).isReservedBy(bob.nexus(), TYPE).hasOnlyKeys(B);
    }
}
// example ends
