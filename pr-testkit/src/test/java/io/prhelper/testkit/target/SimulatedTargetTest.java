// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SimulatedTargetTest {
    private final Stage stage = new Stage();

    @Test
    void aRegistrationReservesAndIsFencedByPreempt() {
        assertThat(stage.register(stage.alice, Stage.ZERO, Stage.A)).isEqualTo("GOOD");
        assertThat(stage.register(stage.bob, Stage.ZERO, Stage.B)).isEqualTo("GOOD");
        assertThat(stage.reserve(stage.alice, Stage.A, ReservationType.WRITE_EXCLUSIVE))
                .isEqualTo("GOOD");
        assertThat(stage.reserve(stage.bob, Stage.B, ReservationType.WRITE_EXCLUSIVE))
                .isEqualTo("CONFLICT");
        assertThat(stage.preempt(stage.bob, Stage.B, Stage.A, ReservationType.EXCLUSIVE_ACCESS))
                .isEqualTo("GOOD");
        assertThat(stage.read(stage.bob, PrInAction.READ_KEYS)).isEqualTo(new ReadKeysData(3, List.of(Stage.B)));
        assertThat(stage.read(stage.bob, PrInAction.READ_RESERVATION))
                .isEqualTo(new ReadReservationData(
                        3,
                        Optional.of(new ReadReservationData.Reservation(
                                Stage.B, ScopeAndType.of(ReservationType.EXCLUSIVE_ACCESS)))));
        assertThat(stage.register(stage.alice, Stage.ZERO, Stage.A)).isEqualTo("06/2A/05");
        assertThat(stage.clear(stage.bob, Stage.B)).isEqualTo("GOOD");
        assertThat(stage.snapshot().registrations()).isEmpty();
    }
}
