// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.UnitSnapshot.Port;
import io.prhelper.simulation.target.UnitSnapshot.Reservation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a snapshot can hold. */
final class UnitSnapshotTest {
    private static final Optional<Port> PORT = Optional.of(new Port(new TransportId.Sas(0xa), 1));
    private static final Optional<ReservationKey> KEY = Optional.of(new ReservationKey(0xb));

    private static UnitSnapshot generation(long generation) {
        return new UnitSnapshot(0, generation, Optional.empty(), List.of(), Map.of(), false, false, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0x1_0000_0000L})
    void aGenerationHasFourBytes(long generation) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generation(generation))
                .withMessage("a generation is 0 to 4294967295, not " + generation);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xffff_ffffL})
    void theFirstAndTheLastGenerationAreGood(long generation) {
        assertThat(generation(generation).generation()).isEqualTo(generation);
    }

    @Test
    void aReservationHasAHolderAndItsKey() {
        for (Optional<Port> holder : List.of(PORT, Optional.<Port>empty())) {
            for (Optional<ReservationKey> key : List.of(KEY, Optional.<ReservationKey>empty())) {
                if (holder.isEmpty() || key.isEmpty()) {
                    refused(ReservationType.WRITE_EXCLUSIVE, holder, key, " has a holder and its key, not ");
                }
                if (holder.isPresent() || key.isPresent()) {
                    refused(
                            ReservationType.WRITE_EXCLUSIVE_ALL_REGISTRANTS,
                            holder,
                            key,
                            " has no holder of its own, not ");
                }
            }
        }
        assertThat(new Reservation(ReservationType.WRITE_EXCLUSIVE, PORT, KEY).holder())
                .isEqualTo(PORT);
        assertThat(new Reservation(ReservationType.WRITE_EXCLUSIVE_ALL_REGISTRANTS, Optional.empty(), Optional.empty())
                        .key())
                .isEmpty();
    }

    /** A name is for people: a nexus is the same with it and without. */
    @Test
    void aNexusIsItsTwoEnds() {
        Port port = PORT.orElseThrow();
        Port named = new Port(port.initiator(), port.targetPort(), "bob");
        assertThat(named)
                .isEqualTo(port)
                .hasSameHashCodeAs(port)
                .hasToString("bob (" + port.initiator() + ") through port 1");
        assertThat(port)
                .isNotEqualTo(new Port(port.initiator(), 2))
                .isNotEqualTo(new Port(new TransportId.Sas(0xb), 1));
        assertThat((Object) port).isNotEqualTo(port.initiator());
    }

    @Test
    void anInitiatorHasOneNameInAllSnapshots() {
        SimulatedTarget target = SimulatedTarget.create(
                TargetConfiguration.strictSpc5().withTargetPorts(1, 2).withUnits(2));
        SimulatedNexus first = target.nexus(new TransportId.Sas(0xa), 1, 0).called("bob");
        SimulatedNexus second = target.nexus(new TransportId.Sas(0xa), 2, 1);
        SimulatedNexus other = target.nexus(new TransportId.Sas(0xb), 1, 0);
        assertThat(first).hasToString("bob (sas,000000000000000a) through port 1 to LUN 0");
        assertThat(second).hasToString("bob (sas,000000000000000a) through port 2 to LUN 1");
        assertThat(other).hasToString("sas,000000000000000b through port 1 to LUN 0");
        target.losePower();
        assertThat(target.unit(0).snapshot().toString())
                .contains("attention of bob (sas,000000000000000a) through port 2: ")
                .contains("attention of sas,000000000000000b through port 1: ");
    }

    private static void refused(
            ReservationType type, Optional<Port> holder, Optional<ReservationKey> key, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reservation(type, holder, key))
                .withMessage(type + reason + holder + ", " + key);
    }
}
