// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The differences of a comparison: how many have a name, and of the others the shortest of each kind. */
final class Findings {
    private static final int BEGINNING_OF_ANSWER = 40;

    private final NamedDifferences names;
    private final Map<String, Integer> named = new LinkedHashMap<>();
    private final Map<String, List<Difference>> unnamed = new LinkedHashMap<>();

    Findings(NamedDifferences names) {
        this.names = names;
    }

    boolean isNamed(Difference difference) {
        return names.nameOf(difference).isPresent();
    }

    void add(Difference difference) {
        names.nameOf(difference)
                .ifPresentOrElse(
                        why -> named.merge(why, 1, Integer::sum),
                        () -> unnamed.computeIfAbsent(kind(difference), kind -> new ArrayList<>())
                                .add(difference));
    }

    /** Whether nothing is known yet that looks like it. */
    boolean isNew(Difference difference) {
        return !unnamed.containsKey(kind(difference));
    }

    /** What was asked, without who asked and without keys, and the beginnings of the answers. */
    private static String kind(Difference difference) {
        return withoutDetails(difference.last()) + " | " + withoutDetails(difference.asked()) + " | "
                + beginning(difference.real()) + " | " + beginning(difference.model());
    }

    private static String withoutDetails(String request) {
        return request.replaceFirst("^.: ", "").replaceAll("key [0-9a-f]+|, type [0-9]+|[0-9]+ bytes|\\[.*]", "");
    }

    private static String beginning(String answer) {
        return answer.substring(0, Math.min(BEGINNING_OF_ANSWER, answer.length()));
    }

    int count() {
        return unnamed.values().stream().mapToInt(List::size).sum();
    }

    /** How often each name was met. */
    Map<String, Integer> named() {
        return named;
    }

    /** By kind, the first of each being the one that was made shorter. */
    Map<String, List<Difference>> unnamed() {
        return unnamed;
    }
}
