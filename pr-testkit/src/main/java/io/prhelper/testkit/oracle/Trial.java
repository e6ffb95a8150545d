// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.ScsiExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Compares a unit with the oracle, request by request. Not safe for use by several threads. */
public final class Trial {
    private final Oracle oracle;
    private final Supplier<? extends Subject> subjects;
    private final ScsiExchange exchange = ScsiExchange.allocate();

    /**
     * A trial of one kind of unit.
     *
     * @param oracle says what is right, for the nexuses that the units have
     * @param subjects makes a new unit for each sequence
     */
    public Trial(Oracle oracle, Supplier<? extends Subject> subjects) {
        this.oracle = oracle;
        this.subjects = subjects;
    }

    /**
     * Sends this sequence to a new unit; ends at the first difference.
     *
     * @param requests sent one after the other
     * @return the difference, or empty if there is none
     */
    public Optional<Difference> run(List<? extends Request> requests) {
        Subject subject = subjects.get();
        ModelState state = ModelState.initial(oracle.topology());
        for (int i = 0; i < requests.size(); i++) {
            Oracle.Prediction prediction = oracle.predict(state, requests.get(i));
            Optional<String> what = step(subject, requests.get(i), prediction);
            if (what.isPresent()) {
                return Optional.of(
                        new Difference(List.copyOf(requests.subList(0, i + 1)), what.get(), prediction.rule(), state));
            }
            state = prediction.after();
        }
        return Optional.empty();
    }

    /**
     * Sends a sequence that {@code seed} decides to a new unit; ends at the first difference.
     *
     * @param seed any number; the same one gives the same sequence
     * @param length how many requests without a difference are enough
     * @return the shortest sequence found that still shows a difference
     */
    public Optional<Difference> explore(long seed, int length) {
        RandomRequests random = new RandomRequests(oracle.topology(), seed);
        Subject subject = subjects.get();
        ModelState state = ModelState.initial(oracle.topology());
        List<Request> requests = new ArrayList<>(length);
        while (requests.size() < length) {
            Request request = random.next(state);
            requests.add(request);
            Oracle.Prediction prediction = oracle.predict(state, request);
            Optional<String> what = step(subject, request, prediction);
            if (what.isPresent()) {
                return Optional.of(new Shrinker<>(this::run, Difference::requests)
                        .shrink(new Difference(List.copyOf(requests), what.get(), prediction.rule(), state)));
            }
            state = prediction.after();
        }
        return Optional.empty();
    }

    /**
     * Sends one request, and says how the unit then differs from the prediction.
     *
     * @param subject in the state that was predicted from
     * @param request the one that was predicted
     * @param prediction what it should do
     * @return expected and found answer or state; empty if they are the same
     */
    public Optional<String> step(Subject subject, Request request, Oracle.Prediction prediction) {
        Optional<String> wrong = switch (request) {
            case Request.Event event -> {
                subject.happen(event.operation());
                yield Optional.empty();
            }
            case Request.Command command -> {
                command.putInto(exchange);
                subject.port(command.nexus()).execute(exchange);
                yield prediction.answer().differenceFrom(exchange);
            }
        };
        return wrong.isPresent() ? wrong : subject.differenceFrom(prediction.after());
    }
}
