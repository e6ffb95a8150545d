// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What paths answered, each with its path, in the order in which they were asked. */
record Answers(List<Answer> all) {
    record Answer(MapPath path, PathAnswer answer) {}

    static final Answers NONE = new Answers(List.of());

    Answers plus(MapPath path, PathAnswer answer) {
        List<Answer> more = new ArrayList<>(all);
        more.add(new Answer(path, answer));
        return new Answers(more);
    }

    /** The paths whose answer is like that. */
    List<MapPath> paths(Predicate<PathAnswer> like) {
        List<MapPath> paths = new ArrayList<>(all.size());
        for (Answer one : all) {
            if (like.test(one.answer())) {
                paths.add(one.path());
            }
        }
        return paths;
    }

    List<MapPath> good() {
        return paths(PathAnswer::isGood);
    }

    boolean any(Predicate<PathAnswer> like) {
        return first(like).isPresent();
    }

    boolean all(Predicate<PathAnswer> like) {
        return first(like.negate()).isEmpty();
    }

    /** The answer that decides: GOOD before all; then what nobody knows, which must not look like a refusal; a conflict; what else there is. */
    PathAnswer deciding() {
        return first(PathAnswer::isGood)
                .or(() -> first(this::isLost))
                .or(() -> first(PathAnswer::isConflict))
                .orElseGet(this::refusal);
    }

    /** The answer of a path that refused, and is no conflict where there is another. */
    PathAnswer refusal() {
        return first(PathAnswer::isFailure)
                .or(() -> first(PathAnswer::isRefusal))
                .or(() -> first(this::isLost))
                .orElseGet(PathAnswer::away);
    }

    private boolean isLost(PathAnswer answer) {
        return answer.reach() == PathAnswer.Reach.LOST;
    }

    private Optional<PathAnswer> first(Predicate<PathAnswer> like) {
        for (Answer one : all) {
            if (like.test(one.answer())) {
                return Optional.of(one.answer());
            }
        }
        return Optional.empty();
    }
}
