// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which path is asked what, what multipathd is told, and what the answers come to. */
final class MapCommandTest {
    private static final ReservationKey A = new ReservationKey(0xa1);
    private static final ReservationKey B = new ReservationKey(0xb2);
    private static final ReservationType TYPE = ReservationType.of(Script.TYPE).orElseThrow();
    private static final MapPath SDA = new MapPath("sda", 1);
    private static final MapPath SDB = new MapPath("sdb", 2);

    private final MapMemory memory = new MapMemory();

    private void play(PrCommand command, String text) {
        Script.play(memory, command, text);
    }

    /** With A on both paths, ports 1 and 2. */
    private void register() {
        play(new PrOutCommand.Register(ReservationKey.ZERO, A), """
                tell getprkey map dm-0 -> none
                tell setprkey map dm-0 key 0xa1 -> ok
                ask sda sdb REGISTER 0 a1 -> GOOD GOOD
                ask sda READ_FULL_STATUS -> 1:a1 2:a1
                tell setprstatus map dm-0 -> ok
                end GOOD
                """);
    }

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
    void registeringTakesAllPathsAndMultipathdFirst() {
        register();
        assertThat(memory.key()).isEqualTo(A);
        assertThat(memory.missing(List.of(SDA, SDB))).isEmpty();
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
                tell setprkey map dm-0 key 0xa1 -> permission deny: need to be root
                say not registered: multipathd does not take the key (multipathd says "permission deny: need to be root"); the helper
                end 0B/08/00
                """);
    }

    @Test
    void aKeyThatIsWrittenInTheConfigurationServes() {
        play(new PrOutCommand.Register(ReservationKey.ZERO, A, RegisterOptions.NONE.withAptpl()), """
                tell getprkey map dm-0 -> 0xa1
                tell setprkey map dm-0 key 0xa1:aptpl -> fail
                ask sda sdb REGISTER 0 a1 -> GOOD AWAY
                ask sda READ_FULL_STATUS -> 1:a1
                tell setprstatus map dm-0 -> ok
                end GOOD
                """);
        assertThat(memory.aptpl()).isTrue();
        assertThat(memory.missing(List.of(SDA, SDB))).containsExactly(SDB);
    }

    @Test
    void aPathThatHadLostTheKeyGetsIt() {
        play(new PrOutCommand.Register(A, B), """
                tell getprkey map dm-0 -> 0xa1
                tell setprkey map dm-0 key 0xb2 -> ok
                ask sda sdb REGISTER a1 b2 -> CONFLICT GOOD
                ask sda REGISTER_AND_IGNORE_EXISTING_KEY 0 b2 -> GOOD
                ask sdb READ_FULL_STATUS -> 1:b2 2:b2
                tell setprstatus map dm-0 -> ok
                end GOOD
                """);
    }

    @Test
    void aRegistrationThatFailsOnAPathIsTakenBack() {
        play(new PrOutCommand.Register(A, B), """
                tell getprkey map dm-0 -> 0xa1
                tell setprkey map dm-0 key 0xb2 -> ok
                ask sda sdb REGISTER a1 b2 -> GOOD 05/55/04
                ask sda REGISTER b2 a1 -> GOOD
                tell setprkey map dm-0 key 0xa1 -> ok
                end 05/55/04
                """);
        play(new PrOutCommand.Register(A, B), """
                tell getprkey map dm-0 -> none
                tell setprkey map dm-0 key 0xb2 -> ok
                ask sda sdb REGISTER a1 b2 -> CONFLICT CONFLICT
                tell unsetprkey map dm-0 -> ok
                end RESERVATION_CONFLICT
                """);
        play(new PrOutCommand.Register(A, B), """
                tell getprkey map dm-0 -> none
                tell setprkey map dm-0 key 0xb2 -> ok
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
    void theOldKeyOfAPathThatIsAwayIsPreempted() {
        register();
        play(new PrOutCommand.Register(A, B), """
                tell getprkey map dm-0 -> 0xa1
                tell setprkey map dm-0 key 0xb2 -> ok
                ask sda sdb REGISTER a1 b2 -> AWAY GOOD
                ask sdb READ_FULL_STATUS -> 1:a1* 2:b2
                ask sdb PREEMPT b2 a1 5 -> GOOD
                tell setprstatus map dm-0 -> ok
                end GOOD
                """);
        assertThat(memory.missing(List.of(SDA, SDB))).containsExactly(SDA);
    }

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
        assertThat(MapCommand.look(memory, List.of(SDA, SDB))).isEmpty();
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
        assertThat(MapCommand.look(memory, List.of(SDA, SDB))).isEmpty();
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
                """.formatted(strangers(163), strangers(1358)));
        assertThat(knowsItsOwn()).isFalse();
        memory.forget();
        registerAmong("""
                ask sda READ_FULL_STATUS -> 1:a1 2:a1%s
                ask sda READ_FULL_STATUS MOST -> 1:a1 2:a1%s
                say more than 1,023 keys
                """.formatted(strangers(163), strangers(1357)));
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

    @Test
    void aStrangerWithTheOldKeyKeepsIt() {
        register();
        play(new PrOutCommand.Register(A, B), """
                tell getprkey map dm-0 -> 0xa1
                tell setprkey map dm-0 key 0xb2 -> ok
                ask sda sdb REGISTER a1 b2 -> AWAY GOOD
                ask sdb READ_FULL_STATUS -> 1:a1* 2:b2 3:a1
                tell setprstatus map dm-0 -> ok
                end GOOD
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
                tell setprstatus map dm-0 -> ok
                end GOOD
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
                tell setprstatus map dm-0 -> ok
                end GOOD
                """);
    }

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
                tell unsetprstatus map dm-0 -> ok
                tell unsetprkey map dm-0 -> ok
                tell unsetprhold map dm-0 -> ok
                end GOOD
                """);
    }

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
        assertThat(memory.missing(List.of(SDA, SDB))).containsExactly(SDA);
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
                tell unsetprstatus map dm-0 -> ok
                tell unsetprkey map dm-0 -> ok
                tell unsetprhold map dm-0 -> ok
                ask sda READ_RESERVATION -> GOOD
                end GOOD
                """);
        assertThat(memory.isRegistered()).isFalse();
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
                tell unsetprstatus map dm-0 -> ok
                tell unsetprkey map dm-0 -> ok
                tell unsetprhold map dm-0 -> ok
                end GOOD
                """);
        assertThat(memory.isRegistered()).isFalse();
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
    void cleaningUpTellsMultipathdFirst() {
        register();
        ScsiExchange exchange = ScsiExchange.allocate();
        exchange.put(new byte[] {(byte) Wire.CLEANUP}, new byte[0]);
        Script.play(MapCommand.begin(memory, List.of(SDA, SDB), exchange), """
                tell unsetprkey map dm-0 -> ok
                tell unsetprstatus map dm-0 -> fail
                say not cleaned up: multipathd says "fail"
                end 0B/08/00
                """);
        Script.play(MapCommand.begin(memory, List.of(SDA, SDB), exchange), """
                tell unsetprkey map dm-0 -> ok
                tell unsetprstatus map dm-0 -> ok
                ask sda sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 0 -> GOOD AWAY
                end GOOD
                """);
        assertThat(memory.isRegistered()).isFalse();
        Script.play(MapCommand.begin(memory, List.of(SDA, SDB), exchange), """
                tell unsetprkey map dm-0 -> ok
                tell unsetprstatus map dm-0 -> ok
                ask sda sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 0 -> GOOD BUSY
                end BUSY
                """);
    }

    /** SDB was away when the map registered. */
    private void registerWithoutSdb() {
        play(new PrOutCommand.Register(ReservationKey.ZERO, A), """
                tell getprkey map dm-0 -> 0xa1
                ask sda sdb REGISTER 0 a1 -> GOOD AWAY
                ask sda READ_FULL_STATUS -> 1:a1
                tell setprstatus map dm-0 -> ok
                end GOOD
                """);
    }

    private void look(String text) {
        Script.play(MapCommand.look(memory, List.of(SDA, SDB)).orElseThrow(), text);
    }

    @Test
    void aPathThatCameBackIsRegisteredAndKnownFromThenOn() {
        assertThat(MapCommand.look(memory, List.of(SDA, SDB))).isEmpty();
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
        assertThat(MapCommand.look(memory, List.of(SDA, SDB))).isEmpty();
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
        assertThat(MapCommand.look(memory, List.of(SDA, SDB))).isEmpty();
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
        assertThat(MapCommand.look(memory, List.of(SDA, SDB))).isEmpty();
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
    void aRegistrationThatIgnoresKeysGivesBackWhatMultipathdHad() {
        play(new PrOutCommand.RegisterAndIgnoreExistingKey(A), """
                tell getprkey map dm-0 -> 0xb2
                tell setprkey map dm-0 key 0xa1 -> ok
                ask sda sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD BUSY
                ask sda REGISTER a1 b2 -> GOOD
                tell setprkey map dm-0 key 0xb2 -> ok
                end BUSY
                """);
        play(
                new PrOutCommand.RegisterAndIgnoreExistingKey(
                        ReservationKey.ZERO, A, RegisterOptions.NONE.withTransportIds(List.of(new TransportId.Sas(9)))),
                """
                tell getprkey map dm-0 -> 0xzz
                tell setprkey map dm-0 key 0xa1 -> ok
                ask sda REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD
                ask sdb REGISTER_AND_IGNORE_EXISTING_KEY 0 a1 -> GOOD
                ask sda READ_FULL_STATUS -> 1:a1 2:a1 9:a1
                tell setprstatus map dm-0 -> ok
                end GOOD
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
                tell setprstatus map dm-0 -> ok
                end GOOD
                """);
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
        assertThat(memory.missing(List.of(SDA, SDB))).containsExactly(SDA, SDB);
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
                tell setprstatus map dm-0 -> ok
                end GOOD
                """);
    }

    @Test
    void whatRegistersAgainKeepsPowerLossInMind() {
        play(new PrOutCommand.Register(ReservationKey.ZERO, A, RegisterOptions.NONE.withAptpl()), """
                tell getprkey map dm-0 -> none
                tell setprkey map dm-0 key 0xa1:aptpl -> ok
                ask sda sdb REGISTER 0 a1 -> GOOD GOOD
                ask sda READ_FULL_STATUS -> 1:a1 2:a1
                tell setprstatus map dm-0 -> ok
                end GOOD
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

    @Test
    void anAnswerEndsAnExchangeAsThePathDid() {
        ScsiExchange exchange = ScsiExchange.allocate();
        exchange.put(new byte[6], new byte[0]);
        exchange.good(new byte[] {1, 2});
        PathAnswer good = PathAnswer.of(exchange, PathAnswer.Reach.ANSWERED);
        exchange.begin(0);
        PathAnswer.of(Sense.INVALID_OPCODE, PathAnswer.Reach.ANSWERED).putInto(exchange);
        assertThat(PathAnswer.of(exchange, PathAnswer.Reach.ANSWERED)).hasToString("CHECK CONDITION (02h) 05/20/00");
        exchange.begin(0);
        good.putInto(exchange);
        assertThat(exchange.copyDataIn()).containsExactly(1, 2);
        assertThat(exchange.copySense()).containsOnly(0);
        assertThat(good).hasToString("GOOD (00h)");
        PathAnswer.of(ScsiStatus.BUSY).putInto(exchange);
        assertThat(exchange.status()).isEqualTo(ScsiStatus.BUSY.code());
    }
}
