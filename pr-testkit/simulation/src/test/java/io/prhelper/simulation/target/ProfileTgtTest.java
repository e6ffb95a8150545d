// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.core.scsi.Sense.RESERVATIONS_RELEASED;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationType;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only tgt does. */
final class ProfileTgtTest {
    private static final int SCOPE_AND_TYPE = 2;
    private static final int FLAGS = 16 + 20;
    private static final byte[] NO_DATA = {};

    private final Stage stage = Stage.of("tgt");

    private String unitCommand(SimulatedNexus nexus, int opcode) {
        return stage.send(nexus, new byte[] {(byte) opcode, 0, 0, 0, 0, 0, 0, 0, 0, 0}, NO_DATA);
    }

    private String requestSense(SimulatedNexus nexus) {
        return stage.send(nexus, new byte[] {3, 0, 0, 0, 18, 0}, NO_DATA);
    }

    @Test
    void capabilitiesSayNothingOfCommands() {
        stage.send(stage.alice, new PrInCommand(PrInAction.REPORT_CAPABILITIES, 8));
        assertThat(HexFormat.of().formatHex(stage.dataIn())).isEqualTo("00080080ea010000");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8})
    void anOptionBitIsRefusedBeforeAnythingElse(int bit) {
        PrOutCommand reserve = new PrOutCommand.Reserve(WRONG, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.alice, reserve, FLAGS, bit)).isEqualTo("05/24/00");
        PrOutCommand register = new PrOutCommand.Register(WRONG, A);
        assertThat(stage.sendChanged(stage.alice, register, FLAGS, bit)).isEqualTo("05/24/00");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x02, 0x11})
    void onlyReserveLooksAtTypeAndScope(int scopeAndType) {
        PrOutCommand reserve = new PrOutCommand.Reserve(A, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.alice, reserve, SCOPE_AND_TYPE, scopeAndType))
                .isEqualTo("05/24/00");
        PrOutCommand preempt = new PrOutCommand.Preempt(B, A, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.bob, preempt, SCOPE_AND_TYPE, scopeAndType))
                .isEqualTo(CONFLICT);
        stage.allRegistered();
        assertThat(stage.sendChanged(stage.bob, preempt, SCOPE_AND_TYPE, scopeAndType))
                .isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(B, C);
    }

    /** Unlike tgt, which then holds a reservation of that type. */
    @ParameterizedTest
    @ValueSource(ints = {0x02, 0x11})
    void aTypeThatDoesNotExistIsNotHeld(int scopeAndType) {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        PrOutCommand preempt = new PrOutCommand.Preempt(B, A, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.bob, preempt, SCOPE_AND_TYPE, scopeAndType))
                .isEqualTo("05/24/00");
        assertThat(stage.unit).isReservedBy(stage.alice, WRITE_EXCLUSIVE).hasOnlyKeys(A, B, C);
    }

    @Test
    void releaseComparesTheScope() {
        stage.allRegistered();
        PrOutCommand release = new PrOutCommand.Release(A, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.alice, release, SCOPE_AND_TYPE, 0x11))
                .isEqualTo(GOOD);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.alice, release, SCOPE_AND_TYPE, 0x11))
                .isEqualTo("05/26/04");
        assertThat(stage.unit).isReservedBy(stage.alice, WRITE_EXCLUSIVE);
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITE_EXCLUSIVE", "EXCLUSIVE_ACCESS"})
    void aReleaseIsToldToAllButTheOtherRegistrant(ReservationType type) {
        SimulatedNexus stranger = stage.carol;
        stage.register(stage.alice, ZERO, A);
        stage.register(stage.bob, ZERO, B);
        stage.reserve(stage.alice, A, type);
        assertThat(stage.release(stage.alice, A, type)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .hasPending(stage.alice, RESERVATIONS_RELEASED)
                .hasPending(stranger, RESERVATIONS_RELEASED);
        assertThat(stage.snapshot().attentionsOf(stage.bob.port())).isEmpty();
    }

    @Test
    void withTwoOtherRegistrantsTheSenderHearsOfItTwice() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        stage.release(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.unit)
                .hasPending(stage.alice, RESERVATIONS_RELEASED, RESERVATIONS_RELEASED)
                .hasPending(stage.bob, RESERVATIONS_RELEASED)
                .hasPending(stage.carol, RESERVATIONS_RELEASED);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WRITE_EXCLUSIVE", "EXCLUSIVE_ACCESS"})
    void aReleaseOfAnotherTypeIsToldToNobody(ReservationType type) {
        stage.reservedByAlice(type);
        stage.release(stage.alice, A, type);
        assertThat(stage.unit).isNotReserved().hasNothingPending();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WRITE_EXCLUSIVE_ALL_REGISTRANTS", "EXCLUSIVE_ACCESS_ALL_REGISTRANTS"})
    void theEndOfAHoldersRegistrationIsToldLikeThat(ReservationType type) {
        stage.register(stage.alice, ZERO, A);
        stage.register(stage.bob, ZERO, B);
        stage.reserve(stage.alice, A, type);
        stage.register(stage.alice, A, ZERO);
        assertThat(stage.unit)
                .hasPending(stage.alice, RESERVATIONS_RELEASED)
                .hasPending(stage.carol, RESERVATIONS_RELEASED);
        assertThat(stage.snapshot().attentionsOf(stage.bob.port())).isEmpty();
    }

    @Test
    void moreAttentionsThanThereIsRoomForAreLost() {
        stage.register(stage.alice, ZERO, A);
        stage.register(stage.bob, ZERO, B);
        for (int i = 0; i < 17; i++) {
            stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
            stage.release(stage.alice, A, WRITE_EXCLUSIVE);
            assertThat(stage.testUnitReady(stage.alice)).isEqualTo("06/2A/04");
        }
        assertThat(stage.snapshot().attentionsOf(stage.carol.port()))
                .hasSize(16)
                .containsOnly(RESERVATIONS_RELEASED);
    }

    @Test
    void requestSenseEndsWithAnAttentionThatStays() {
        assertThat(requestSense(stage.bob)).isEqualTo(GOOD);
        stage.allRegistered();
        stage.clear(stage.alice, A);
        assertThat(requestSense(stage.bob)).isEqualTo("06/2A/03");
        assertThat(requestSense(stage.bob)).isEqualTo("06/2A/03");
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo("06/2A/03");
        assertThat(requestSense(stage.bob)).isEqualTo(GOOD);
    }

    @Test
    void preemptWithKeyZeroOfAReservationOfOneHolder() {
        stage.reservedByAlice(EXCLUSIVE_ACCESS);
        assertThat(stage.preempt(stage.bob, B, ZERO, EXCLUSIVE_ACCESS)).isEqualTo("05/24/00");
        assertThat(stage.unit).hasOnlyKeys(A, B, C);
    }

    @Test
    void anAllRegistrantsReservationDoesNotDangleOnASenderThatStays() {
        stage.reservedByAlice(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(stage.preempt(stage.alice, A, A, WRITE_EXCLUSIVE_ALL_REGISTRANTS))
                .isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(A, B, C);
        stage.register(stage.alice, A, ZERO);
        stage.register(stage.bob, B, ZERO);
        stage.register(stage.carol, C, ZERO);
        assertThat(stage.unit).isNotReserved();
    }

    /** RESERVE(6) and RELEASE(6) beside a reservation; PERSISTENT RESERVE beside RESERVE(6). */
    @Test
    void theTwoKindsOfReservationTakeNoNoticeOfEachOther() {
        stage.reservedByAlice(EXCLUSIVE_ACCESS);
        assertThat(unitCommand(stage.bob, 0x16)).isEqualTo(GOOD);
        assertThat(stage.testUnitReady(stage.alice)).isEqualTo(CONFLICT);
        assertThat(stage.register(stage.carol, C, B)).isEqualTo(GOOD);
        assertThat(stage.report(stage.carol, PrInAction.READ_KEYS)).isNotNull();
        assertThat(unitCommand(stage.alice, 0x17)).isEqualTo(GOOD);
        assertThat(stage.snapshot().spc2Holder()).contains(stage.bob.port());
        assertThat(unitCommand(stage.bob, 0x17)).isEqualTo(GOOD);
        assertThat(stage.testUnitReady(stage.alice)).isEqualTo(GOOD);
    }

    @ParameterizedTest
    @CsvSource({"86", "87"})
    void theLongFormsOfSpc2ReserveAreUnknown(int opcode) {
        assertThat(unitCommand(stage.alice, 0x16)).isEqualTo(GOOD);
        assertThat(unitCommand(stage.alice, opcode)).isEqualTo("05/20/00");
        assertThat(unitCommand(stage.bob, opcode)).isEqualTo("05/20/00");
    }
}
