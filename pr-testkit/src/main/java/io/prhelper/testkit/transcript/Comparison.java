// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds a transcript against the one that is expected, line by line. */
public final class Comparison {
    private final Transcript expected;
    private final Transcript actual;
    private final Map<String, AllowedDeviation> allowed = new HashMap<>();

    private Comparison(Transcript expected, Transcript actual, List<AllowedDeviation> deviations) {
        this.expected = expected;
        this.actual = actual;
        deviations.forEach(deviation -> allowed.put(deviation.conversation(), deviation));
    }

    /**
     * What is wrong: differences that no deviation allows, and deviations that did not occur as they are written down.
     *
     * @param expected of the reference
     * @param actual of the helper in question
     * @param deviations at most one for a conversation
     * @return one text of some lines for each; empty if the transcripts are the same but for the deviations
     */
    public static List<String> problems(Transcript expected, Transcript actual, List<AllowedDeviation> deviations) {
        return new Comparison(expected, actual, deviations).problems();
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>(expected.conversations().keySet());
        names.addAll(actual.conversations().keySet());
        names.addAll(allowed.keySet());
        for (String name : names) {
            Difference found = Difference.between(lines(expected, name), lines(actual, name));
            AllowedDeviation deviation = allowed.get(name);
            if (deviation == null && !found.isEmpty()) {
                problems.add(found.text(name, "they differ"));
            } else if (deviation != null && found.isEmpty()) {
                problems.add(Transcript.TITLE + name + "\n  the allowed deviation does not occur: delete it\n");
            } else if (deviation != null && !found.is(deviation)) {
                problems.add(found.text(name, "they differ in another way than the allowed deviation"));
            }
        }
        return problems;
    }

    private static List<String> lines(Transcript transcript, String name) {
        return transcript.conversations().getOrDefault(name, List.of("not played"));
    }

    /** What is left of two lists without their common beginning and end. */
    private record Difference(List<String> expected, List<String> actual) {
        static Difference between(List<String> expected, List<String> actual) {
            int most = Math.min(expected.size(), actual.size());
            int begin = 0;
            while (begin < most && expected.get(begin).equals(actual.get(begin))) {
                begin++;
            }
            int end = 0;
            while (end < most - begin
                    && expected.get(expected.size() - 1 - end).equals(actual.get(actual.size() - 1 - end))) {
                end++;
            }
            return new Difference(
                    expected.subList(begin, expected.size() - end), actual.subList(begin, actual.size() - end));
        }

        boolean isEmpty() {
            return expected.isEmpty() && actual.isEmpty();
        }

        boolean is(AllowedDeviation deviation) {
            return expected.equals(deviation.expected()) && actual.equals(deviation.actual());
        }

        String text(String name, String problem) {
            StringBuilder text = new StringBuilder(Transcript.TITLE + name + "\n  " + problem + "\n");
            expected.forEach(line -> text.append("expected ").append(line).append('\n'));
            actual.forEach(line -> text.append("actual ").append(line).append('\n'));
            return text.toString();
        }
    }
}
