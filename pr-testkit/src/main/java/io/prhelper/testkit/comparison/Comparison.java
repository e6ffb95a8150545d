// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.UnitSnapshot;
import io.prhelper.testkit.oracle.RandomRequests;
import io.prhelper.testkit.oracle.Request;
import io.prhelper.testkit.oracle.Shrinker;
import io.prhelper.testkit.oracle.Topology;
import io.prhelper.testkit.oracle.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A real unit beside a simulated one. Not safe for use by several threads. */
public final class Comparison {
    private final Topology topology;
    private final RealSide real;
    private final ModelSide model;
    private final BiPredicate<Request, Integer> sendable;
    private long commands;

    /**
     * Of a unit that nobody else uses; what it holds of reservations is lost.
     *
     * @param topology initiator ports and target ports of the nexuses that send
     * @param real its nexuses in the topology's order
     * @param observer another nexus of it, which only looks
     * @param observerPort that nexus' initiator port
     * @param profile what the simulated unit is like, but for its target ports, which are those of the topology
     * @param sendable what may be sent to it while a reservation of that type is held, 0 for none
     */
    public Comparison(
            Topology topology,
            List<? extends ScsiPort> real,
            ScsiPort observer,
            TransportId observerPort,
            TargetConfiguration profile,
            BiPredicate<Request, Integer> sendable) {
        this.topology = topology;
        List<ScsiPort> all = new ArrayList<>(real);
        all.add(observer);
        this.real = new RealSide(all);
        model = new ModelSide(profile, topology, observerPort);
        this.sendable = sendable;
    }

    /** {@return requests sent to each side so far, without those that look} */
    public long commands() {
        return commands;
    }

    private boolean isSendable(Request request) {
        return sendable.test(request, model.type());
    }

    /**
     * Sends this sequence to two units that know of nobody; ends at the first difference, or before what may not be sent.
     *
     * @param requests commands only
     * @param attentive whether all ports hear of their unit attentions after each request
     * @return the difference, or empty if there is none
     */
    public Optional<Difference> run(List<Request> requests, boolean attentive) {
        restart();
        for (int i = 0; i < requests.size() && isSendable(requests.get(i)); i++) {
            Optional<Difference> difference = step(requests.subList(0, i + 1), attentive);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    /**
     * Sends a sequence that {@code seed} decides; ends at the first difference.
     *
     * @param seed any number; with an even one all ports hear of their unit attentions after each request
     * @param length how many requests without a difference are enough
     * @return that difference, not made shorter
     */
    public Optional<Difference> explore(long seed, int length) {
        boolean attentive = seed % 2 == 0;
        RandomRequests random = new RandomRequests(topology, seed);
        List<Request> requests = new ArrayList<>(length);
        restart();
        while (requests.size() < length) {
            Request request = random.next(model);
            if (request instanceof Request.Command && isSendable(request)) {
                requests.add(request);
                Optional<Difference> difference = step(requests, attentive);
                if (difference.isPresent()) {
                    return difference;
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Looks for a shorter sequence that still shows a difference; not always the same one.
     *
     * @param found is tried again in shorter sequences
     * @return the difference of the shortest one; {@code found} where none shows one
     */
    public Difference shrink(Difference found) {
        return new Shrinker<Difference>(requests -> run(requests, found.attentive()), Difference::requests)
                .shrink(found);
    }

    /**
     * Sends every scripted action in every scripted state, and tells of each difference.
     *
     * @param differences takes each, as it is found
     */
    public void script(Consumer<? super Difference> differences) {
        script(1, 0, differences);
    }

    /**
     * Sends one of {@code every} scripted actions in each scripted state, others in the next state, and tells of each difference; {@code every}
     * calls with different remainders of {@code first} send all.
     *
     * @param every at least 1
     * @param first says which of them: its remainder
     * @param differences takes each, as it is found
     */
    public void script(int every, long first, Consumer<? super Difference> differences) {
        Script script = new Script(topology);
        List<Request> requests = script.requests();
        long start = first;
        for (List<Request> way : script.ways()) {
            List<Request> some = oneOf(every, start++, requests);
            run(way, true).ifPresentOrElse(differences, () -> script(way, some, differences));
        }
    }

    private static List<Request> oneOf(int every, long start, List<Request> requests) {
        return IntStream.range(0, requests.size())
                .filter(i -> (i + start) % every == 0)
                .mapToObj(requests::get)
                .toList();
    }

    /** A request that changed nothing needs no new beginning for the next one. */
    private void script(List<Request> way, List<Request> requests, Consumer<? super Difference> differences) {
        UnitSnapshot start = model.snapshot();
        for (Request request : requests) {
            if (!isSendable(request)) {
                continue;
            }
            List<Request> sequence = new ArrayList<>(way);
            sequence.add(request);
            Optional<Difference> difference = step(sequence, true);
            difference.ifPresent(differences);
            if (difference.isPresent() || !model.snapshot().equals(start)) {
                run(way, true);
            }
        }
    }

    private void restart() {
        real.restart();
        model.restart();
    }

    /** Sends the last of these, the others having been sent, and looks at what came of it. */
    private Optional<Difference> step(List<Request> requests, boolean attentive) {
        Request.Command request = (Request.Command) requests.getLast();
        commands++;
        Answer expected = model.ask(request);
        Answer found = real.ask(request);
        if (!found.equals(expected)) {
            return Optional.of(new Difference(requests, attentive, Words.of(request), found.text(), expected.text()));
        }
        List<Answer> expectedLater = model.look(attentive);
        List<Answer> foundLater = real.look(attentive);
        for (int i = 0; i < Math.min(expectedLater.size(), foundLater.size()); i++) {
            Answer one = foundLater.get(i);
            if (!one.equals(expectedLater.get(i))) {
                return Optional.of(new Difference(
                        requests,
                        attentive,
                        Words.of(one.request()),
                        one.text(),
                        expectedLater.get(i).text()));
            }
        }
        return Optional.empty();
    }
}
