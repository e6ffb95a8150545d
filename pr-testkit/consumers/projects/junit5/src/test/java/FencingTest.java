// SPDX-License-Identifier: Apache-2.0
import static io.prhelper.core.pr.ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;

import io.prhelper.core.pr.*;
import io.prhelper.simulation.disk.SimulatedClient;
import io.prhelper.testkit.junit.SimulatedReservationTarget;
import org.junit.jupiter.api.Test;

class FencingTest {
    @Test
    @SimulatedReservationTarget(profile = "lio")
    void aNodeThatHangsIsFenced(SimulatedClient node, SimulatedClient agent) {
        TakeOver.reservation(new ReservationKey(0xa), WRITE_EXCLUSIVE_REGISTRANTS_ONLY).run(node::execute);
        TakeOver.fence(new ReservationKey(0xb), new ReservationKey(0xa), WRITE_EXCLUSIVE_REGISTRANTS_ONLY).run(agent::execute);
        assertThat(agent.nexus().unit()).isReservedBy(agent.nexus(), WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
    }
}
