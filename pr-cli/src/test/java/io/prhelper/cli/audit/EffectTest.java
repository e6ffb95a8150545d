// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import static io.prhelper.cli.audit.Requests.OTHER;
import static io.prhelper.cli.audit.Requests.OWN;
import static io.prhelper.cli.audit.Requests.TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a command did, told by the command alone. */
final class EffectTest {
    private static final ReservationKey ZERO = ReservationKey.ZERO;

    static Stream<Arguments> effects() {
        return Stream.of(
                arguments(new PrOutCommand.Register(ZERO, OWN), "registers", List.of(), false),
                arguments(new PrOutCommand.Register(OWN, OWN), "registers", List.of(), false),
                arguments(new PrOutCommand.Register(OWN, OTHER), "changes key", List.of(OWN), false),
                arguments(new PrOutCommand.Register(OWN, ZERO), "unregisters", List.of(OWN), false),
                arguments(new PrOutCommand.RegisterAndIgnoreExistingKey(OTHER), "registers", List.of(), false),
                arguments(
                        new PrOutCommand.RegisterAndIgnoreExistingKey(OWN, ZERO, RegisterOptions.NONE),
                        "unregisters",
                        List.of(),
                        false),
                arguments(new PrOutCommand.Reserve(OWN, TYPE), "reserves", List.of(), false),
                arguments(new PrOutCommand.Release(OWN, TYPE), "releases", List.of(), false),
                arguments(new PrOutCommand.Clear(OWN), "clears", List.of(), true),
                arguments(new PrOutCommand.Preempt(OWN, OTHER, TYPE), "fences", List.of(OTHER), false),
                arguments(new PrOutCommand.PreemptAndAbort(OWN, OTHER, TYPE), "fences", List.of(OTHER), false),
                arguments(new PrOutCommand.Preempt(OWN, ZERO, TYPE), "fences", List.of(), true),
                arguments(new PrOutCommand.PreemptAndAbort(OWN, ZERO, TYPE), "fences", List.of(), true),
                arguments(new PrOutCommand.Preempt(OWN, OWN, TYPE), "migrates", List.of(), false),
                arguments(new PrOutCommand.PreemptAndAbort(OWN, OWN, TYPE), "preempts itself", List.of(), false),
                arguments(Requests.move(false), "moves", List.of(), false),
                arguments(Requests.move(true), "moves", List.of(OWN), false),
                arguments(new PrOutCommand.ReplaceLostReservation(OTHER, TYPE), "replaces", List.of(), true));
    }

    @ParameterizedTest
    @MethodSource("effects")
    void followsFromTheCommand(PrOutCommand command, String word, List<ReservationKey> removed, boolean removedAll) {
        assertThat(Effect.of(command)).isEqualTo(new Effect(word, removed, removedAll));
    }
}
