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
        return all.stream()
                .filter(one -> like.test(one.answer()))
                .map(Answer::path)
                .toList();
    }

    List<MapPath> good() {
        return paths(PathAnswer::isGood);
    }

    boolean any(Predicate<PathAnswer> like) {
        return all.stream().anyMatch(one -> like.test(one.answer()));
    }

    boolean all(Predicate<PathAnswer> like) {
        return all.stream().allMatch(one -> like.test(one.answer()));
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
        return all.stream().map(Answer::answer).filter(like).findFirst();
    }
}
