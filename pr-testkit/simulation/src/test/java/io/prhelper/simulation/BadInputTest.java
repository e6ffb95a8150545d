// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation;

import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.disk.SimulatedHelper;
import io.prhelper.simulation.target.Failure;
import io.prhelper.simulation.target.Fault;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import io.prhelper.simulation.target.UnitSnapshot;
import io.prhelper.simulation.target.UnitSnapshot.Reservation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the simulation is handed and can not use: told where it is handed over, by its value. */
final class BadInputTest {
    private static final TransportId ALICE = new TransportId.Sas(0xa);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE;
    private static final ReservationType ALL = ReservationType.WRITE_EXCLUSIVE_ALL_REGISTRANTS;

    private final SimulatedTarget target = SimulatedTarget.create(
            TargetConfiguration.of(TargetProfile.STRICT_SPC5).withUnits(2));
    private final SimulatedNexus nexus = target.nexus(ALICE, 0);
    private final SimulatedNexus ofAnotherTarget = SimulatedTarget.create().nexus(ALICE, 0);

    private static void refused(String value, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(value);
    }

    /** Where the types forbid it: callers may be without nullness checks. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @Test
    void aKeyHasEightBytes() {
        refused("\"0x12345678123456781\"", () -> ReservationKey.parse("0x12345678123456781"));
        refused(
                "a registration has a key that is not zero: " + nexus.port(),
                () -> new UnitSnapshot.Registration(nexus.port(), ReservationKey.ZERO, false, false));
    }

    @Test
    void nothingIsNoValue() {
        refused("configuration is null", () -> SimulatedTarget.create(nothing()));
        refused("initiator is null", () -> target.nexus(nothing(), 0));
        refused("fault is null", () -> target.inject(nothing()));
        refused("snapshot is null", () -> target.unit(0).restore(nothing()));
        refused("name is null", () -> TargetProfile.named(nothing()));
        refused("name is null", () -> TargetConfiguration.strictSpc5().withName(nothing()));
        refused("name is null", () -> nexus.called(nothing()));
        refused("failure is null", () -> Fault.of(nothing()));
        Failure busy = new Failure.Answered(ScsiStatus.BUSY);
        refused("condition is null", () -> new Fault(busy, nothing(), 0, 1, 1));
        refused("sense is null", () -> new Failure.Answered(2, nothing()));
        refused("status is null", () -> new Failure.NotSent(nothing()));
        refused("status is null", () -> new Failure.ReplyLost(nothing()));
        refused("gate is null", () -> new Failure.Hung(nothing()));
    }

    @Test
    void aNameCanBeRead() {
        refused("a name that is not blank", () -> nexus.called(" "));
    }

    @Test
    void aHelperServesNexusesOfItsTargetOnly() throws IOException {
        try (SimulatedHelper helper = SimulatedHelper.start(TargetConfiguration.strictSpc5())) {
            refused(ofAnotherTarget.toString(), () -> helper.connect(ofAnotherTarget));
            SimulatedNexus own = helper.target().nexus(ALICE, 0);
            assertThat(helper.connect(own).nexus()).isEqualTo(own);
        }
    }

    @Test
    void aSentenceIsAboutANexusOfItsUnit() {
        SimulatedNexus ofAnotherUnit = target.nexus(ALICE, 1);
        for (SimulatedNexus stranger : List.of(ofAnotherTarget, ofAnotherUnit)) {
            refused(stranger.toString(), () -> assertThat(target.unit(0)).hasNotRegistered(stranger));
            refused(stranger.toString(), () -> assertThat(target.unit(0)).hasPending(stranger));
            refused(stranger.toString(), () -> assertThat(target.unit(0)).hasRegistered(stranger, ReservationKey.ZERO));
            refused(stranger.toString(), () -> assertThat(target.unit(0)).isReservedBy(stranger, TYPE));
        }
        UnitSnapshot snapshot = target.unit(0).snapshot();
        refused(ofAnotherUnit.toString(), () -> assertThat(snapshot).hasNotRegistered(ofAnotherUnit));
        assertThat(snapshot).hasNotRegistered(ofAnotherTarget).hasNotRegistered(nexus);
    }

    @Test
    void aSnapshotIsOfAStateThatCanBe() {
        for (long generation : new long[] {-1, 1L << 32}) {
            refused(
                    "not " + generation,
                    () -> new UnitSnapshot(
                            0, generation, Optional.empty(), List.of(), Map.of(), false, false, Optional.empty()));
        }
        Optional<UnitSnapshot.Port> port = Optional.of(nexus.port());
        Optional<ReservationKey> key = Optional.of(new ReservationKey(1));
        refused(TYPE + " has a holder and its key", () -> new Reservation(TYPE, Optional.empty(), key));
        refused(TYPE + " has a holder and its key", () -> new Reservation(TYPE, port, Optional.empty()));
        refused(nexus.port().toString(), () -> new Reservation(ALL, port, Optional.empty()));
        refused(ALL + " has no holder of its own", () -> new Reservation(ALL, Optional.empty(), key));
    }
}
