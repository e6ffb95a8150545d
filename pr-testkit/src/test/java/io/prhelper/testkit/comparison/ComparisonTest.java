// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.Deviation;
import io.prhelper.simulation.target.Feature;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import io.prhelper.testkit.oracle.Operation;
import io.prhelper.testkit.oracle.Request;
import io.prhelper.testkit.oracle.Topology;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two simulated units, of which one passes for the real one. */
final class ComparisonTest {
    private static final int SEEDS = 20_000;
    private static final int LENGTH = 50;
    private static final List<TransportId> INITIATORS = List.of(port(1), port(2), port(3));
    private static final TransportId OBSERVER = port(4);
    private static final Topology TOPOLOGY = new Topology(INITIATORS, List.of(1));

    private static TransportId port(int number) {
        return new TransportId.IscsiPort("iqn.2026-01.example:port" + number, number);
    }

    private static Comparison between(TargetConfiguration real, TargetConfiguration profile) {
        SimulatedTarget target = SimulatedTarget.create(real);
        List<ScsiPort> nexuses = new ArrayList<>();
        INITIATORS.forEach(initiator -> nexuses.add(target.nexus(initiator, 0)));
        return new Comparison(
                TOPOLOGY, nexuses, target.nexus(OBSERVER, 0), OBSERVER, profile, NamedDifferences.NONE::allows);
    }

    private static Optional<Difference> firstDifference(Comparison comparison) {
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> comparison.explore(seed, LENGTH))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @ParameterizedTest
    @MethodSource("io.prhelper.simulation.target.TargetProfile#all")
    void aProfileIsLikeItself(TargetProfile profile) {
        TargetConfiguration configuration = TargetConfiguration.of(profile);
        Comparison comparison = between(configuration, configuration);
        List<Difference> differences = new ArrayList<>();
        comparison.script(differences::add);
        LongStream.range(0, 200)
                .forEach(seed -> comparison.explore(seed, LENGTH).ifPresent(differences::add));
        assertThat(differences).isEmpty();
        assertThat(comparison.commands()).isGreaterThan(10_000);
    }

    @ParameterizedTest
    // Nothing is held up here, so that no task is there to be aborted; there is one target port; of a cut answer the
    // length counts.
    // For the others see below.
    @EnumSource(
            value = Deviation.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "ABORT_ONLY_WITH_TAKEOVER",
                "ONE_REGISTRATION_PER_INITIATOR",
                "EMPTY_LIST_IS_GOOD",
                "MOVE_LEAVES_SCOPE_BEHIND",
                "KEYS_CUT_WHOLE",
                "RESERVATION_WHOLE_OR_ZERO"
            })
    void aDeviationIsFoundAndToldInFewRequests(Deviation deviation) {
        TargetConfiguration strict = deviation == Deviation.UNSUPPORTED_BITS_REFUSED_AS_CDB
                ? TargetConfiguration.strictSpc5().without(Feature.ALL_TARGET_PORTS)
                : TargetConfiguration.strictSpc5();
        Comparison comparison = between(strict.with(deviation), strict);
        Difference found = firstDifference(comparison).orElseThrow();
        Difference small = comparison.shrink(found);
        // Two unit attentions at once take longer to come about than anything else.
        int few = deviation == Deviation.ATTENTION_TAKES_THE_OTHERS ? 9 : 7;
        assertThat(small.requests()).as("%s", small).hasSizeLessThanOrEqualTo(few);
        assertThat(small.real()).isNotEqualTo(small.model());
    }

    /** Of what is too long or too short for the random ones. */
    @ParameterizedTest
    @EnumSource(
            value = Deviation.class,
            names = {"EMPTY_LIST_IS_GOOD", "RESERVATION_WHOLE_OR_ZERO", "MOVE_LEAVES_SCOPE_BEHIND"})
    void aDeviationIsFoundByTheScript(Deviation deviation) {
        TargetConfiguration strict = TargetConfiguration.strictSpc5();
        List<Difference> differences = new ArrayList<>();
        between(strict.with(deviation), strict).script(differences::add);
        assertThat(differences).isNotEmpty();
    }

    @Test
    void theScriptTellsEachDifference() {
        TargetConfiguration strict = TargetConfiguration.strictSpc5();
        List<Difference> differences = new ArrayList<>();
        between(strict.with(Deviation.PREEMPT_ATTENTION_AS_CLEAR), strict).script(differences::add);
        assertThat(differences)
                .isNotEmpty()
                .allSatisfy(
                        difference -> assertThat(difference.requests().getLast().operation())
                                .isIn(Operation.PREEMPT, Operation.PREEMPT_AND_ABORT));
    }

    @Test
    void aSequenceShowsItsDifferenceAgain() {
        TargetConfiguration strict = TargetConfiguration.strictSpc5();
        Comparison comparison = between(strict.with(Deviation.REMOVALS_COUNTED), strict);
        Difference found = comparison.shrink(firstDifference(comparison).orElseThrow());
        assertThat(comparison.run(found.requests(), found.attentive())).contains(found);
    }

    @Test
    void whatIsNotToBeSentIsNotSent() {
        TargetConfiguration strict = TargetConfiguration.strictSpc5();
        Set<Integer> sent = new HashSet<>();
        SimulatedTarget target = SimulatedTarget.create(strict);
        Comparison comparison = new Comparison(
                TOPOLOGY,
                INITIATORS.stream()
                        .map(initiator -> target.nexus(initiator, 0))
                        .map(nexus -> (ScsiPort) exchange -> {
                            if (exchange.opcode() == 0x5f) {
                                sent.add(exchange.serviceAction());
                            }
                            nexus.execute(exchange);
                        })
                        .toList(),
                target.nexus(OBSERVER, 0),
                OBSERVER,
                strict,
                (request, type) -> request.operation() != Operation.REGISTER_AND_MOVE);
        LongStream.range(0, 20).forEach(seed -> comparison.explore(seed, LENGTH));
        comparison.script(difference -> {});
        assertThat(sent).contains(Operation.PREEMPT.code(), 0x1f).doesNotContain(Operation.REGISTER_AND_MOVE.code());
    }

    @Test
    void aUnitThatCannotBeClearedIsNamed() {
        SimulatedTarget target = SimulatedTarget.create();
        ScsiPort stubborn = exchange -> {
            if (exchange.opcode() == 0x5f) {
                exchange.checkCondition(Sense.INVALID_OPCODE);
            } else {
                target.nexus(OBSERVER, 0).execute(exchange);
            }
        };
        Request.Out register = Request.Out.basic(0, Operation.REGISTER, 0, 0xabc, 0);
        ScsiExchange exchange = ScsiExchange.allocate();
        register.putInto(exchange);
        target.nexus(port(1), 0).execute(exchange);
        Comparison comparison = new Comparison(
                TOPOLOGY,
                List.of(stubborn, stubborn, stubborn),
                stubborn,
                OBSERVER,
                TargetConfiguration.strictSpc5(),
                (request, type) -> true);
        assertThatIllegalStateException()
                .isThrownBy(() -> comparison.explore(1, LENGTH))
                .withMessageContaining("GOOD (00h), READ KEYS 0000000100000008");
    }
}
