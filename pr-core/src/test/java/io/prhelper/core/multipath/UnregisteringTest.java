// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import org.junit.jupiter.api.Test;

/** Registering with key 0: what a path that is away has is taken from it, if it is the map's own for sure. */
final class UnregisteringTest extends MapTest {
    @Test
    void unregisteringTakesAllPathsAndGoesOnWithoutMultipathd() {
        play(new PrOutCommand.Register(A, ReservationKey.ZERO), """
                ask sda READ_FULL_STATUS -> 1:a1 2:a1
                ask sda sdb REGISTER a1 0 -> GOOD CONFLICT
                tell unsetprstatus map dm-0 -> nobody
                tell unsetprkey map dm-0 -> nobody
                tell unsetprhold map dm-0 -> nobody
                end GOOD
                """);
        play(new PrOutCommand.Register(A, ReservationKey.ZERO), """
                ask sda READ_FULL_STATUS -> AWAY
                ask sdb READ_FULL_STATUS -> 05/24/00
                ask sda sdb REGISTER a1 0 -> AWAY CONFLICT
                end RESERVATION_CONFLICT
                """);
        play(new PrOutCommand.Register(A, ReservationKey.ZERO), """
                ask sda READ_FULL_STATUS -> 3:c3
                ask sda sdb REGISTER a1 0 -> GOOD BUSY
                end BUSY
                """);
    }

    @Test
    void whatAPathThatIsAwayHasIsTakenFromItWhenTheMapUnregisters() {
        register();
        play(new PrOutCommand.RegisterAndIgnoreExistingKey(ReservationKey.ZERO), """
                ask sda READ_FULL_STATUS -> AWAY
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1
                ask sda sdb READ_KEYS -> AWAY GOOD
                ask sdb PREEMPT a1 a1 5 -> GOOD
                ask sda sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 0 -> AWAY GOOD
                tell unsetprstatus map dm-0 -> ok
                tell unsetprkey map dm-0 -> ok
                tell unsetprhold map dm-0 -> fail
                end GOOD
                """);
        assertThat(memory.isRegistered()).isFalse();
    }

    @Test
    void aStrangersKeyIsNotPreemptedWhenTheMapUnregisters() {
        register();
        play(new PrOutCommand.Register(A, ReservationKey.ZERO), """
                ask sda READ_FULL_STATUS -> AWAY
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1 3:a1
                ask sda sdb READ_KEYS -> AWAY GOOD
                say unregisters while a path is away, which stays registered
                ask sda sdb REGISTER a1 0 -> AWAY GOOD
                forget
                end GOOD
                """);
    }

    @Test
    void whatIsNotTheMapsOwnIsLeftAloneWhenItUnregisters() {
        register();
        play(new PrOutCommand.Register(B, ReservationKey.ZERO), """
                ask sda READ_FULL_STATUS -> 1:a1 2:a1
                ask sda sdb REGISTER b2 0 -> CONFLICT CONFLICT
                end RESERVATION_CONFLICT
                """);
        play(new PrOutCommand.Register(A, ReservationKey.ZERO), """
                ask sda READ_FULL_STATUS -> 1:a1 2:b2
                ask sda sdb REGISTER a1 0 -> CONFLICT CONFLICT
                end RESERVATION_CONFLICT
                """);
        play(new PrOutCommand.Register(A, ReservationKey.ZERO), """
                ask sda READ_FULL_STATUS -> 1:a1 2:a1
                ask sda sdb READ_KEYS -> AWAY AWAY
                ask sda sdb REGISTER a1 0 -> AWAY AWAY
                end 04/44/00
                """);
        play(new PrOutCommand.Register(A, ReservationKey.ZERO), """
                ask sda READ_FULL_STATUS -> 1:a1 2:a1
                ask sda sdb READ_KEYS -> GOOD GOOD
                ask sda sdb REGISTER a1 0 -> CONFLICT CONFLICT
                end RESERVATION_CONFLICT
                """);
    }
}
