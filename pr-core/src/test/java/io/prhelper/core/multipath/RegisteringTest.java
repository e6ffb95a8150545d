// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.TransportId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REGISTER and REGISTER AND IGNORE EXISTING KEY: all paths have the key, or none. */
final class RegisteringTest extends MapTest {
    @Test
    void registeringTakesAllPathsAndMultipathdFirst() {
        register();
        assertThat(memory.key()).isEqualTo(A);
        assertThat(memory.missing(BOTH)).isEmpty();
    }

    @Test
    void onlyPathsWithAUnitAttentionAreAskedAgain() {
        play(new PrOutCommand.Register(ReservationKey.ZERO, A), """
                tell getprkey map dm-0 -> 0xa1
                ask sda sdb REGISTER 0 a1 -> GOOD 06/29/00
                ask sdb REGISTER 0 a1 -> GOOD
                ask sda READ_FULL_STATUS -> 1:a1 2:a1
                tell setprstatus map dm-0 -> fail
                say a path that returns will not be registered: multipathd says "fail"
                end GOOD
                """);
    }

    @Test
    void withoutMultipathdNoPathIsAsked() {
        play(new PrOutCommand.Register(ReservationKey.ZERO, A), """
                tell getprkey map dm-0 -> nobody
                say not registered: nobody
                end 0B/08/00
                """);
        play(new PrOutCommand.Register(ReservationKey.ZERO, A), """
                tell getprkey map dm-0 -> none
                tell setprkey map dm-0 key 0xa1 -> fail
                say not registered: multipathd does not take the key (multipathd says "fail"); multipath.conf needs
                end 0B/08/00
                """);
        play(new PrOutCommand.Register(ReservationKey.ZERO, A), """
                tell getprkey map dm-0 -> none
                tell setprkey map dm-0 key 0xa1 -> fail device not found
                say not registered: multipathd does not take the key (multipathd says "fail device not found")
                end 0B/08/00
                """);
    }

    /** As 0.9.4 and 0.15.1 say it; a map without a key has {@code none}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fail                                  | multipathd does not know the map (multipathd says \"fail\"); \"multipathd show maps\"",
                "fail device not found                 | multipathd does not know the map (multipathd says \"fail device not found\"); ",
                "permission deny: need to be root      | multipathd says \"permission deny: need to be root\": the helper has to run as user 0",
                "fail permission deny: need to be root | multipathd says \"fail permission deny: need to be root\": the helper has to run",
                "timeout                               | multipathd says \"timeout\"",
                "0xzz                                  | multipathd says \"0xzz\"",
            })
    void aMapThatMultipathdSaysNoKeyOfIsNotRegistered(String answer, String sentence) {
        play(
                new PrOutCommand.Register(ReservationKey.ZERO, A),
                "tell getprkey map dm-0 -> " + answer + "\nsay not registered: " + sentence + "\nend 0B/08/00");
    }

    @Test
    void aKeyThatIsWrittenInTheConfigurationServes() {
        play(new PrOutCommand.Register(ReservationKey.ZERO, A, RegisterOptions.NONE.withAptpl()), """
                tell getprkey map dm-0 -> 0xa1
                tell setprkey map dm-0 key 0xa1:aptpl -> fail
                ask sda sdb REGISTER 0 a1 -> GOOD AWAY
                ask sda READ_FULL_STATUS -> 1:a1
                registered
                """);
        assertThat(memory.aptpl()).isTrue();
        assertThat(memory.missing(BOTH)).containsExactly(SDB);
    }

    @Test
    void aPathThatHadLostTheKeyGetsIt() {
        play(new PrOutCommand.Register(A, B), """
                key 0xa1 0xb2
                ask sda sdb REGISTER a1 b2 -> CONFLICT GOOD
                ask sda REGISTER_AND_IGNORE_EXISTING_KEY 0 b2 -> GOOD
                ask sdb READ_FULL_STATUS -> 1:b2 2:b2
                registered
                """);
    }

    @Test
    void aRegistrationThatFailsOnAPathIsTakenBack() {
        play(new PrOutCommand.Register(A, B), """
                key 0xa1 0xb2
                ask sda sdb REGISTER a1 b2 -> GOOD 05/55/04
                ask sda REGISTER b2 a1 -> GOOD
                tell setprkey map dm-0 key 0xa1 -> ok
                end 05/55/04
                """);
        play(new PrOutCommand.Register(A, B), """
                key none 0xb2
                ask sda sdb REGISTER a1 b2 -> CONFLICT CONFLICT
                tell unsetprkey map dm-0 -> ok
                end RESERVATION_CONFLICT
                """);
        play(new PrOutCommand.Register(A, B), """
                key none 0xb2
                ask sda sdb REGISTER a1 b2 -> GOOD CONFLICT
                ask sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 b2 -> BUSY
                ask sda REGISTER b2 a1 -> GOOD
                tell unsetprkey map dm-0 -> ok
                end BUSY
                """);
        play(new PrOutCommand.Register(A, B), """
                tell getprkey map dm-0 -> 0xb2
                ask sda sdb REGISTER a1 b2 -> AWAY LOST
                end 0B/2E/02
                """);
    }

    @Test
    void aRegistrationThatIgnoresKeysGivesBackWhatMultipathdHad() {
        play(new PrOutCommand.RegisterAndIgnoreExistingKey(A), """
                key 0xb2 0xa1
                ask sda sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD BUSY
                ask sda REGISTER a1 b2 -> GOOD
                tell setprkey map dm-0 key 0xb2 -> ok
                end BUSY
                """);
        play(
                new PrOutCommand.RegisterAndIgnoreExistingKey(
                        ReservationKey.ZERO, A, RegisterOptions.NONE.withTransportIds(List.of(new TransportId.Sas(9)))),
                """
                key none 0xa1
                ask sda REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD
                ask sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD
                ask sda READ_FULL_STATUS -> 1:a1 2:a1 9:a1
                registered
                """);
        play(new PrOutCommand.RegisterAndIgnoreExistingKey(B), """
                tell getprkey map dm-0 -> none
                tell setprkey map dm-0 key 0xb2 -> nobody
                say not registered: multipathd does not take the key (nobody)
                end 0B/08/00
                """);
    }

    @Test
    void aPathThatWentAwayMeanwhileDoesNotSpoilARegistration() {
        play(new PrOutCommand.Register(A, B), """
                tell getprkey map dm-0 -> 0xb2
                ask sda sdb REGISTER a1 b2 -> GOOD CONFLICT
                ask sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 b2 -> AWAY
                ask sda READ_FULL_STATUS -> 05/24/00
                ask sda READ_KEYS MOST -> AWAY
                registered
                """);
    }

    @Test
    void theOldKeyOfAPathThatIsAwayIsPreempted() {
        register();
        play(new PrOutCommand.Register(A, B), """
                key 0xa1 0xb2
                ask sda sdb REGISTER a1 b2 -> AWAY GOOD
                ask sdb READ_FULL_STATUS -> 1:a1* 2:b2
                ask sdb PREEMPT b2 a1 5 -> GOOD
                registered
                """);
        assertThat(memory.missing(BOTH)).containsExactly(SDA);
    }

    @Test
    void aKeyThatIsHeldByNobodyIsPreemptedToo() {
        register();
        play(new PrOutCommand.Register(A, B), """
                tell getprkey map dm-0 -> 0xb2
                ask sda sdb REGISTER a1 b2 -> GOOD AWAY
                ask sda READ_FULL_STATUS -> 1:b2 2:a1
                ask sda PREEMPT b2 a1 1 -> CONFLICT
                say a path that is away keeps the key 0x00000000000000a1
                registered
                """);
    }

    @Test
    void aStrangerWithTheOldKeyKeepsIt() {
        register();
        play(new PrOutCommand.Register(A, B), """
                key 0xa1 0xb2
                ask sda sdb REGISTER a1 b2 -> AWAY GOOD
                ask sdb READ_FULL_STATUS -> 1:a1* 2:b2 3:a1
                registered
                """);
    }

    @Test
    void transportIdsAreRegisteredOnce() {
        PrOutCommand command = new PrOutCommand.Register(
                ReservationKey.ZERO, A, RegisterOptions.NONE.withTransportIds(List.of(new TransportId.Sas(9))));
        play(command, """
                tell getprkey map dm-0 -> 0xa1
                ask sda REGISTER 0 a1 -> AWAY
                ask sdb REGISTER 0 a1 -> GOOD
                ask sda REGISTER 0 a1 -> AWAY
                ask sdb READ_FULL_STATUS -> 2:a1 9:a1
                registered
                """);
        play(command, """
                tell getprkey map dm-0 -> 0xa1
                ask sda REGISTER 0 a1 -> 05/26/00
                end 05/26/00
                """);
    }

    @Test
    void withAllTargetPortsOnePathOfEachHostIsAsked() {
        Script.play(
                memory,
                List.of(SDA, new MapPath("sdc", 1), SDB),
                new PrOutCommand.Register(ReservationKey.ZERO, A, RegisterOptions.NONE.withAllTgPt()),
                """
                tell getprkey map dm-0 -> 0xa1
                ask sda sdb REGISTER 0 a1 -> GOOD GOOD
                ask sda READ_FULL_STATUS -> 1:a1 2:a1
                registered
                """);
    }

    @Test
    void whatRegistersAgainKeepsPowerLossInMind() {
        play(new PrOutCommand.Register(ReservationKey.ZERO, A, RegisterOptions.NONE.withAptpl()), """
                tell getprkey map dm-0 -> none
                tell setprkey map dm-0 key 0xa1:aptpl -> ok
                ask sda sdb REGISTER 0 a1 -> GOOD GOOD
                ask sda READ_FULL_STATUS -> 1:a1 2:a1
                registered
                """);
        play(new PrOutCommand.Preempt(A, A, TYPE), """
                tell suspend map dm-0 -> ok
                ask sda PREEMPT a1 a1 5 -> GOOD
                ask sda REGISTER a1 a1 aptpl -> GOOD
                ask sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 aptpl -> GOOD
                ask sda REGISTER a1 a1 aptpl -> GOOD
                tell resume map dm-0 -> ok
                ask sda READ_RESERVATION -> GOOD
                end GOOD
                """);
    }
}
