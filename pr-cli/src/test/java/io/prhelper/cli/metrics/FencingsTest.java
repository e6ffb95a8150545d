// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.protocol.Wire;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerObserver.Finished;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A fencing is what took another one's registration away, and nothing else. */
final class FencingsTest {
    private static final ReservationKey OWN = new ReservationKey(1);
    private static final ReservationKey OTHER = new ReservationKey(2);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE;

    private final Fencings fencings = new Fencings();

    private long after(PrOutCommand command, Decision decision, int status) {
        fencings.finished(new Finished(
                1,
                new PeerCredentials(1, 2, 3),
                decision,
                null,
                null,
                ByteBuffer.wrap(Arrays.copyOf(command.cdb(), 16)),
                ByteBuffer.wrap(command.dataOut()),
                status,
                ByteBuffer.wrap(new byte[96]),
                0,
                0,
                0));
        return fencings.count();
    }

    @Test
    void onlyTheTwoThatPreemptAreAskedFor() {
        assertThat(IntStream.range(0, 32))
                .filteredOn(action -> fencings.wants(Decision.EXECUTED, Wire.PERSISTENT_RESERVE_OUT, action))
                .containsExactly(4, 5);
        assertThat(fencings.wants(Decision.EXECUTED, Wire.PERSISTENT_RESERVE_IN, 4))
                .isFalse();
        assertThat(fencings.wants(Decision.BUSY, Wire.PERSISTENT_RESERVE_OUT, 4))
                .isFalse();
        assertThat(fencings.counts()).isFalse();
    }

    @Test
    void whatWasGoodCounts() {
        assertThat(after(new PrOutCommand.Preempt(OWN, OTHER, TYPE), Decision.EXECUTED, 0))
                .isEqualTo(1);
        assertThat(after(new PrOutCommand.PreemptAndAbort(OWN, OTHER, TYPE), Decision.EXECUTED, 0))
                .isEqualTo(2);
        assertThat(after(new PrOutCommand.Preempt(OWN, OTHER, TYPE), Decision.EXECUTED, 0x18))
                .isEqualTo(2);
        assertThat(after(new PrOutCommand.Preempt(OWN, OTHER, TYPE), Decision.BUSY, 0))
                .isEqualTo(2);
    }

    @Test
    void aMachineThatMovesOrRegistersFencesNobody() {
        assertThat(after(new PrOutCommand.Preempt(OWN, OWN, TYPE), Decision.EXECUTED, 0))
                .isZero();
        assertThat(after(new PrOutCommand.Register(OWN, OTHER), Decision.EXECUTED, 0))
                .isZero();
    }
}
