// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An all registrants reservation that outlived its registrants: the habit of tgt after a PREEMPT of the nexus that made it. */
final class DanglingReservationTest {
    private static final TargetConfiguration TGT = TargetConfiguration.of(TargetProfile.TGT);

    /** Bob preempted Alice, who had reserved; Bob and Carol are registered. */
    private static Stage preempted(TargetConfiguration configuration) {
        Stage stage = new Stage(configuration).reservedByAlice(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(stage.preempt(stage.bob, B, A, WRITE_EXCLUSIVE_ALL_REGISTRANTS))
                .isEqualTo(GOOD);
        return stage;
    }

    /** Bob and Carol have left too. */
    private static Stage abandoned(TargetConfiguration configuration) {
        Stage stage = preempted(configuration);
        stage.testUnitReady(stage.alice);
        stage.register(stage.bob, B, ZERO);
        stage.register(stage.carol, C, ZERO);
        assertThat(stage.unit)
                .hasNoRegistrations()
                .isReservedByAllRegistrants(WRITE_EXCLUSIVE_ALL_REGISTRANTS)
                .hasNothingPending()
                .hasGeneration(6);
        return stage;
    }

    @Test
    void aPreemptOfWhoIsLeftOnlyRemoves() {
        Stage stage = preempted(TGT);
        assertThat(stage.preempt(stage.bob, B, C, EXCLUSIVE_ACCESS)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(B).isReservedByAllRegistrants(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
    }

    @Test
    void whoIsLeftHoldsItToo() {
        Stage stage = preempted(TGT);
        assertThat(stage.reserve(stage.bob, B, WRITE_EXCLUSIVE_ALL_REGISTRANTS)).isEqualTo(GOOD);
    }

    @Test
    void aReleaseThatIsComparedWithTheReservationFindsNoKey() {
        Stage stage = preempted(TGT.with(Deviation.RELEASE_COMPARED_WITH_RESERVATION));
        assertThat(stage.release(stage.bob, B, WRITE_EXCLUSIVE_ALL_REGISTRANTS)).isEqualTo("05/24/00");
        assertThat(stage.unit).isReservedByAllRegistrants(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
    }

    /** RESERVE(6) and RELEASE(6). */
    @ParameterizedTest
    @ValueSource(bytes = {0x16, 0x17})
    void theUnitIsNotFreeForSpc2Commands(byte opcode) {
        Stage stage = abandoned(TGT.without(Deviation.UNIT_RESERVE_BESIDE_REGISTRATIONS));
        assertThat(stage.send(stage.alice, new byte[] {opcode, 0, 0, 0, 0, 0}, new byte[0]))
                .isEqualTo(CONFLICT);
        assertThat(stage.snapshot().spc2Holder()).isEmpty();
    }

    @Test
    void aSnapshotOfItIsRestored() {
        Stage stage = abandoned(TGT);
        UnitSnapshot snapshot = stage.snapshot();
        stage.register(stage.alice, ZERO, A);
        assertThat(stage.clear(stage.alice, A)).isEqualTo(GOOD);
        stage.unit.restore(snapshot);
        assertThat(stage.snapshot()).isEqualTo(snapshot);
        assertThat(stage.write(stage.carol, (byte) 1)).isEqualTo(CONFLICT);
        stage.register(stage.alice, ZERO, A);
        stage.register(stage.alice, A, ZERO);
        assertThat(stage.unit).hasNoRegistrations().isReservedByAllRegistrants(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
    }
}
