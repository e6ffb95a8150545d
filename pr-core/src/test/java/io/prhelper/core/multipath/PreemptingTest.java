// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import org.junit.jupiter.api.Test;

/** PREEMPT and PREEMPT AND ABORT, also with the map's own key. */
final class PreemptingTest extends MapTest {
    @Test
    void onePathPreempts() {
        play(new PrOutCommand.Preempt(A, B, TYPE), """
                ask sda PREEMPT a1 b2 5 -> CONFLICT
                ask sdb PREEMPT a1 b2 5 -> GOOD
                ask sdb READ_RESERVATION -> GOOD
                end GOOD
                """);
        play(new PrOutCommand.PreemptAndAbort(A, B, TYPE), """
                ask sda PREEMPT_AND_ABORT a1 b2 5 -> LOST
                ask sdb PREEMPT_AND_ABORT a1 b2 5 -> CONFLICT
                end 0B/2E/02
                """);
    }

    @Test
    void multipathdIsToldWhoTookAReservationOver() {
        play(new PrOutCommand.Preempt(A, B, TYPE), """
                ask sda PREEMPT a1 b2 5 -> GOOD
                ask sda READ_RESERVATION -> 1:a1
                tell setprhold map dm-0 -> ok
                end GOOD
                """);
        play(new PrOutCommand.Preempt(A, B, TYPE), """
                ask sda PREEMPT a1 b2 5 -> GOOD
                ask sda READ_RESERVATION -> 1:c3
                end GOOD
                """);
        play(new PrOutCommand.Preempt(A, B, TYPE), """
                ask sda PREEMPT a1 b2 5 -> GOOD
                ask sda READ_RESERVATION -> AWAY
                end GOOD
                """);
    }

    @Test
    void whoPreemptsItselfKeepsAllPaths() {
        register();
        play(new PrOutCommand.Preempt(A, A, TYPE), """
                tell suspend map dm-0 -> ok
                ask sda PREEMPT a1 a1 5 -> GOOD
                ask sda REGISTER a1 a1 -> GOOD
                ask sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD
                ask sda REGISTER a1 a1 -> GOOD
                tell resume map dm-0 -> ok
                ask sda READ_RESERVATION -> GOOD
                end GOOD
                """);
        play(new PrOutCommand.Preempt(A, ReservationKey.ZERO, TYPE), """
                tell suspend map dm-0 -> ok
                ask sda PREEMPT a1 0 5 -> CONFLICT
                ask sdb PREEMPT a1 0 5 -> CONFLICT
                tell resume map dm-0 -> ok
                end RESERVATION_CONFLICT
                """);
    }

    @Test
    void whoWasFencedMeanwhileStaysSo() {
        register();
        play(new PrOutCommand.Preempt(A, A, TYPE), """
                tell suspend map dm-0 -> ok
                ask sda PREEMPT a1 a1 5 -> GOOD
                ask sda REGISTER a1 a1 -> GOOD
                ask sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD
                ask sda REGISTER a1 a1 -> CONFLICT
                say was fenced
                ask sdb REGISTER a1 0 -> GOOD
                tell resume map dm-0 -> ok
                ask sda READ_RESERVATION -> GOOD
                end GOOD
                """);
    }

    @Test
    void whoPreemptsItselfAndHoldsNothingIsUnregistered() {
        register();
        play(new PrOutCommand.Preempt(A, A, TYPE), """
                tell suspend map dm-0 -> ok
                ask sda PREEMPT a1 a1 5 -> GOOD
                ask sda REGISTER a1 a1 -> CONFLICT
                tell resume map dm-0 -> ok
                forget
                ask sda READ_RESERVATION -> GOOD
                end GOOD
                """);
        assertThat(memory.isRegistered()).isFalse();
    }

    @Test
    void whoPreemptsItselfAndIsAwayThenIsAskedWhenItIsBack() {
        register();
        play(new PrOutCommand.Preempt(A, A, TYPE), """
                tell suspend map dm-0 -> ok
                ask sda PREEMPT a1 a1 5 -> GOOD
                ask sda REGISTER a1 a1 -> AWAY
                tell resume map dm-0 -> ok
                ask sda READ_RESERVATION -> AWAY
                end GOOD
                """);
        assertThat(memory.isRegistered()).isTrue();
        assertThat(memory.missing(BOTH)).containsExactly(SDA, SDB);
    }
}
