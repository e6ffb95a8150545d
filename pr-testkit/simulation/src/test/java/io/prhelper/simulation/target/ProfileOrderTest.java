// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.TransportId;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which mistake of PERSISTENT RESERVE OUT targets in use see first. */
final class ProfileOrderTest {
    private static final int SCOPE_AND_TYPE = 2;
    private static final int LIST_LENGTH = 8;
    private static final int FLAGS = 16 + 20;
    private static final int SERVICE_ACTION = 1;

    /** Dave is not registered. */
    private static SimulatedNexus dave(Stage stage) {
        return stage.target.nexus(new TransportId.Sas(0xd), 0);
    }

    /** A type that does not exist, then a scope that does not. */
    @ParameterizedTest
    @CsvSource({
        "strict-spc5, CONFLICT, CONFLICT, CONFLICT",
        "lio, 05/24/00, 05/24/00, 02/08/00",
        "lio-7, 05/24/00, CONFLICT, 02/08/00",
        "scst, 05/24/00, 05/24/00, 05/24/00"
    })
    void typeAndScopeOfAnUnregisteredNexus(String profile, String reserve, String preempt, String scope) {
        Stage stage = Stage.of(profile);
        PrOutCommand reserving = new PrOutCommand.Reserve(A, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.alice, reserving, SCOPE_AND_TYPE, 2)).isEqualTo(reserve);
        assertThat(stage.sendChanged(stage.alice, new PrOutCommand.Preempt(A, B, WRITE_EXCLUSIVE), SCOPE_AND_TYPE, 2))
                .isEqualTo(preempt);
        assertThat(stage.sendChanged(stage.alice, reserving, SCOPE_AND_TYPE, 0x11))
                .isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 05/24/00, 05/24/00", "lio, 05/24/00, 05/24/00", "lio-7, 05/26/00, 05/24/00"})
    void aServiceActionKeyOfZeroBesideABadType(String profile, String unreserved, String shared) {
        Stage stage = Stage.of(profile).allRegistered();
        PrOutCommand preempt = new PrOutCommand.Preempt(B, ZERO, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.bob, preempt, SCOPE_AND_TYPE, 2)).isEqualTo(unreserved);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.bob, preempt, SCOPE_AND_TYPE, 2)).isEqualTo(unreserved);
        stage.release(stage.alice, A, WRITE_EXCLUSIVE);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(stage.sendChanged(stage.bob, preempt, SCOPE_AND_TYPE, 2)).isEqualTo(shared);
    }

    /** LIO sees who holds the reservation before it looks at the list. */
    @ParameterizedTest
    @CsvSource({"strict-spc5, 05/1A/00, 05/24/00", "lio, CONFLICT, CONFLICT"})
    void aBadListWhileAnotherHoldsTheReservation(String profile, String list, String unknown) {
        Stage stage = Stage.of(profile).reservedByAlice(EXCLUSIVE_ACCESS);
        SimulatedNexus dave = dave(stage);
        PrOutCommand clear = new PrOutCommand.Clear(A);
        assertThat(stage.sendChanged(dave, clear, LIST_LENGTH, 16)).isEqualTo(list);
        assertThat(stage.sendChanged(dave, clear, SERVICE_ACTION, 0x1f)).isEqualTo(unknown);
        assertThat(stage.sendChanged(stage.bob, clear, SERVICE_ACTION, 0x1f)).isEqualTo(unknown);
        // The holder's own is looked at.
        assertThat(stage.sendChanged(stage.alice, clear, LIST_LENGTH, 16)).isEqualTo("05/1A/00");
        assertThat(stage.sendChanged(stage.alice, clear, SERVICE_ACTION, 0x1f)).isEqualTo("05/24/00");
    }

    /** Which types let a registrant on, and an unregistered nexus with nothing to write. */
    @ParameterizedTest
    @CsvSource({
        "WRITE_EXCLUSIVE, CONFLICT, CONFLICT, 05/1A/00",
        "EXCLUSIVE_ACCESS, CONFLICT, CONFLICT, CONFLICT",
        "WRITE_EXCLUSIVE_REGISTRANTS_ONLY, 05/24/00, 05/1A/00, 05/1A/00",
        "EXCLUSIVE_ACCESS_REGISTRANTS_ONLY, 05/24/00, 05/1A/00, CONFLICT",
        "WRITE_EXCLUSIVE_ALL_REGISTRANTS, 05/24/00, 05/1A/00, 05/1A/00"
    })
    void whatLioLetsOnUnderAReservation(ReservationType type, String reserve, String empty, String unregistered) {
        Stage stage = Stage.of("lio").reservedByAlice(type);
        PrOutCommand bobs = new PrOutCommand.Reserve(B, type);
        assertThat(stage.sendChanged(stage.bob, bobs, SCOPE_AND_TYPE, 2)).isEqualTo(reserve);
        assertThat(stage.sendChanged(stage.bob, bobs, LIST_LENGTH, 0)).isEqualTo(empty);
        SimulatedNexus dave = dave(stage);
        for (PrOutCommand davids : List.of(bobs, new PrOutCommand.Clear(A), new PrOutCommand.Release(A, type))) {
            assertThat(stage.sendChanged(dave, davids, LIST_LENGTH, 0)).isEqualTo(unregistered);
            assertThat(stage.send(dave, davids)).isEqualTo(CONFLICT);
        }
        assertThat(stage.preempt(dave, A, B, type)).isEqualTo(CONFLICT);
        assertThat(stage.preemptAndAbort(dave, A, B, type)).isEqualTo(CONFLICT);
        assertThat(stage.move(dave, A, B, false, stage.bob)).isEqualTo(CONFLICT);
        assertThat(stage.registerAndIgnore(dave, A)).isEqualTo(GOOD);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 05/24/00", "lio, 05/1A/00"})
    void anUnknownServiceActionWithABadList(String profile, String end) {
        Stage stage = Stage.of(profile);
        byte[] cdb = new PrOutCommand.Clear(A).cdb();
        cdb[SERVICE_ACTION] = 0x1f;
        cdb[LIST_LENGTH] = 8;
        assertThat(stage.send(stage.alice, cdb, new byte[8])).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 05/24/00, 05/24/00, 05/26/04", "lio, GOOD, GOOD, CONFLICT"})
    void aScopeOfRelease(String profile, String unreserved, String other, String holder) {
        Stage stage = Stage.of(profile).allRegistered();
        PrOutCommand bobs = new PrOutCommand.Release(B, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.bob, bobs, SCOPE_AND_TYPE, 0x11)).isEqualTo(unreserved);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.bob, bobs, SCOPE_AND_TYPE, 0x11)).isEqualTo(other);
        PrOutCommand own = new PrOutCommand.Release(A, WRITE_EXCLUSIVE);
        int wrong = profile.equals("lio") ? 0x11 : 0x03;
        assertThat(stage.sendChanged(stage.alice, own, SCOPE_AND_TYPE, wrong)).isEqualTo(holder);
    }

    /** SCST: CONFLICT before the list, but not before the type of RESERVE. */
    @Test
    void scstLooksForTheRegistrationFirst() {
        Stage stage = Stage.of("scst");
        for (PrOutCommand command : List.of(
                new PrOutCommand.Reserve(A, WRITE_EXCLUSIVE),
                new PrOutCommand.Release(A, WRITE_EXCLUSIVE),
                new PrOutCommand.Clear(A),
                new PrOutCommand.Preempt(A, B, WRITE_EXCLUSIVE))) {
            assertThat(stage.sendChanged(stage.alice, command, FLAGS, 0x04)).isEqualTo(CONFLICT);
            assertThat(stage.sendChanged(stage.alice, command, FLAGS, 0x08)).isEqualTo(CONFLICT);
        }
        assertThat(stage.replaceLost(stage.alice, ZERO, A, WRITE_EXCLUSIVE)).isEqualTo(CONFLICT);
        stage.register(stage.alice, ZERO, A);
        assertThat(stage.sendChanged(stage.alice, new PrOutCommand.Clear(A), FLAGS, 0x04))
                .isEqualTo("05/26/00");
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 05/1A/00, CONFLICT", "scst, GOOD, GOOD"})
    void scstTakesAnEmptyListAndLooksAtTheKeyOfAReleaseLate(String profile, String empty, String release) {
        Stage stage = Stage.of(profile).allRegistered();
        assertThat(stage.send(stage.alice, new byte[] {0x5f, 3, 0, 0, 0, 0, 0, 0, 0, 0}, new byte[0]))
                .isEqualTo(empty);
        assertThat(stage.unit).hasOnlyKeys(A, B, C);
        assertThat(stage.release(stage.alice, WRONG, WRITE_EXCLUSIVE)).isEqualTo(release);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.release(stage.bob, WRONG, WRITE_EXCLUSIVE)).isEqualTo(CONFLICT);
    }

    /** The bits that it does not know, ignored but in RESERVE. */
    @Test
    void spdkRefusesOptionBitsInReserve() {
        Stage stage = Stage.of("spdk").allRegistered();
        for (int bit : new int[] {0x01, 0x04}) {
            assertThat(stage.sendChanged(dave(stage), new PrOutCommand.Reserve(A, WRITE_EXCLUSIVE), FLAGS, bit))
                    .isEqualTo("05/24/00");
        }
        assertThat(stage.reserve(stage.alice, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.sendChanged(stage.bob, new PrOutCommand.Clear(B), FLAGS, 0x04))
                .isEqualTo(GOOD);
    }

    /** LIO looks at where a reservation is to go before it looks for one. */
    @ParameterizedTest
    @CsvSource({
        "strict-spc5, 05/24/00, 05/24/00, 05/24/00, 05/1A/00, CONFLICT",
        "lio, 05/24/00, 05/26/00, 05/26/00, 05/26/00, 05/26/00"
    })
    void whereAReservationIsToGo(
            String profile, String right, String zero, String itself, String length, String shared) {
        Stage stage = Stage.of(profile).allRegistered();
        PrOutCommand toBob = new PrOutCommand.RegisterAndMove(A, B, false, false, 1, stage.bob.initiator());
        assertThat(stage.send(stage.alice, toBob)).isEqualTo(right);
        assertThat(stage.move(stage.alice, A, ZERO, false, stage.bob)).isEqualTo(zero);
        assertThat(stage.move(stage.alice, A, B, false, stage.alice)).isEqualTo(itself);
        assertThat(stage.sendChanged(stage.alice, toBob, 16 + 23, 20)).isEqualTo(length);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(stage.sendChanged(stage.alice, toBob, 16 + 24, 0x0f)).isEqualTo(shared);
        assertThat(stage.sendChanged(stage.alice, toBob, 16 + 24, 0x05)).isEqualTo(shared);
        assertThat(stage.sendChanged(stage.alice, toBob, 16 + 19, 7)).isEqualTo(shared);
        assertThat(stage.send(stage.alice, toBob)).isEqualTo(CONFLICT);
    }

    /** LIO knows the name of an initiator as where to go, the simulation only ports. */
    @Test
    void lioKnowsNames() {
        Stage stage = Stage.of("lio").allRegistered();
        PrOutCommand toName = new PrOutCommand.RegisterAndMove(
                A, B, false, false, 1, new TransportId.IscsiName("iqn.2026-01.example:carol"));
        assertThat(stage.send(stage.alice, toName)).isEqualTo("05/24/00");
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        assertThat(stage.send(stage.alice, toName)).isEqualTo("05/26/00");
    }

    /** A list for SPEC_I_PT is looked at when there is something to register. */
    @ParameterizedTest
    @CsvSource({"strict-spc5, 05/26/00, 05/1A/00, 05/1A/00", "lio, GOOD, 05/26/00, 05/26/00"})
    void aListOfPorts(String profile, String nothing, String shortened, String ignoring) {
        Stage stage = Stage.of(profile);
        RegisterOptions none = RegisterOptions.NONE.withTransportIds(List.of());
        PrOutCommand idle = new PrOutCommand.Register(ZERO, ZERO, none);
        assertThat(stage.sendChanged(stage.alice, idle, 16 + 27, 4)).isEqualTo(nothing);
        PrOutCommand register = new PrOutCommand.Register(ZERO, A, none);
        assertThat(stage.sendChanged(stage.alice, register, LIST_LENGTH, 24)).isEqualTo(shortened);
        assertThat(stage.sendChanged(stage.alice, register, 16 + 27, 4)).isEqualTo("05/26/00");
        PrOutCommand ignore = new PrOutCommand.RegisterAndIgnoreExistingKey(ZERO, A, none);
        assertThat(stage.sendChanged(stage.alice, ignore, LIST_LENGTH, 24)).isEqualTo(ignoring);
        assertThat(stage.send(stage.alice, register)).isEqualTo(GOOD);
    }

    @ParameterizedTest
    @EnumSource(ReservationType.class)
    void lioLetsNobodyReserveBesideItButTheMaker(ReservationType type) {
        Stage stage = Stage.of("lio").reservedByAlice(type);
        for (byte opcode : new byte[] {0x16, 0x17}) {
            assertThat(stage.send(stage.alice, new byte[] {opcode, 0, 0, 0, 0, 0}, new byte[0]))
                    .isEqualTo(GOOD);
            assertThat(stage.send(stage.bob, new byte[] {opcode, 0, 0, 0, 0, 0}, new byte[0]))
                    .isEqualTo(CONFLICT);
        }
        stage.release(stage.alice, A, type);
        assertThat(stage.send(stage.alice, new byte[] {0x16, 0, 0, 0, 0, 0}, new byte[0]))
                .isEqualTo(CONFLICT);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD, CONFLICT", "lio, CONFLICT, CONFLICT", "scst, GOOD, GOOD"})
    void whatSpc2ReserveLetsPass(String profile, String free, String testUnitReady) {
        Stage stage = Stage.of(profile);
        stage.send(stage.alice, new byte[] {0x16, 0, 0, 0, 0, 0}, new byte[0]);
        for (SimulatedNexus nexus : List.of(stage.alice, stage.bob)) {
            boolean own = nexus.equals(stage.alice);
            assertThat(stage.send(nexus, new byte[] {0x03, 0, 0, 0, 18, 0}, new byte[0]))
                    .isEqualTo(own ? GOOD : free);
            assertThat(stage.send(nexus, new byte[] {(byte) 0xa0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0}, new byte[0]))
                    .isEqualTo(own ? GOOD : free);
            assertThat(stage.testUnitReady(nexus)).isEqualTo(own ? GOOD : testUnitReady);
            assertThat(stage.send(nexus, new byte[] {0x12, 0, 0, 0, 36, 0}, new byte[0]))
                    .isEqualTo(GOOD);
        }
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, CONFLICT", "spdk-old, CONFLICT", "spdk, GOOD"})
    void spdkLetsEverybodyWriteUnderAllRegistrants(String profile, String end) {
        Stage stage = Stage.of(profile).reservedByAlice(EXCLUSIVE_ACCESS_ALL_REGISTRANTS);
        assertThat(stage.write(dave(stage), (byte) 1)).isEqualTo(end);
        stage.release(stage.alice, A, EXCLUSIVE_ACCESS_ALL_REGISTRANTS);
        stage.reserve(stage.alice, A, EXCLUSIVE_ACCESS_REGISTRANTS_ONLY);
        assertThat(stage.write(dave(stage), (byte) 1)).isEqualTo(CONFLICT);
    }

    /** What REQUEST SENSE reports of two unit attentions, and what is pending afterwards. */
    @ParameterizedTest
    @CsvSource({"strict-spc5, 000000, 06/2A/04", "lio, 062a04, GOOD", "lio-7, 062a04, GOOD"})
    void requestSenseAndUnitAttentions(String profile, String reported, String pending) {
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        stage.release(stage.alice, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        stage.clear(stage.alice, A);
        byte[] requestSense = {0x03, 0, 0, 0, 18, 0};
        assertThat(stage.send(stage.bob, requestSense, new byte[0])).isEqualTo(GOOD);
        byte[] sense = stage.dataIn();
        assertThat(HexFormat.of().formatHex(new byte[] {sense[2], sense[12], sense[13]}))
                .isEqualTo(reported);
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo(pending);
        assertThat(stage.send(stage.alice, requestSense, new byte[0])).isEqualTo(GOOD);
        assertThat(stage.dataIn()[2]).isZero();
    }

    /** Where a preemption removes registrations only, Linux 7 ignores scope and type, as the standard says. */
    @Test
    void lio7LooksAtScopeAndTypeOfATakeover() {
        Stage stage = Stage.of("lio-7").allRegistered();
        PrOutCommand ofCarol = new PrOutCommand.Preempt(B, C, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.bob, ofCarol, SCOPE_AND_TYPE, 0x12)).isEqualTo(GOOD);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        PrOutCommand ofAlice = new PrOutCommand.Preempt(B, A, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.bob, ofAlice, SCOPE_AND_TYPE, 0x02)).isEqualTo("05/24/00");
        assertThat(stage.sendChanged(stage.bob, ofAlice, SCOPE_AND_TYPE, 0x11)).isEqualTo("05/26/00");
        assertThat(stage.unit).hasOnlyKeys(A, B).isReservedBy(stage.alice, WRITE_EXCLUSIVE);
    }

    /** Commands that everybody may always send do not mind that information was lost. */
    @Test
    void inquiryOfAUnitThatLostItsInformation() {
        Stage stage = new Stage();
        stage.unit.loseReservationInformation();
        assertThat(stage.send(stage.alice, new byte[] {0x12, 0, 0, 0, 36, 0}, new byte[0]))
                .isEqualTo(GOOD);
        assertThat(stage.testUnitReady(stage.alice)).isEqualTo("07/44/01");
    }
}
