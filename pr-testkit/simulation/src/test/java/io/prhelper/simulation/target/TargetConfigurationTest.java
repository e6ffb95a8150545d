// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TargetConfigurationTest {
    private static final TargetConfiguration STRICT = TargetConfiguration.strictSpc5();

    static List<TargetProfile> profiles() {
        return TargetProfile.all();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void aProfileIsFoundByItsNameInAnyCase(TargetProfile profile) {
        assertThat(TargetProfile.named(profile.name().toUpperCase(Locale.ROOT))).isEqualTo(profile);
        assertThat(TargetConfiguration.of(profile).features()).isEqualTo(profile.features());
        assertThat(TargetConfiguration.of(profile).deviations()).isEqualTo(profile.deviations());
    }

    @Test
    void anUnknownProfileIsNamedWithThoseThatThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TargetProfile.named("netapp"))
                .withMessage(
                        "no target profile \"netapp\"; there are strict-spc5, lio, lio-7, lio-old, tgt, scst, spdk, spdk-old, "
                                + "ctl, 3par, istgt");
    }

    @Test
    void theStrictProfileDepartsInNothing() {
        assertThat(STRICT.deviations()).isEmpty();
    }

    @Test
    void changesLeaveTheOriginalAsItWas() {
        TargetConfiguration changed = STRICT.with(Deviation.NO_ATTENTIONS)
                .without(Feature.ALL_TARGET_PORTS)
                .withName("odd")
                .withUnits(3)
                .withTargetPorts(7, 8)
                .withMaximumRegistrations(5)
                .withBlocks(9)
                .withSeed(11);
        assertThat(STRICT).isEqualTo(TargetConfiguration.strictSpc5());
        assertThat(changed.deviations()).containsExactly(Deviation.NO_ATTENTIONS);
        assertThat(changed.features()).doesNotContain(Feature.ALL_TARGET_PORTS).hasSize(5);
        assertThat(changed.name()).isEqualTo("odd");
        assertThat(changed.units()).isEqualTo(3);
        assertThat(changed.targetPorts()).containsExactly(7, 8);
        assertThat(changed.maximumRegistrations()).isEqualTo(5);
        assertThat(changed.blocks()).isEqualTo(9);
        assertThat(changed.seed()).isEqualTo(11);
        assertThat(changed.without(Deviation.NO_ATTENTIONS).deviations()).isEmpty();
        assertThat(changed.with(Feature.ALL_TARGET_PORTS).features()).isEqualTo(STRICT.features());
    }

    private static void assertRefused(UnaryOperator<TargetConfiguration> change, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(STRICT))
                .withMessageContaining(value);
    }

    @Test
    void valuesOutOfRangeAreNamed() {
        assertRefused(strict -> strict.withUnits(0), "not 0");
        assertRefused(strict -> strict.withUnits(257), "not 257");
        assertRefused(strict -> strict.withTargetPorts(), "at least one");
        assertRefused(strict -> strict.withTargetPorts(1, 0), "[1, 0]");
        assertRefused(strict -> strict.withTargetPorts(0x10000), "[65536]");
        assertRefused(strict -> strict.withTargetPorts(2, 2), "[2, 2]");
        assertRefused(strict -> strict.withMaximumRegistrations(0), "not 0");
        assertRefused(strict -> strict.withBlocks(0), "not 0");
        assertThat(STRICT.withUnits(256)
                        .withTargetPorts(0xffff)
                        .withMaximumRegistrations(1)
                        .withBlocks(1))
                .isNotEqualTo(STRICT);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, no LUN 1 in a target with 1 logical units",
        "1, -1, no LUN -1",
        "2, 0, no target port 2 among [1]"
    })
    void whatATargetDoesNotHaveIsNamed(int targetPort, int lun, String message) {
        SimulatedTarget target = SimulatedTarget.create();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> target.nexus(new TransportId.Sas(1), targetPort, lun))
                .withMessageContaining(message);
    }

    @Test
    void anInitiatorPortIsOnePort() {
        SimulatedTarget target = SimulatedTarget.create();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> target.nexus(new TransportId.IscsiName("iqn.2026-01.example:all"), 0))
                .withMessageContaining("iqn.2026-01.example:all");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> target.nexus(new TransportId.Raw(new byte[] {0x0f}), 0))
                .withMessageContaining("raw,0f");
    }

    @Test
    void nexusesOfTheSameEndsAreEqual() {
        SimulatedTarget target = SimulatedTarget.create(STRICT.withUnits(2).withTargetPorts(1, 2));
        target.nexus(new TransportId.Sas(9), 1, 0);
        SimulatedNexus nexus = target.nexus(new TransportId.Sas(1), 2, 1);
        assertThat(nexus.unit()).isSameAs(target.unit(1));
        assertThat(target.configuration().units()).isEqualTo(2);
        assertThat(target.nexus(new TransportId.Sas(1), 2, 1)).isEqualTo(nexus).hasSameHashCodeAs(nexus);
        assertThat(target.nexus(new TransportId.Sas(1), 1, 1)).isNotEqualTo(nexus);
        assertThat(target.nexus(new TransportId.Sas(1), 2, 0)).isNotEqualTo(nexus);
        assertThat(target.nexus(new TransportId.Sas(2), 2, 1)).isNotEqualTo(nexus);
        assertThat(nexus).isNotEqualTo(nexus.port());
        assertThat(SimulatedTarget.create(target.configuration()).nexus(new TransportId.Sas(1), 2, 1))
                .isNotEqualTo(nexus);
        assertThat(nexus).hasToString("sas,0000000000000001 through port 2 to LUN 1");
    }

    @Test
    void aSnapshotOfAnotherTargetsNexusIsNotRestored() {
        Stage stage = new Stage().allRegistered();
        UnitSnapshot snapshot = stage.snapshot();
        SimulatedTarget other = SimulatedTarget.create();
        stage.register(other.nexus(new TransportId.Sas(1), 0), Stage.ZERO, Stage.A);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.unit(0).restore(snapshot))
                .withMessageContaining(stage.alice.port().toString());
        assertThat(other.unit(0).snapshot().registrations()).hasSize(1);
    }

    @Test
    void aSnapshotWithAnotherTargetPortIsNotRestored() {
        Stage wide = new Stage(STRICT.withTargetPorts(1, 9));
        SimulatedNexus aliceAtNine = wide.target.nexus(wide.alice.initiator(), 9, 0);
        wide.register(aliceAtNine, Stage.ZERO, Stage.A);
        Stage narrow = new Stage();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> narrow.unit.restore(wide.snapshot()))
                .withMessageContaining(aliceAtNine.port().toString());
    }

    @Test
    void aSnapshotWithAnAttentionThatTheSimulationDoesNotKnowIsNotRestored() {
        Stage stage = new Stage().allRegistered();
        UnitSnapshot before = stage.snapshot();
        UnitSnapshot odd = new UnitSnapshot(
                0,
                0,
                Optional.empty(),
                List.of(),
                Map.of(stage.alice.port(), List.of(new Sense(6, 0x3f, 0x0e))),
                false,
                false,
                Optional.empty());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stage.unit.restore(odd))
                .withMessageContaining("06/3F/0E");
        assertThat(stage.snapshot()).isEqualTo(before);
    }

    @Test
    void aSnapshotWithAHolderThatIsNotRegisteredIsNotRestored() {
        Stage stage = new Stage().allRegistered();
        UnitSnapshot before = stage.snapshot();
        UnitSnapshot odd = new UnitSnapshot(
                0,
                0,
                Optional.of(new UnitSnapshot.Reservation(
                        ReservationType.WRITE_EXCLUSIVE, Optional.of(stage.bob.port()), Optional.of(Stage.B))),
                List.of(),
                Map.of(),
                false,
                false,
                Optional.empty());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stage.unit.restore(odd))
                .withMessageContaining(stage.bob.port().toString());
        assertThat(stage.snapshot()).isEqualTo(before);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnitSnapshot.Registration(stage.bob.port(), Stage.ZERO, false, false))
                .withMessageContaining(stage.bob.port().toString());
    }

    @Test
    void aUnitThatCannotRecoverDoesNotLoseItsInformation() {
        Stage stage = new Stage(STRICT.without(Feature.REPLACE_LOST_RESERVATION));
        assertThatThrownBy(stage.unit::loseReservationInformation)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("REPLACE_LOST_RESERVATION");
    }
}
