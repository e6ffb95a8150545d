// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.UnitSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every state that three nexuses and two keys can reach, times every command: oracle against simulation. */
final class ExhaustiveTest {
    private static final Topology TOPOLOGY = new Topology(
            List.of(
                    new TransportId.FibreChannel(0x1000_0000_0000_000aL),
                    new TransportId.Sas(0x5000_0000_0000_000bL),
                    new TransportId.IscsiPort("iqn.2026-01.example:carol", 0x80_0000_0001L)),
            List.of(1));

    private final Oracle oracle = new Oracle(TOPOLOGY);

    private SimulatedSubject subject() {
        return new SimulatedSubject(TargetConfiguration.strictSpc5(), TOPOLOGY);
    }

    /** Each state that commands lead to, with the shortest way there. */
    private Map<ModelState, List<Request>> reachable() {
        Map<ModelState, List<Request>> ways = new LinkedHashMap<>();
        Deque<ModelState> open = new ArrayDeque<>();
        ModelState initial = ModelState.initial(TOPOLOGY);
        ways.put(initial, List.of());
        open.add(initial);
        List<Request> moves = AllRequests.moves(TOPOLOGY);
        while (!open.isEmpty()) {
            ModelState state = open.remove();
            for (Request move : moves) {
                ModelState next = oracle.predict(state, move).after().settled();
                if (!ways.containsKey(next)) {
                    ways.put(next, append(ways.getOrDefault(state, List.of()), move));
                    open.add(next);
                }
            }
        }
        return ways;
    }

    private static List<Request> append(List<Request> way, Request move) {
        List<Request> longer = new ArrayList<>(way);
        longer.add(move);
        // Attentions are heard of at once, so that the next move runs.
        for (int nexus = 0; nexus < TOPOLOGY.nexuses(); nexus++) {
            longer.add(new Request.Other(nexus, Operation.TEST_UNIT_READY, false));
            longer.add(new Request.Other(nexus, Operation.TEST_UNIT_READY, false));
        }
        return longer;
    }

    /** 27 ways to register; each of 4 types held by one of the registered, 54 in all; 2 types held by all of them, 26 ways. */
    @Test
    void commandsReachEveryStateThereCanBe() {
        assertThat(reachable()).hasSize(27 + 4 * 54 + 2 * 26);
    }

    @Test
    void eachWayLeadsThereWithoutADifference() {
        Trial trial = new Trial(oracle, this::subject);
        assertThat(reachable().values())
                .allSatisfy(way -> assertThat(trial.run(way)).isEmpty());
    }

    @Test
    void eachCommandInEachStateDoesWhatTheTablesSay() {
        List<Request> requests = AllRequests.of(TOPOLOGY);
        // On all processors: this is the longest of the tests.
        assertThat(reachable().keySet().parallelStream()
                        .map(state -> firstDifference(state, requests))
                        .flatMap(Optional::stream))
                .isEmpty();
    }

    private Optional<Difference> firstDifference(ModelState state, List<Request> requests) {
        Trial trial = new Trial(oracle, this::subject);
        SimulatedSubject subject = subject();
        UnitSnapshot start = subject.snapshot(state);
        for (Request request : requests) {
            subject.unit().restore(start);
            Oracle.Prediction prediction = oracle.predict(state, request);
            Optional<String> what = trial.step(subject, request, prediction);
            if (what.isPresent()) {
                return Optional.of(new Difference(List.of(request), what.get(), prediction.rule(), state));
            }
        }
        return Optional.empty();
    }
}
