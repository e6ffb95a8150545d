// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RELEASE: whoever of the map holds, and nobody else's. */
final class ReleasingTest extends MapTest {
    @Test
    void allPathsRelease() {
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> GOOD GOOD
                ask sda READ_RESERVATION -> GOOD
                tell unsetprhold map dm-0 -> ok
                end GOOD
                """);
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> GOOD GOOD
                ask sda READ_RESERVATION -> AWAY
                ask sdb READ_RESERVATION -> 1:c3
                ask sda READ_FULL_STATUS -> 1:a1 2:a1 3:c3*
                tell unsetprhold map dm-0 -> ok
                end GOOD
                """);
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> CONFLICT AWAY
                end RESERVATION_CONFLICT
                """);
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> GOOD AWAY
                ask sda READ_FULL_STATUS -> 1:a1 2:a1
                tell unsetprhold map dm-0 -> ok
                end GOOD
                """);
    }

    @Test
    void theHolderSaysWhyItDoesNotRelease() {
        register();
        play(new PrOutCommand.Release(A, ReservationType.WRITE_EXCLUSIVE), """
                ask sda sdb RELEASE a1 0 1 -> 05/26/04 GOOD
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1
                end 05/26/04
                """);
        play(new PrOutCommand.Release(A, ReservationType.WRITE_EXCLUSIVE), """
                ask sda sdb RELEASE a1 0 1 -> AWAY GOOD
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1
                end RESERVATION_CONFLICT
                """);
    }

    @Test
    void aStrangersReservationStays() {
        register();
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> AWAY GOOD
                ask sdb READ_FULL_STATUS -> 1:a1 2:a1 3:a1*
                tell unsetprhold map dm-0 -> ok
                end GOOD
                """);
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> AWAY GOOD
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1 3:a1
                say not released: the path that holds
                end BUSY
                """);
    }

    @Test
    void anotherPathReleasesForOneThatIsAway() {
        register();
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> AWAY GOOD
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1
                tell suspend map dm-0 -> ok
                ask sdb PREEMPT a1 a1 5 -> GOOD
                ask sdb RELEASE a1 0 5 -> GOOD
                ask sda REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> AWAY
                ask sdb REGISTER a1 a1 -> GOOD
                tell resume map dm-0 -> ok
                tell unsetprhold map dm-0 -> ok
                end GOOD
                """);
        assertThat(memory.missing(BOTH)).containsExactly(SDA);
    }

    @Test
    void soItDoesForOneThatIsNoPathAnyMore() {
        register();
        Script.play(memory, List.of(SDB), new PrOutCommand.Release(A, TYPE), """
                ask sdb RELEASE a1 0 5 -> GOOD
                ask sdb READ_RESERVATION -> 1:a1
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1
                tell suspend map dm-0 -> ok
                ask sdb PREEMPT a1 a1 5 -> GOOD
                ask sdb RELEASE a1 0 5 -> GOOD
                ask sdb REGISTER a1 a1 -> GOOD
                tell resume map dm-0 -> ok
                tell unsetprhold map dm-0 -> ok
                end GOOD
                """);
    }

    @Test
    void aReservationThatNobodyIsSeenToHoldIsNotTakenForReleased() {
        register();
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> GOOD GOOD
                ask sda READ_RESERVATION -> CUT
                ask sda READ_FULL_STATUS -> 2:a1 ...:
                ask sda READ_FULL_STATUS MOST -> 2:a1 ...:
                ask sda READ_RESERVATION -> 1:a1
                say not released: the device does not tell
                end BUSY
                """);
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> GOOD AWAY
                ask sda READ_FULL_STATUS -> 2:a1 ...:
                ask sda READ_FULL_STATUS MOST -> 2:a1 ...:
                ask sda READ_RESERVATION -> 05/20/00
                say not released: the device does not tell
                end BUSY
                """);
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> GOOD 05/26/04
                ask sda READ_FULL_STATUS -> 05/20/00
                ask sda READ_RESERVATION -> 1:a1
                end 05/26/04
                """);
    }

    @Test
    void whereTheListIsCutTheKeyTellsThatAnotherHostHolds() {
        register();
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> GOOD AWAY
                ask sda READ_FULL_STATUS -> 2:a1 ...:
                ask sda READ_FULL_STATUS MOST -> 2:a1 ...:
                ask sda READ_RESERVATION -> 1:c3
                tell unsetprhold map dm-0 -> ok
                end GOOD
                """);
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> GOOD AWAY
                ask sda READ_FULL_STATUS -> 2:a1 ...:
                ask sda READ_FULL_STATUS MOST -> 2:a1 ...:
                ask sda READ_RESERVATION -> GOOD
                tell unsetprhold map dm-0 -> ok
                end GOOD
                """);
    }

    @Test
    void aListThatWasCutProvesNothing() {
        register();
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> AWAY GOOD
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1 ...:
                ask sdb READ_FULL_STATUS MOST -> 1:a1* 2:a1 ...:
                say not released
                end BUSY
                """);
        play(new PrOutCommand.Release(B, TYPE), """
                ask sda sdb RELEASE b2 0 5 -> AWAY GOOD
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1
                end RESERVATION_CONFLICT
                """);
        play(new PrOutCommand.Reserve(B, TYPE), """
                ask sda RESERVE b2 0 5 -> CONFLICT
                ask sdb RESERVE b2 0 5 -> AWAY
                ask sda READ_FULL_STATUS -> 1:a1* 2:a1
                end RESERVATION_CONFLICT
                """);
    }

    @Test
    void aPathThatIsBusyIsNotTakenForTheHolder() {
        register();
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> BUSY GOOD
                ask sdb READ_FULL_STATUS -> 1:a1 2:a1 3:c3*
                end BUSY
                """);
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> BUSY GOOD
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1
                tell suspend map dm-0 -> ok
                ask sdb PREEMPT a1 a1 5 -> GOOD
                ask sdb RELEASE a1 0 5 -> BUSY
                ask sda REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD
                ask sdb REGISTER a1 a1 -> GOOD
                tell resume map dm-0 -> ok
                end BUSY
                """);
    }

    @Test
    void aMapIsResumedWhateverHappens() {
        register();
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> AWAY GOOD
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1
                tell suspend map dm-0 -> fail
                say could not be suspended (multipathd says "fail")
                ask sdb PREEMPT a1 a1 5 -> CONFLICT
                tell resume map dm-0 -> nobody
                say could not be resumed (nobody)
                tell resume map dm-0 -> ok
                end RESERVATION_CONFLICT
                """);
    }
}
