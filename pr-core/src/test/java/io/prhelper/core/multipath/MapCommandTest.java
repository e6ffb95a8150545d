// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What needs no more than its paths: reading, clearing, cleaning up, and what no path can do for all. */
final class MapCommandTest extends MapTest {
    @Test
    void aQuestionGoesToTheFirstPathThatAnswers() {
        PrInCommand read = new PrInCommand(PrInAction.READ_KEYS, 8);
        play(read, """
                ask sda READ_KEYS -> AWAY
                ask sdb READ_KEYS -> GOOD
                end GOOD
                """);
        play(read, """
                ask sda READ_KEYS -> 02/04/0b
                ask sdb READ_KEYS -> 05/24/00
                end 05/24/00
                """);
        play(read, """
                ask sda READ_KEYS -> AWAY
                ask sdb READ_KEYS -> AWAY
                end 04/44/00
                """);
        Script.play(memory, List.of(), read, "end 04/44/00");
    }

    @Test
    void aUnitAttentionIsSwallowedFiveTimes() {
        PrInCommand read = new PrInCommand(PrInAction.READ_KEYS, 8);
        play(read, """
                ask sda READ_KEYS -> 06/2a/03
                ask sda READ_KEYS -> GOOD
                end GOOD
                """);
        play(read, "ask sda READ_KEYS -> 06/2a/03\n".repeat(6) + "end 06/2A/03");
    }

    @Test
    void onePathClears() {
        register();
        play(new PrOutCommand.Clear(A), """
                ask sda CLEAR a1 0 -> AWAY
                ask sdb CLEAR a1 0 -> 02/08/00
                end 02/08/00
                """);
        assertThat(memory.isRegistered()).isTrue();
        play(new PrOutCommand.Clear(A), """
                ask sda CLEAR a1 0 -> GOOD
                forget
                end GOOD
                """);
        assertThat(memory.isRegistered()).isFalse();
    }

    @Test
    void cleaningUpTellsMultipathdFirst() {
        register();
        ScsiExchange exchange = ScsiExchange.allocate();
        exchange.put(new byte[] {(byte) Wire.CLEANUP}, new byte[0]);
        Script.play(MapCommand.begin(memory, BOTH, exchange), """
                tell unsetprkey map dm-0 -> ok
                tell unsetprstatus map dm-0 -> nobody
                say not cleaned up: nobody
                end 0B/08/00
                """);
        Script.play(MapCommand.begin(memory, BOTH, exchange), """
                tell unsetprkey map dm-0 -> ok
                tell unsetprstatus map dm-0 -> ok
                ask sda sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 0 -> GOOD AWAY
                end GOOD
                """);
        assertThat(memory.isRegistered()).isFalse();
        Script.play(MapCommand.begin(memory, BOTH, exchange), """
                tell unsetprkey map dm-0 -> ok
                tell unsetprstatus map dm-0 -> ok
                ask sda sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 0 -> GOOD BUSY
                end BUSY
                """);
    }

    /** Both make multipathd say {@code fail}: a map that it does not know, and a key that is written in multipath.conf. */
    @Test
    void whatMultipathdDoesNotForgetIsNotCleanedUp() {
        register();
        ScsiExchange exchange = ScsiExchange.allocate();
        exchange.put(new byte[] {(byte) Wire.CLEANUP}, new byte[0]);
        Script.play(MapCommand.begin(memory, BOTH, exchange), """
                tell unsetprkey map dm-0 -> fail
                tell unsetprstatus map dm-0 -> fail
                tell getprkey map dm-0 -> fail
                say not cleaned up: multipathd does not know the map (multipathd says "fail"); "multipathd show maps"
                end 0B/08/00
                """);
        Script.play(MapCommand.begin(memory, BOTH, exchange), """
                tell unsetprkey map dm-0 -> fail
                tell unsetprstatus map dm-0 -> ok
                tell getprkey map dm-0 -> 0xa1
                say not cleaned up: multipathd says "fail"
                end 0B/08/00
                """);
        Script.play(MapCommand.begin(memory, BOTH, exchange), """
                tell unsetprkey map dm-0 -> timeout
                tell unsetprstatus map dm-0 -> ok
                tell getprkey map dm-0 -> nobody
                say not cleaned up: multipathd says "timeout"
                end 0B/08/00
                """);
        assertThat(memory.isRegistered()).isTrue();
    }

    @Test
    void whatOnePathCanNotDoForAllIsRefused() {
        play(new PrOutCommand.RegisterAndMove(A, B, false, false, 1, new TransportId.Sas(1)), "end 05/24/00");
        play(new PrOutCommand.ReplaceLostReservation(A, TYPE), "end 05/24/00");
        ScsiExchange exchange = ScsiExchange.allocate();
        exchange.put(new PrOutCommand.Clear(A).cdb(), new byte[20]);
        Script.play(MapCommand.begin(memory, List.of(SDA), exchange), "end 05/1A/00");
    }

    @Test
    void nothingElseIsACommandForAMap() {
        ScsiExchange exchange = ScsiExchange.allocate();
        exchange.put(new byte[6], new byte[0]);
        Script.play(MapCommand.begin(memory, List.of(SDA), exchange), "end 05/20/00");
        exchange.put(new byte[] {(byte) Wire.CLEANUP}, new byte[0]);
        Script.play(MapCommand.begin(memory, List.of(SDA), exchange), """
                tell unsetprkey map dm-0 -> ok
                tell unsetprstatus map dm-0 -> ok
                ask sda REGISTER_AND_IGNORE_EXISTING_KEY 0 0 -> AWAY
                end 04/44/00
                """);
    }
}
