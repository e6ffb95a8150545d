// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.junit;

import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.simulation.disk.SimulatedClient;
import io.prhelper.simulation.disk.SimulatedHelper;
import io.prhelper.simulation.target.SimulatedTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@SimulatedReservationTarget
final class SimulatedReservationTargetTest {
    private static final ReservationKey KEY = new ReservationKey(0xa);
    private static final List<Path> SOCKETS = new ArrayList<>();

    @AfterAll
    static void allIsGoneInTheEnd() {
        assertThat(SOCKETS).isNotEmpty().allMatch(socket -> Files.notExists(socket.getParent()));
    }

    @Test
    void clientsReachTheTargetThroughTheHelper(
            SimulatedTarget target, SimulatedHelper helper, SimulatedClient alice, SimulatedClient bob) {
        SOCKETS.add(helper.socket());
        assertThat(helper.target()).isSameAs(target);
        assertThat(alice.execute(new PrOutCommand.RegisterAndIgnoreExistingKey(KEY)))
                .isGood();
        assertThat(target.unit(0)).hasRegistered(alice.nexus(), KEY).hasNotRegistered(bob.nexus());
        assertThat(bob.execute(new PrInCommand(PrInAction.READ_KEYS, 64))).hasOnlyKeys(KEY);
    }

    @Test
    void eachTestHasItsOwn(SimulatedTarget target, SimulatedHelper helper) {
        SOCKETS.add(helper.socket());
        assertThat(target.unit(0)).hasNoRegistrations().hasGeneration(0);
    }

    @Test
    void aParameterMayAskForAnotherProfile(
            SimulatedTarget strict, @SimulatedReservationTarget(profile = "lio") SimulatedTarget lio) {
        assertThat(strict.configuration().name()).isEqualTo("strict-spc5");
        assertThat(lio.configuration().name()).isEqualTo("lio");
    }

    @Test
    @SimulatedReservationTarget(profile = "scst")
    void aMethodMayAskForAnotherProfile(SimulatedTarget target) {
        assertThat(target.configuration().name()).isEqualTo("scst");
    }

    @Nested
    final class Inside {
        @Test
        void theAnnotationOfTheOuterClassHolds(SimulatedTarget target) {
            assertThat(target.configuration().name()).isEqualTo("strict-spc5");
        }
    }
}
