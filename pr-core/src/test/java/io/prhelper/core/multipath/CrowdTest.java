// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ScopeAndType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import org.junit.jupiter.api.Test;

/** A unit on which more hosts are registered than a client's answer, or multipathd's, has room for. */
final class CrowdTest extends MapTest {
    private void registerAmong(String text) {
        play(new PrOutCommand.Register(ReservationKey.ZERO, A), """
                tell getprkey map dm-0 -> 0xa1
                ask sda sdb REGISTER 0 a1 -> GOOD GOOD
                """ + text + "end GOOD");
    }

    private static String strangers(int count) {
        return " 9:c3".repeat(count);
    }

    /** Whether the map's own registrations are known. */
    private boolean knowsItsOwn() {
        return memory.isOwn(
                new ReadFullStatusData.Registration(A, false, false, ScopeAndType.NONE, 1, new TransportId.Sas(1)));
    }

    /** 0.15 takes registrations back whose key it does not find among the first 1,023. */
    @Test
    void multipathdIsNotToldWhereItCouldNotReadAllKeys() {
        registerAmong("""
                ask sda READ_FULL_STATUS -> 1:a1 2:a1 ...:
                ask sda READ_FULL_STATUS MOST -> 1:a1 2:a1 ...:
                ask sda READ_KEYS MOST -> 1022:c3 2:a1
                say more than 1,023 keys
                """);
        registerAmong("""
                ask sda READ_FULL_STATUS -> 1:a1 2:a1 ...:
                ask sda READ_FULL_STATUS MOST -> 1:a1 2:a1 ...:
                ask sda READ_KEYS MOST -> 1022:c3 2:a1 ...:
                say more than 1,023 keys
                """);
        registerAmong("""
                ask sda READ_FULL_STATUS -> 1:a1 2:a1 ...:
                ask sda READ_FULL_STATUS MOST -> 1:a1 2:a1 ...:
                ask sda READ_KEYS MOST -> 1021:c3 2:a1
                tell setprstatus map dm-0 -> ok
                """);
        assertThat(knowsItsOwn()).isFalse();
        registerAmong("""
                ask sda READ_FULL_STATUS -> 9:c3 ...:
                ask sda READ_FULL_STATUS MOST -> 1:a1 2:a1%s
                say more than 1,023 keys
                """.formatted(strangers(1022)));
        registerAmong("""
                ask sda READ_FULL_STATUS -> 9:c3 ...:
                ask sda READ_FULL_STATUS MOST -> 1:a1 2:a1%s
                tell setprstatus map dm-0 -> ok
                """.formatted(strangers(1021)));
    }

    /** 0.15 takes the registration of a path that came back, before or after the helper has seen to it. */
    @Test
    void registrationsThatMultipathdIsNotToldOfAreCounted() {
        registerAmong("""
                ask sda READ_FULL_STATUS -> 9:c3 ...:
                ask sda READ_FULL_STATUS MOST -> 9:c3 ...:
                ask sda READ_KEYS MOST -> 1500:c3 2:a1
                say more than 1,023 keys
                """);
        look("""
                ask sda READ_KEYS MOST -> 1500:c3 2:a1
                end 04/44/00
                """);
        look("""
                ask sda READ_KEYS MOST -> AWAY
                ask sdb READ_KEYS MOST -> 1500:c3 2:a1
                ask sda READ_KEYS -> AWAY
                end 04/44/00
                """);
        String registered = """
                ask sda REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD
                ask sdb REGISTER a1 a1 -> GOOD
                ask sdb READ_FULL_STATUS -> 9:c3 ...:
                ask sdb READ_FULL_STATUS MOST -> 9:c3 ...:
                ask sdb READ_KEYS MOST -> 1500:c3 2:a1
                end 04/44/00
                """;
        look("""
                ask sda READ_KEYS MOST -> 1500:c3 2:a1
                ask sda READ_KEYS -> GOOD
                ask sdb REGISTER a1 a1 -> GOOD
                """ + registered);
        look("""
                ask sda READ_KEYS MOST -> 1500:c3 1:a1
                ask sda sdb READ_KEYS -> GOOD GOOD
                ask sda REGISTER a1 a1 -> CONFLICT
                ask sdb REGISTER a1 a1 -> GOOD
                """ + registered);
        look("""
                ask sda READ_KEYS MOST -> 1500:c3
                ask sda sdb READ_KEYS -> GOOD GOOD
                ask sda REGISTER a1 a1 -> CONFLICT
                ask sdb REGISTER a1 a1 -> CONFLICT
                end 04/44/00
                """);
        assertThat(memory.isRegistered()).isFalse();
        assertThat(MapCommand.look(memory, BOTH)).isEmpty();
    }

    /** 0.15 may do so between the helper's registration and its counting. */
    @Test
    void aRegistrationThatIsTakenBeforeItIsCountedIsMissed() {
        registerAmong("""
                ask sda READ_FULL_STATUS -> 9:c3 ...:
                ask sda READ_FULL_STATUS MOST -> 9:c3 ...:
                ask sda READ_KEYS MOST -> 1500:c3 1:a1
                say more than 1,023 keys
                """);
        String takenAgain = """
                ask sda READ_KEYS MOST -> 1500:c3 1:a1
                ask sda sdb READ_KEYS -> GOOD GOOD
                ask sda REGISTER a1 a1 -> CONFLICT
                ask sdb REGISTER a1 a1 -> GOOD
                ask sda REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD
                ask sdb REGISTER a1 a1 -> GOOD
                ask sdb READ_FULL_STATUS -> 9:c3 ...:
                ask sdb READ_FULL_STATUS MOST -> 9:c3 ...:
                ask sdb READ_KEYS MOST -> 1500:c3 1:a1
                end 04/44/00
                """;
        look(takenAgain);
        look(takenAgain);
    }

    @Test
    void registrationsThatMultipathdIsToldOfAgainAreNotCounted() {
        registerAmong("""
                ask sda READ_FULL_STATUS -> 9:c3 ...:
                ask sda READ_FULL_STATUS MOST -> 1:a1 2:a1%s
                say more than 1,023 keys
                """.formatted(strangers(1022)));
        look("""
                ask sda READ_KEYS MOST -> 1022:c3 2:a1
                end 04/44/00
                """);
        register();
        assertThat(MapCommand.look(memory, BOTH)).isEmpty();
    }

    @Test
    void theMapsOwnAreFoundInALongListToo() {
        registerAmong("""
                ask sda READ_FULL_STATUS -> AWAY
                ask sdb READ_FULL_STATUS -> 9:c3 ...:
                ask sdb READ_FULL_STATUS MOST -> 9:c3 1:a1 2:a1
                tell setprstatus map dm-0 -> ok
                """);
        assertThat(knowsItsOwn()).isTrue();
    }

    /** As of a device that was never asked for so much. */
    @Test
    void aShortListIsUsedWhereThereIsNoLongOne() {
        register();
        play(new PrOutCommand.Release(A, TYPE), """
                ask sda sdb RELEASE a1 0 5 -> AWAY GOOD
                ask sdb READ_FULL_STATUS -> 1:a1* 2:a1 ...:
                ask sdb READ_FULL_STATUS MOST -> 05/24/00
                say not released
                end BUSY
                """);
    }

    /** Linux's target announces no more than it had space for. */
    @Test
    void aListThatFillsItsSpaceIsNotTakenForWhole() {
        registerAmong("""
                ask sda READ_FULL_STATUS -> 1:a1 2:a1%s
                tell setprstatus map dm-0 -> ok
                """.formatted(strangers(162)));
        assertThat(knowsItsOwn()).isTrue();
        memory.forget();
        registerAmong("""
                ask sda READ_FULL_STATUS -> 1:a1 2:a1%s
                ask sda READ_FULL_STATUS MOST -> 1:a1 2:a1%s
                ask sda READ_KEYS MOST -> 1358:c3 2:a1
                say more than 1,023 keys
                """.formatted(strangers(163), strangers(1357)));
        assertThat(knowsItsOwn()).isFalse();
        memory.forget();
        registerAmong("""
                ask sda READ_FULL_STATUS -> 1:a1 2:a1%s
                ask sda READ_FULL_STATUS MOST -> 1:a1 2:a1%s
                say more than 1,023 keys
                """.formatted(strangers(163), strangers(1356)));
        assertThat(knowsItsOwn()).isTrue();
    }

    @Test
    void onlyTheHelpersOwnQuestionsTakeMoreThanAClientCanBeTold() {
        PrInCommand read = new PrInCommand(PrInAction.READ_KEYS, 0xffff);
        ScsiExchange received = ScsiExchange.allocate();
        read.putInto(received);
        assertThat(Question.of(SDA, received).room()).isEqualTo(8192);
        assertThat(Question.of(SDA, read).room()).isEqualTo(65536);
        assertThat(Question.of(SDA, new PrInCommand(PrInAction.READ_KEYS, Question.SOME))
                        .room())
                .isEqualTo(8192);
    }
}
