// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says what the standard has a logical unit answer, and what the unit then remembers: an interpreter of {@link Tables}, for a unit with
 * every option of SPC-5 and room for every registration.
 */
public final class Oracle {
    private static final Map<Operation, List<Rule>> CHECKS = Rule.parse(Tables.CHECKS);
    private static final Map<Operation, List<Rule>> ACTIONS = Rule.parse(Tables.ACTIONS);
    private static final long GENERATIONS = 1L << 32;

    private final Topology topology;

    /**
     * An oracle for a unit with these nexuses.
     *
     * @param topology of the unit; requests name its nexuses by number
     */
    public Oracle(Topology topology) {
        this.topology = topology;
    }

    /** {@return the nexuses that it was made for} */
    public Topology topology() {
        return topology;
    }

    /**
     * What the unit answers, and its state after that.
     *
     * @param answer of a command; GOOD for an event
     * @param after the same object as before where nothing changes
     * @param rule the row of the tables that says so
     */
    public record Prediction(Answer answer, ModelState after, String rule) {}

    /** {@return the rows of the tables that {@link Prediction#rule} can name} */
    public static Set<String> rules() {
        return Stream.of(CHECKS, ACTIONS)
                .flatMap(table -> table.values().stream())
                .flatMap(List::stream)
                .map(Rule::text)
                .collect(Collectors.toSet());
    }

    /**
     * Predicts what a request does to a unit that is in a state.
     *
     * @param state is not changed
     * @param request a command or an event
     * @return answer, following state and rule
     * @throws IllegalArgumentException naming the request, if the topology does not have its sender
     * @throws IllegalStateException if the tables do not say, or say it twice
     */
    public Prediction predict(ModelState state, Request request) {
        if (request instanceof Request.Command command && command.nexus() >= topology.nexuses()) {
            throw new IllegalArgumentException("one of " + topology.nexuses() + " nexuses, not as in " + request);
        }
        Situation situation = new Situation(topology, state, request);
        List<Rule> checks = CHECKS.getOrDefault(request.operation(), List.of());
        for (int i = 0; i < checks.size(); i++) {
            if (checks.get(i).applies(situation)) {
                return end(checks.get(i), state, request, situation);
            }
        }
        return end(onlyRule(situation, state, request), state, request, situation);
    }

    private static Rule onlyRule(Situation situation, ModelState state, Request request) {
        List<Rule> matching = matching(situation, request);
        if (matching.size() != 1) {
            throw new IllegalStateException(
                    "in state " + state + ", " + request + " is decided by " + matching.size() + " rules: " + matching);
        }
        return matching.getFirst();
    }

    private static List<Rule> matching(Situation situation, Request request) {
        List<Rule> rules = ACTIONS.getOrDefault(request.operation(), List.of());
        List<Rule> matching = new ArrayList<>(1);
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).applies(situation)) {
                matching.add(rules.get(i));
            }
        }
        return matching;
    }

    private Prediction end(Rule rule, ModelState before, Request request, Situation situation) {
        Result result = rule.result();
        boolean changes =
                result.kind() == Result.Kind.ATTENTION || !rule.effects().isEmpty();
        if (!changes) {
            return new Prediction(answer(result, before, request), before, rule.text());
        }
        ModelState after = before.copy();
        if (result.kind() == Result.Kind.ATTENTION) {
            return new Prediction(Answer.check(after.takeAttention(situation.sender())), after, rule.text());
        }
        new Change(topology, situation, before, after).apply(rule.effects());
        after.generation = rule.counted() ? (after.generation + 1) % GENERATIONS : after.generation;
        rule.notices().forEach(notice -> tell(notice, situation.sender(), before, after));
        return new Prediction(answer(result, after, request), after, rule.text());
    }

    private Answer answer(Result result, ModelState state, Request request) {
        return switch (result.kind()) {
            case GOOD -> Answer.good(topology, state, request);
            case CONFLICT -> Answer.of(ScsiStatus.RESERVATION_CONFLICT);
            case CHECK_CONDITION, ATTENTION -> Answer.check(result.sense().orElse(Sense.NO_SENSE));
        };
    }

    private static void tell(Rule.Notice notice, int sender, ModelState before, ModelState after) {
        for (int nexus = 0; nexus < after.keys.length; nexus++) {
            boolean told = switch (notice.audience()) {
                case REMOVED_OTHERS -> before.keys[nexus] != 0 && after.keys[nexus] == 0;
                case OTHERS_LEFT -> after.keys[nexus] != 0;
            };
            if (told && nexus != sender) {
                after.attend(nexus, notice.attention());
            }
        }
    }
}
