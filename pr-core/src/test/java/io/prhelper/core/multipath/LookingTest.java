// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Paths that came back, and what is learned of them. */
final class LookingTest extends MapTest {
    /** SDB was away when the map registered. */
    private void registerWithoutSdb() {
        play(new PrOutCommand.Register(ReservationKey.ZERO, A), """
                tell getprkey map dm-0 -> 0xa1
                ask sda sdb REGISTER 0 a1 -> GOOD AWAY
                ask sda READ_FULL_STATUS -> 1:a1
                registered
                """);
    }

    @Test
    void aPathThatCameBackIsRegisteredAndKnownFromThenOn() {
        assertThat(MapCommand.look(memory, BOTH)).isEmpty();
        registerWithoutSdb();
        look("""
                ask sdb READ_KEYS -> AWAY
                end 04/44/00
                """);
        look("""
                ask sdb READ_KEYS -> GOOD
                ask sda REGISTER a1 a1 -> GOOD
                ask sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD
                ask sda REGISTER a1 a1 -> GOOD
                ask sda READ_FULL_STATUS -> 1:a1 2:a1
                end 04/44/00
                """);
        assertThat(MapCommand.look(memory, BOTH)).isEmpty();
        play(new PrOutCommand.Reserve(A, TYPE), """
                ask sda RESERVE a1 0 5 -> CONFLICT
                ask sdb RESERVE a1 0 5 -> AWAY
                ask sda READ_FULL_STATUS -> 1:a1 2:a1*
                tell setprhold map dm-0 -> ok
                end GOOD
                """);
    }

    /** It may be another one, or the unit may have forgotten it. */
    @Test
    void aPathThatWasAwayIsLookedAtWhenItIsBack() {
        register();
        play(new PrInCommand(PrInAction.READ_KEYS, 8), """
                ask sda READ_KEYS -> LOST
                ask sdb READ_KEYS -> GOOD
                end GOOD
                """);
        look("""
                ask sda READ_KEYS -> GOOD
                ask sdb REGISTER a1 a1 -> GOOD
                ask sda REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD
                ask sdb REGISTER a1 a1 -> GOOD
                ask sdb READ_FULL_STATUS -> 1:a1 2:a1
                end 04/44/00
                """);
        assertThat(MapCommand.look(memory, BOTH)).isEmpty();
    }

    /** Its name may be another disk's by then. */
    @Test
    void aPathThatWasTakenOutOfTheMapIsLookedAtWhenItIsInAgain() {
        register();
        assertThat(MapCommand.look(memory, List.of(SDA))).isEmpty();
        look("""
                ask sdb READ_KEYS -> GOOD
                ask sda REGISTER a1 a1 -> GOOD
                ask sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD
                ask sda REGISTER a1 a1 -> GOOD
                ask sda READ_FULL_STATUS -> 1:a1 2:a1
                end 04/44/00
                """);
        assertThat(MapCommand.look(memory, BOTH)).isEmpty();
    }

    @Test
    void aPathThatCameBackToAFencedMapStaysWithout() {
        registerWithoutSdb();
        look("""
                ask sdb READ_KEYS -> GOOD
                ask sda REGISTER a1 a1 -> CONFLICT
                end 04/44/00
                """);
        assertThat(memory.isRegistered()).isFalse();
    }

    /** The path that is away may still have the key. */
    @Test
    void aPathThatIsBackAloneSaysNothingOfTheMap() {
        registerWithoutSdb();
        look("""
                ask sdb READ_KEYS -> GOOD
                ask sda REGISTER a1 a1 -> AWAY
                end 04/44/00
                """);
        look("""
                ask sda sdb READ_KEYS -> AWAY GOOD
                ask sdb REGISTER a1 a1 -> CONFLICT
                end 04/44/00
                """);
        assertThat(memory.isRegistered()).isTrue();
        look("""
                ask sda sdb READ_KEYS -> GOOD GOOD
                ask sda REGISTER a1 a1 -> CONFLICT
                ask sdb REGISTER a1 a1 -> CONFLICT
                end 04/44/00
                """);
        assertThat(memory.isRegistered()).isFalse();
    }

    /** After a new start nothing is known but what a command says. */
    @Test
    void whoseRegistrationsAreWhoseIsLearnedAnew() {
        play(new PrOutCommand.Reserve(A, TYPE), """
                ask sda RESERVE a1 0 5 -> GOOD
                tell setprhold map dm-0 -> ok
                end GOOD
                """);
        look("""
                ask sda sdb READ_KEYS -> GOOD GOOD
                ask sda REGISTER a1 a1 -> GOOD
                ask sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD
                ask sda REGISTER a1 a1 -> GOOD
                ask sda READ_FULL_STATUS -> 1:a1* 2:a1
                end 04/44/00
                """);
        play(new PrOutCommand.Reserve(A, TYPE), """
                ask sda RESERVE a1 0 5 -> AWAY
                ask sdb RESERVE a1 0 5 -> CONFLICT
                ask sda READ_FULL_STATUS -> AWAY
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1
                tell setprhold map dm-0 -> ok
                end GOOD
                """);
    }
}
