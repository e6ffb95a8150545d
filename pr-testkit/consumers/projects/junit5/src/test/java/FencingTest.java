// SPDX-License-Identifier: Apache-2.0
import static io.prhelper.core.pr.ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.*;
import io.prhelper.simulation.disk.SimulatedClient;
import io.prhelper.testkit.junit.SimulatedReservationTarget;
import org.junit.jupiter.api.Test;

@SimulatedReservationTarget(profile = "lio")
class FencingTest {
    @Test
    void aNodeThatHangsIsFenced(SimulatedClient node, SimulatedClient agent) {
        ReservationKey hung = new ReservationKey(0xa), own = new ReservationKey(0xb);
        TakeOver.reservation(hung, WRITE_EXCLUSIVE_REGISTRANTS_ONLY).run(node::execute);
        assertThat(TakeOver.fence(own, hung, WRITE_EXCLUSIVE_REGISTRANTS_ONLY).run(agent::execute))
                .isInstanceOf(TakeOver.Fenced.class);
        assertThat(agent.nexus().unit()).hasOnlyKeys(own);
    }
}
