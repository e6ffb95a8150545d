// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.core.scsi.Sense.*;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Unit attentions are kept for each nexus, in a queue, and cleared when they are reported (SAM-5, 5.14). */
final class UnitAttentionTest {
    private final Stage stage = new Stage();

    @Test
    void conditionsAreReportedInTheOrderInWhichTheyAroseEachOnce() {
        stage.unit.resetUnit();
        stage.testUnitReady(stage.alice);
        stage.testUnitReady(stage.carol);
        stage.register(stage.carol, ZERO, C);
        UnitSnapshot reset = stage.snapshot();
        assertThat(reset).hasPending(stage.bob, RESET_OCCURRED);
        stage.unit.resetUnit();
        stage.testUnitReady(stage.alice);
        stage.testUnitReady(stage.bob);
        stage.testUnitReady(stage.carol);
        stage.allRegistered();
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        stage.release(stage.alice, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        stage.release(stage.alice, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        stage.clear(stage.alice, A);
        assertThat(stage.unit).hasPending(stage.bob, RESERVATIONS_RELEASED, RESERVATIONS_PREEMPTED);
        assertThat(stage.read(stage.bob)).isEqualTo("06/2A/04");
        assertThat(stage.register(stage.bob, ZERO, B)).isEqualTo("06/2A/03");
        assertThat(stage.unit).hasNotRegistered(stage.bob).hasPending(stage.bob);
        assertThat(stage.register(stage.bob, ZERO, B)).isEqualTo(GOOD);
    }

    @Test
    void someCommandsNeitherReportNorClear() {
        stage.allRegistered();
        stage.clear(stage.alice, A);
        for (String cdb : List.of("120000002400", "030000001200", "a00000000000000000100000")) {
            assertThat(stage.send(stage.bob, HexFormat.of().parseHex(cdb), new byte[0]))
                    .isEqualTo(GOOD);
        }
        assertThat(stage.unit).hasPending(stage.bob, RESERVATIONS_PREEMPTED);
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo("06/2A/03");
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo(GOOD);
    }

    @Test
    void anUnknownCommandReportsBeforeItIsRefused() {
        stage.unit.resetUnit();
        assertThat(stage.send(stage.bob, new byte[] {(byte) 0xc0}, new byte[0])).isEqualTo("06/29/00");
        assertThat(stage.send(stage.bob, new byte[] {(byte) 0xc0}, new byte[0])).isEqualTo("05/20/00");
    }

    @Test
    void eachNexusHasItsOwn() {
        Stage wide = new Stage(TargetConfiguration.strictSpc5().withTargetPorts(1, 2));
        SimulatedNexus aliceAtTwo = wide.target.nexus(wide.alice.initiator(), 2, 0);
        wide.register(aliceAtTwo, ZERO, A);
        wide.register(wide.bob, ZERO, B);
        wide.clear(wide.bob, B);
        assertThat(wide.unit).hasPending(aliceAtTwo, RESERVATIONS_PREEMPTED).hasPending(wide.alice);
    }
}
