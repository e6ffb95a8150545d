// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** istgt: a list of registrations, and a reservation that is a key. */
final class ProfileIstgtTest {
    private static final int SCOPE_AND_TYPE = 2;
    private static final int FLAGS = 16 + 20;

    private final Stage stage = Stage.of("istgt");

    private Optional<ReservationKey> keyOf(SimulatedNexus nexus) {
        return stage.snapshot().keyOf(nexus.port());
    }

    private String hex(PrInAction action) {
        assertThat(stage.send(stage.carol, new PrInCommand(action, 255))).isEqualTo(GOOD);
        return HexFormat.of().formatHex(stage.dataIn());
    }

    private String reserved() {
        return hex(PrInAction.READ_RESERVATION).substring(8);
    }

    @Test
    void capabilitiesNameNoType() {
        assertThat(hex(PrInAction.REPORT_CAPABILITIES)).isEqualTo("00080c0000000000");
    }

    @Test
    void aPortIsItsNameAlone() {
        stage.register(stage.carol, ZERO, C);
        hex(PrInAction.READ_FULL_STATUS);
        byte[] name = Arrays.copyOfRange(stage.dataIn(), 32, stage.dataIn().length);
        assertThat(new String(name, StandardCharsets.US_ASCII)).isEqualTo("iqn.2026-01.example:carol,i,0x008000000001");
        // Others have no other name.
        stage.register(stage.bob, ZERO, B);
        hex(PrInAction.READ_FULL_STATUS);
        assertThat(stage.dataIn()).hasSize(8 + 24 + name.length + 24 + 24);
    }

    @Test
    void thePreemptedKeyStaysAndThePreemptorsIsGone() {
        stage.register(stage.alice, ZERO, A);
        stage.register(stage.bob, ZERO, B);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        assertThat(stage.preempt(stage.bob, B, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY))
                .isEqualTo(GOOD);
        assertThat(stage.unit).hasGeneration(3).hasNothingPending().hasOnlyKeys(A);
        assertThat(keyOf(stage.bob)).contains(A);
        assertThat(reserved()).isEqualTo("00000010000000000000000b0000000000050000");
        assertThat(stage.register(stage.bob, B, C)).isEqualTo(CONFLICT);
        assertThat(stage.registerAndIgnore(stage.bob, B)).isEqualTo(GOOD);
        assertThat(stage.release(stage.bob, B, WRITE_EXCLUSIVE_REGISTRANTS_ONLY))
                .isEqualTo(GOOD);
        assertThat(stage.unit).isNotReserved();
    }

    @Test
    void aChangedKeyMovesTheOthers() {
        stage.allRegistered();
        assertThat(stage.register(stage.alice, A, WRONG)).isEqualTo(GOOD);
        assertThat(keyOf(stage.bob)).contains(A);
        assertThat(keyOf(stage.carol)).contains(B);
        assertThat(keyOf(stage.alice)).contains(WRONG);
        assertThat(stage.unit).hasGeneration(4);
        assertThat(stage.register(stage.carol, B, ZERO)).isEqualTo(GOOD);
        assertThat(stage.unit).hasGeneration(4).hasOnlyKeys(A, B);
    }

    @Test
    void aReservationOutlivesItsHolder() {
        stage.reservedByAlice(EXCLUSIVE_ACCESS);
        assertThat(stage.register(stage.alice, A, ZERO)).isEqualTo(GOOD);
        assertThat(reserved()).isEqualTo("00000010000000000000000a0000000000030000");
        // Bob has Alice's key now, which is all it takes to write, but not to release.
        assertThat(stage.write(stage.bob, (byte) 1)).isEqualTo(GOOD);
        assertThat(stage.write(stage.carol, (byte) 1)).isEqualTo(CONFLICT);
        assertThat(stage.write(stage.alice, (byte) 1)).isEqualTo(CONFLICT);
        assertThat(stage.release(stage.bob, A, EXCLUSIVE_ACCESS)).isEqualTo("05/26/04");
        assertThat(stage.clear(stage.carol, WRONG)).isEqualTo(GOOD);
        assertThat(stage.unit).isNotReserved().hasNoRegistrations().hasGeneration(3);
    }

    @Test
    void keyZeroPassesForAnyRegistrant() {
        stage.register(stage.alice, ZERO, A);
        assertThat(stage.reserve(stage.alice, WRONG, WRITE_EXCLUSIVE)).isEqualTo(CONFLICT);
        assertThat(stage.reserve(stage.alice, ZERO, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit).isNotReserved();
        assertThat(stage.reserve(stage.alice, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.release(stage.alice, ZERO, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit).isNotReserved();
        assertThat(stage.register(stage.alice, WRONG, B)).isEqualTo(CONFLICT);
        assertThat(stage.register(stage.alice, ZERO, B)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(B);
    }

    @Test
    void theHolderMayReserveAnyTypeWithoutEffect() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.reserve(stage.alice, A, EXCLUSIVE_ACCESS)).isEqualTo(GOOD);
        assertThat(stage.reserve(stage.bob, B, WRITE_EXCLUSIVE)).isEqualTo(CONFLICT);
        assertThat(stage.release(stage.bob, B, WRITE_EXCLUSIVE)).isEqualTo("05/26/04");
        assertThat(stage.release(stage.alice, A, EXCLUSIVE_ACCESS)).isEqualTo("05/26/04");
        assertThat(stage.unit).isReservedBy(stage.alice, WRITE_EXCLUSIVE);
    }

    @Test
    void aReleaseOfNothingIsGood() {
        stage.allRegistered();
        assertThat(stage.release(stage.alice, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x02, 0x11})
    void typeAndScopeAreLookedAtLast(int scopeAndType) {
        PrOutCommand reserve = new PrOutCommand.Reserve(A, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.alice, reserve, SCOPE_AND_TYPE, scopeAndType))
                .isEqualTo(CONFLICT);
        stage.allRegistered();
        assertThat(stage.sendChanged(stage.alice, reserve, SCOPE_AND_TYPE, scopeAndType))
                .isEqualTo("05/24/00");
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        PrOutCommand release = new PrOutCommand.Release(A, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.alice, release, SCOPE_AND_TYPE, scopeAndType))
                .isEqualTo("05/24/00");
        // The registration has ended by then.
        PrOutCommand preempt = new PrOutCommand.Preempt(B, A, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.bob, preempt, SCOPE_AND_TYPE, scopeAndType))
                .isEqualTo("05/24/00");
        assertThat(stage.unit).hasOnlyKeys(A, B).hasGeneration(3);
    }

    @Test
    void whatPreemptRemovesWithNothingHeldIsCounted() {
        stage.allRegistered();
        assertThat(stage.preempt(stage.alice, WRONG, B, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(A, B).hasGeneration(4);
        assertThat(keyOf(stage.bob)).isEmpty();
        assertThat(keyOf(stage.carol)).contains(B);
        assertThat(stage.preempt(stage.alice, A, WRONG, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(A, B).hasGeneration(5);
        // Every other one.
        stage.registerAndIgnore(stage.bob, C);
        assertThat(stage.preempt(stage.alice, A, ZERO, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(A);
        assertThat(keyOf(stage.carol)).contains(A);
    }

    @Test
    void whatPreemptRemovesBesideAReservationIsNot() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.preempt(stage.bob, B, ZERO, WRITE_EXCLUSIVE)).isEqualTo("05/26/00");
        assertThat(stage.preempt(stage.bob, B, C, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(A, B).hasGeneration(3).isReservedBy(stage.alice, WRITE_EXCLUSIVE);
        // With a wrong key it takes nothing over.
        assertThat(stage.preempt(stage.bob, WRONG, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(A).hasGeneration(3);
    }

    @Test
    void aTakeoverWithKeyZeroEndsTheReservation() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.preempt(stage.bob, ZERO, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit).isNotReserved().hasOnlyKeys(A, B).hasGeneration(4);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void anAllRegistrantsReservationIsTakenOverFromNobody(boolean abort) {
        stage.reservedByAlice(EXCLUSIVE_ACCESS_ALL_REGISTRANTS);
        assertThat(reserved()).isEqualTo("00000010000000000000000a0000000000080000");
        assertThat(stage.preempt(stage.bob, B, C, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(A, B).hasGeneration(4);
        String end = abort
                ? stage.preemptAndAbort(stage.bob, B, ZERO, WRITE_EXCLUSIVE)
                : stage.preempt(stage.bob, B, ZERO, WRITE_EXCLUSIVE);
        assertThat(end).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(A, B).hasGeneration(5).isReservedBy(stage.bob, WRITE_EXCLUSIVE);
    }

    @Test
    void ofTheFlagsOnlyApltpAndPortsAreRefused() {
        RegisterOptions none = RegisterOptions.NONE;
        RegisterOptions ports = none.withTransportIds(List.of(stage.bob.initiator()));
        assertThat(stage.register(stage.alice, ZERO, A, none.withAptpl())).isEqualTo("05/26/00");
        assertThat(stage.register(stage.alice, ZERO, A, ports)).isEqualTo("05/26/00");
        PrOutCommand register = new PrOutCommand.Register(ZERO, A);
        assertThat(stage.sendChanged(stage.alice, register, FLAGS, 8)).isEqualTo("05/26/00");
        assertThat(stage.register(stage.alice, ZERO, ZERO, ports)).isEqualTo(GOOD);
        assertThat(stage.register(stage.alice, ZERO, A, none.withTransportIds(List.of())))
                .isEqualTo(GOOD);
        assertThat(stage.register(stage.alice, A, B, ports)).isEqualTo("05/24/00");
        assertThat(stage.register(stage.bob, ZERO, B, none.withAllTgPt())).isEqualTo(GOOD);
        assertThat(stage.register(stage.carol, WRONG, C)).isEqualTo(CONFLICT);
        assertThat(stage.unit).hasOnlyKeys(A, B);
    }

    @Test
    void registerAndIgnoreTakesNoPorts() {
        PrOutCommand ignore = new PrOutCommand.RegisterAndIgnoreExistingKey(A);
        assertThat(stage.sendChanged(stage.alice, ignore, FLAGS, 1)).isEqualTo("05/26/00");
        assertThat(stage.sendChanged(stage.alice, ignore, FLAGS, 8)).isEqualTo("05/24/00");
        PrOutCommand leave = new PrOutCommand.RegisterAndIgnoreExistingKey(ZERO);
        assertThat(stage.sendChanged(stage.alice, leave, FLAGS, 8)).isEqualTo(GOOD);
        stage.register(stage.alice, ZERO, A);
        assertThat(stage.sendChanged(stage.alice, leave, FLAGS, 8)).isEqualTo("05/24/00");
        assertThat(stage.unit).hasOnlyKeys(A).hasGeneration(1);
    }

    @Test
    void onlyRegistrantsMayClearAndPreempt() {
        stage.register(stage.alice, ZERO, A);
        assertThat(stage.clear(stage.bob, ZERO)).isEqualTo(CONFLICT);
        assertThat(stage.preempt(stage.bob, ZERO, A, WRITE_EXCLUSIVE)).isEqualTo(CONFLICT);
        assertThat(stage.release(stage.bob, ZERO, WRITE_EXCLUSIVE)).isEqualTo(CONFLICT);
        assertThat(stage.move(stage.alice, A, B, false, stage.bob)).isEqualTo("05/24/00");
        assertThat(stage.unit).hasOnlyKeys(A);
    }

    @ParameterizedTest
    @CsvSource({"25, GOOD", "23, 05/24/00"})
    void aListOfAnotherLength(int length, String end) {
        stage.register(stage.alice, ZERO, A);
        PrOutCommand clear = new PrOutCommand.Clear(A);
        byte[] cdb = clear.cdb();
        cdb[8] = (byte) length;
        assertThat(stage.send(stage.alice, cdb, Arrays.copyOf(clear.dataOut(), length)))
                .isEqualTo(end);
    }
}
