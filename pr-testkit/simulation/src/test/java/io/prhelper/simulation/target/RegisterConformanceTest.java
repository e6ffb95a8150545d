// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.core.scsi.Sense.RESERVATIONS_RELEASED;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.TransportId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** REGISTER and REGISTER AND IGNORE EXISTING KEY (SPC-5, 5.14.7 and 5.14.11.3). */
final class RegisterConformanceTest {
    private final Stage stage = new Stage();

    @Test
    void anUnregisteredNexusWithAKeyConflicts() {
        assertThat(stage.register(stage.alice, A, B)).isEqualTo(CONFLICT);
        assertThat(stage.unit).hasNoRegistrations().hasGeneration(0);
    }

    @Test
    void anUnregisteredNexusThatUnregistersGetsGoodAndNothingHappens() {
        assertThat(stage.register(stage.alice, ZERO, ZERO)).isEqualTo(GOOD);
        assertThat(stage.unit).hasNoRegistrations().hasGeneration(0);
    }

    @Test
    void anIdleRegisterCountsWhereTheSwitchSaysSo() {
        Stage counting = new Stage(TargetConfiguration.strictSpc5().with(Feature.COUNT_IDLE_REGISTER));
        assertThat(counting.register(counting.alice, ZERO, ZERO)).isEqualTo(GOOD);
        assertThat(counting.registerAndIgnore(counting.alice, ZERO)).isEqualTo(GOOD);
        assertThat(counting.unit).hasNoRegistrations().hasGeneration(2);
    }

    @Test
    void anUnregisteredNexusRegisters() {
        assertThat(stage.register(stage.alice, ZERO, A)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .hasRegistered(stage.alice, A)
                .hasOnlyKeys(A)
                .hasGeneration(1)
                .hasNothingPending();
    }

    @Test
    void severalNexusesMayHaveTheSameKey() {
        stage.register(stage.alice, ZERO, A);
        assertThat(stage.register(stage.bob, ZERO, A)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(A, A);
    }

    @Test
    void theRightKeyIsReplacedAlsoTheHolders() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.register(stage.alice, A, C)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .hasRegistered(stage.alice, C)
                .isReservedBy(stage.alice, WRITE_EXCLUSIVE)
                .hasGeneration(4);
        assertThat(stage.snapshot().reservation().orElseThrow().key()).contains(C);
    }

    @Test
    void aWrongKeyConflicts() {
        stage.allRegistered();
        assertThat(stage.register(stage.alice, WRONG, C)).isEqualTo(CONFLICT);
        assertThat(stage.register(stage.alice, ZERO, C)).isEqualTo(CONFLICT);
        assertThat(stage.unit).hasRegistered(stage.alice, A).hasGeneration(3);
    }

    @Test
    void theRightKeyUnregisters() {
        stage.allRegistered();
        assertThat(stage.register(stage.alice, A, ZERO)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(B, C).hasGeneration(4).hasNothingPending();
    }

    @ParameterizedTest
    @EnumSource(
            value = ReservationType.class,
            names = {"WRITE_EXCLUSIVE", "EXCLUSIVE_ACCESS"})
    void aHolderThatUnregistersReleasesInSilence(ReservationType type) {
        stage.reservedByAlice(type);
        assertThat(stage.register(stage.alice, A, ZERO)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .isNotReserved()
                .hasOnlyKeys(B, C)
                .hasGeneration(4)
                .hasNothingPending();
    }

    @ParameterizedTest
    @EnumSource(
            value = ReservationType.class,
            names = {"WRITE_EXCLUSIVE_REGISTRANTS_ONLY", "EXCLUSIVE_ACCESS_REGISTRANTS_ONLY"})
    void aRegistrantsOnlyHolderThatUnregistersTellsTheRegistrantsLeft(ReservationType type) {
        stage.reservedByAlice(type);
        assertThat(stage.register(stage.alice, A, ZERO)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .isNotReserved()
                .hasPending(stage.alice)
                .hasPending(stage.bob, RESERVATIONS_RELEASED)
                .hasPending(stage.carol, RESERVATIONS_RELEASED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReservationType.class,
            names = {"WRITE_EXCLUSIVE_ALL_REGISTRANTS", "EXCLUSIVE_ACCESS_ALL_REGISTRANTS"})
    void anAllRegistrantsReservationEndsWithItsLastRegistrant(ReservationType type) {
        stage.reservedByAlice(type);
        stage.register(stage.alice, A, ZERO);
        stage.register(stage.bob, B, ZERO);
        assertThat(stage.unit).isReservedByAllRegistrants(type);
        assertThat(stage.register(stage.carol, C, ZERO)).isEqualTo(GOOD);
        assertThat(stage.unit).isNotReserved().hasNothingPending().hasGeneration(6);
    }

    @Test
    void ignoringTheExistingKeyRegistersReplacesAndUnregisters() {
        assertThat(stage.registerAndIgnore(stage.alice, A)).isEqualTo(GOOD);
        assertThat(stage.registerAndIgnore(stage.alice, B)).isEqualTo(GOOD);
        assertThat(stage.unit).hasRegistered(stage.alice, B).hasGeneration(2);
        assertThat(stage.registerAndIgnore(stage.alice, ZERO)).isEqualTo(GOOD);
        assertThat(stage.unit).hasNoRegistrations().hasGeneration(3);
        assertThat(stage.registerAndIgnore(stage.alice, ZERO)).isEqualTo(GOOD);
        assertThat(stage.unit).hasGeneration(3);
    }

    @Test
    void listedPortsAreRegisteredToo() {
        RegisterOptions withBobAndCarol =
                RegisterOptions.NONE.withTransportIds(List.of(stage.bob.initiator(), stage.carol.initiator()));
        assertThat(stage.register(stage.alice, ZERO, A, withBobAndCarol)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .hasRegistered(stage.alice, A)
                .hasRegistered(stage.bob, A)
                .hasRegistered(stage.carol, A)
                .hasGeneration(1);
    }

    @Test
    void listedPortsAreRegisteredThroughTheTargetPortOfTheCommandOnly() {
        Stage wide = new Stage(TargetConfiguration.strictSpc5().withTargetPorts(1, 2));
        SimulatedNexus aliceAtTwo = wide.target.nexus(wide.alice.initiator(), 2, 0);
        SimulatedNexus bobAtTwo = wide.target.nexus(wide.bob.initiator(), 2, 0);
        RegisterOptions withBob = RegisterOptions.NONE.withTransportIds(List.of(wide.bob.initiator()));
        assertThat(wide.register(wide.alice, ZERO, A, withBob)).isEqualTo(GOOD);
        assertThat(wide.unit).hasOnlyKeys(A, A).hasRegistered(wide.bob, A);
        assertThat(wide.clear(wide.alice, A)).isEqualTo(GOOD);
        assertThat(wide.register(aliceAtTwo, ZERO, B, withBob)).isEqualTo(GOOD);
        assertThat(wide.unit).hasOnlyKeys(B, B).hasRegistered(bobAtTwo, B);
        assertThat(wide.clear(aliceAtTwo, B)).isEqualTo(GOOD);
        assertThat(wide.register(aliceAtTwo, ZERO, C, withBob.withAllTgPt())).isEqualTo(GOOD);
        assertThat(wide.unit).hasOnlyKeys(C, C, C, C);
    }

    @Test
    void theListOfPortsMayBeEmptyButMustBeWellFormed() {
        RegisterOptions empty = RegisterOptions.NONE.withTransportIds(List.of());
        assertThat(stage.register(stage.alice, ZERO, A, empty)).isEqualTo(GOOD);
        RegisterOptions withAlice = RegisterOptions.NONE.withTransportIds(List.of(stage.alice.initiator()));
        PrOutCommand command = new PrOutCommand.Register(ZERO, B, withAlice);
        // FORMAT CODE 1 does not go with Fibre Channel.
        assertThat(stage.sendChanged(stage.bob, command, 16 + 28, 0x40)).isEqualTo("05/26/00");
        assertThat(stage.unit).hasOnlyKeys(A);
    }

    @Test
    void aListedPortThatIsRegisteredKeepsItsKey() {
        stage.register(stage.bob, ZERO, B);
        RegisterOptions withBob = RegisterOptions.NONE.withTransportIds(List.of(stage.bob.initiator()));
        assertThat(stage.register(stage.alice, ZERO, A, withBob)).isEqualTo(GOOD);
        assertThat(stage.unit).hasRegistered(stage.bob, B);
    }

    @Test
    void anIscsiNameWithoutSessionListsAllItsSessions() {
        TransportId.IscsiPort session = (TransportId.IscsiPort) stage.carol.initiator();
        SimulatedNexus second = stage.target.nexus(new TransportId.IscsiPort(session.name(), 2), 0);
        SimulatedNexus dave = stage.target.nexus(new TransportId.IscsiPort("iqn.2026-01.example:dave", 1), 0);
        RegisterOptions withCarol =
                RegisterOptions.NONE.withTransportIds(List.of(new TransportId.IscsiName(session.name())));
        assertThat(stage.register(stage.alice, ZERO, A, withCarol)).isEqualTo(GOOD);
        assertThat(stage.unit)
                .hasRegistered(stage.carol, A)
                .hasRegistered(second, A)
                .hasNotRegistered(dave)
                .hasOnlyKeys(A, A, A);
    }

    @Test
    void anUnknownListedPortRefusesAll() {
        RegisterOptions withStranger =
                RegisterOptions.NONE.withTransportIds(List.of(stage.bob.initiator(), new TransportId.Sas(0xdead)));
        assertThat(stage.register(stage.alice, ZERO, A, withStranger)).isEqualTo("05/26/00");
        assertThat(stage.unit).hasNoRegistrations().hasGeneration(0);
    }

    @Test
    void listedPortsOfARegisteredNexusAreRefused() {
        stage.allRegistered();
        RegisterOptions withBob = RegisterOptions.NONE.withTransportIds(List.of(stage.bob.initiator()));
        assertThat(stage.register(stage.alice, A, C, withBob)).isEqualTo("05/26/00");
        assertThat(stage.register(stage.alice, A, ZERO, withBob)).isEqualTo("05/26/00");
        assertThat(stage.unit).hasRegistered(stage.alice, A).hasGeneration(3);
    }

    @Test
    void listedPortsGoWithIgnoringTheKeyInSpc5AndNotInSpc4() {
        Stage spc4 = new Stage(TargetConfiguration.strictSpc5().without(Feature.SPECIFIED_INITIATOR_PORTS_WITH_IGNORE));
        RegisterOptions withBob = RegisterOptions.NONE.withTransportIds(List.of(stage.bob.initiator()));
        PrOutCommand command = new PrOutCommand.RegisterAndIgnoreExistingKey(ZERO, A, withBob);
        assertThat(spc4.send(spc4.alice, command)).isEqualTo("05/26/00");
        assertThat(stage.send(stage.alice, command)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(A, A);
    }

    @Test
    void allTargetPortsRegisterAndUnregisterTogether() {
        Stage wide = new Stage(TargetConfiguration.strictSpc5().withTargetPorts(1, 2, 3));
        SimulatedNexus other = wide.target.nexus(wide.alice.initiator(), 3, 0);
        RegisterOptions everywhere = RegisterOptions.NONE.withAllTgPt();
        assertThat(wide.register(wide.alice, ZERO, A, everywhere)).isEqualTo(GOOD);
        assertThat(wide.unit).hasOnlyKeys(A, A, A).hasRegistered(other, A).hasGeneration(1);
        assertThat(wide.snapshot().registrations()).allMatch(UnitSnapshot.Registration::allTargetPorts);
        assertThat(wide.register(other, A, ZERO)).isEqualTo(GOOD);
        assertThat(wide.unit).hasOnlyKeys(A, A);
        // One port unregistered, two registered: as if through each port, so one of them conflicts.
        assertThat(wide.register(wide.alice, A, ZERO, everywhere)).isEqualTo(CONFLICT);
        assertThat(wide.send(wide.alice, new PrOutCommand.RegisterAndIgnoreExistingKey(ZERO, ZERO, everywhere)))
                .isEqualTo(GOOD);
        assertThat(wide.unit).hasNoRegistrations().hasGeneration(3);
    }

    @Test
    void aNexusThatLeavesThroughAllTargetPortsEndsNoReservationOfAnother() {
        Stage wide = new Stage(TargetConfiguration.strictSpc5().withTargetPorts(1, 2));
        wide.register(wide.alice, ZERO, A);
        wide.register(wide.bob, ZERO, B);
        wide.reserve(wide.bob, B, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        RegisterOptions everywhere = RegisterOptions.NONE.withAllTgPt();
        assertThat(wide.send(wide.alice, new PrOutCommand.RegisterAndIgnoreExistingKey(ZERO, ZERO, everywhere)))
                .isEqualTo(GOOD);
        assertThat(wide.unit)
                .isReservedBy(wide.bob, WRITE_EXCLUSIVE_REGISTRANTS_ONLY)
                .hasOnlyKeys(B)
                .hasNothingPending();
    }

    @Test
    void withoutAllTargetPortsOnlyThePortOfTheCommandIsRegistered() {
        Stage wide = new Stage(TargetConfiguration.strictSpc5().withTargetPorts(1, 2));
        assertThat(wide.register(wide.alice, ZERO, A)).isEqualTo(GOOD);
        assertThat(wide.unit)
                .hasRegistered(wide.alice, A)
                .hasNotRegistered(wide.target.nexus(wide.alice.initiator(), 2, 0));
    }

    @Test
    void aListedPortMayBeSpelledInAnotherWay() {
        RegisterOptions withBob = RegisterOptions.NONE.withTransportIds(List.of(spelled(stage.bob)));
        assertThat(stage.register(stage.alice, ZERO, A, withBob)).isEqualTo(GOOD);
        assertThat(stage.unit).hasRegistered(stage.bob, A).hasOnlyKeys(A, A);
    }

    @Test
    void scopeAndTypeAreIgnored() {
        assertThat(stage.sendChanged(stage.alice, new PrOutCommand.Register(ZERO, A), 2, 0xff))
                .isEqualTo(GOOD);
        assertThat(stage.unit).hasRegistered(stage.alice, A);
    }

    @Test
    void thereIsRoomForSoManyRegistrationsAndNoMore() {
        Stage small = new Stage(TargetConfiguration.strictSpc5().withMaximumRegistrations(2));
        RegisterOptions withBobAndCarol =
                RegisterOptions.NONE.withTransportIds(List.of(small.bob.initiator(), small.carol.initiator()));
        assertThat(small.register(small.alice, ZERO, A, withBobAndCarol)).isEqualTo("05/55/04");
        assertThat(small.unit).hasNoRegistrations();
        small.register(small.alice, ZERO, A);
        small.register(small.bob, ZERO, B);
        assertThat(small.register(small.carol, ZERO, C)).isEqualTo("05/55/04");
        assertThat(small.register(small.bob, B, C)).isEqualTo(GOOD);
        assertThat(small.unit).hasOnlyKeys(A, C);
    }
}
