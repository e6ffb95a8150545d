// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a sequence that shows a difference shorter and plainer, as long as it shows one.
 *
 * @param <D> what a difference is described by
 */
public final class Shrinker<D> {
    private final Function<? super List<Request>, Optional<D>> trial;
    private final Function<? super D, ? extends List<Request>> requests;

    /**
     * A shrinker of one kind of difference.
     *
     * @param trial what a sequence shows, anew each time
     * @param requests the sequence of a difference
     */
    public Shrinker(
            Function<? super List<Request>, Optional<D>> trial, Function<? super D, ? extends List<Request>> requests) {
        this.trial = trial;
        this.requests = requests;
    }

    /**
     * Shortens the sequence of a difference, as far as one still shows.
     *
     * @param found whose sequence is tried with requests left out, then with plainer ones
     * @return the difference of the shortest sequence found; {@code found} where none shorter or plainer shows one
     */
    public D shrink(D found) {
        D best = found;
        Optional<D> next = smaller(requests.apply(best));
        while (next.isPresent()) {
            best = next.get();
            next = smaller(requests.apply(best));
        }
        return best;
    }

    private Optional<D> smaller(List<Request> requests) {
        for (int chunk = requests.size() / 2; chunk > 0; chunk /= 2) {
            for (int from = 0; from + chunk <= requests.size(); from++) {
                List<Request> fewer = new ArrayList<>(requests);
                fewer.subList(from, from + chunk).clear();
                Optional<D> difference = trial.apply(fewer);
                if (difference.isPresent()) {
                    return difference;
                }
            }
        }
        return plainer(requests);
    }

    private Optional<D> plainer(List<Request> requests) {
        for (int at = 0; at < requests.size(); at++) {
            for (Request simple : plainer(requests.get(at))) {
                List<Request> changed = new ArrayList<>(requests);
                changed.set(at, simple);
                Optional<D> difference = simple.equals(requests.get(at)) ? Optional.empty() : trial.apply(changed);
                if (difference.isPresent()) {
                    return difference;
                }
            }
        }
        return Optional.empty();
    }

    private static List<Request> plainer(Request request) {
        return switch (request) {
            case Request.Out out ->
                List.of(
                        with(out, false, out.allTgPt(), out.attachment(), out.lengthError()),
                        with(out, out.aptpl(), false, out.attachment(), out.lengthError()),
                        with(out, out.aptpl(), out.allTgPt(), new Request.Attachment.None(), out.lengthError()),
                        with(out, out.aptpl(), out.allTgPt(), out.attachment(), 0));
            case Request.In in -> List.of(new Request.In(in.nexus(), in.serviceAction(), 0xffff));
            case Request.Other other -> List.of(new Request.Other(other.nexus(), other.operation(), false));
            case Request.Event event -> List.of();
        };
    }

    private static Request with(
            Request.Out out, boolean aptpl, boolean allTgPt, Request.Attachment attachment, int lengthError) {
        return new Request.Out(
                out.nexus(),
                out.serviceAction(),
                out.key(),
                out.serviceActionKey(),
                out.scopeAndType(),
                aptpl,
                allTgPt,
                attachment,
                lengthError);
    }
}
