// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationType;
import org.junit.jupiter.api.Test;

/** RESERVE: one path does it, and what another one of the map holds is the map's. */
final class ReservingTest extends MapTest {
    @Test
    void onePathReserves() {
        play(new PrOutCommand.Reserve(A, TYPE), """
                ask sda RESERVE a1 0 5 -> CONFLICT
                ask sdb RESERVE a1 0 5 -> GOOD
                tell setprhold map dm-0 -> fail
                end GOOD
                """);
        play(new PrOutCommand.Reserve(A, TYPE), """
                ask sda RESERVE a1 0 5 -> 02/08/00
                ask sdb RESERVE a1 0 5 -> 02/08/00
                end 02/08/00
                """);
        play(new PrOutCommand.Reserve(A, ReservationType.WRITE_EXCLUSIVE), """
                ask sda RESERVE a1 0 1 -> GOOD
                say is reserved with type 1, which lets one path of several do writes
                tell setprhold map dm-0 -> ok
                end GOOD
                """);
        play(new PrOutCommand.Reserve(A, ReservationType.EXCLUSIVE_ACCESS), """
                ask sda RESERVE a1 0 3 -> GOOD
                say is reserved with type 3, which lets one path of several do I/O
                tell setprhold map dm-0 -> ok
                end GOOD
                """);
    }

    @Test
    void aReservationOfAPathThatIsAwayIsTheMapsOwn() {
        register();
        play(new PrOutCommand.Reserve(A, TYPE), """
                ask sda RESERVE a1 0 5 -> AWAY
                ask sdb RESERVE a1 0 5 -> CONFLICT
                ask sda READ_FULL_STATUS -> AWAY
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1
                tell setprhold map dm-0 -> ok
                end GOOD
                """);
        play(new PrOutCommand.Reserve(A, TYPE), """
                ask sda RESERVE a1 0 5 -> AWAY
                ask sdb RESERVE a1 0 5 -> CONFLICT
                ask sda READ_FULL_STATUS -> AWAY
                ask sdb READ_FULL_STATUS -> 1:a1 2:a1 3:a1*
                end RESERVATION_CONFLICT
                """);
        play(new PrOutCommand.Reserve(A, ReservationType.WRITE_EXCLUSIVE), """
                ask sda RESERVE a1 0 1 -> AWAY
                ask sdb RESERVE a1 0 1 -> CONFLICT
                ask sda READ_FULL_STATUS -> AWAY
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1
                end RESERVATION_CONFLICT
                """);
    }
}
