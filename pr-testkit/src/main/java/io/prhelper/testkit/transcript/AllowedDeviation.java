// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An allowed difference between two transcripts, with its reason. As text:
 *
 * <pre>
 *   # comment
 *   == name of the conversation
 *   why a sentence
 *   expected reply 00000000 ...
 *   actual end closed
 * </pre>
 *
 * @param conversation its name
 * @param why the reason; never empty
 * @param expected the lines of the expected transcript that are not in the actual one
 * @param actual the lines that stand there instead
 */
public record AllowedDeviation(String conversation, String why, List<String> expected, List<String> actual) {
    private static final String WHY = "why ";
    private static final String EXPECTED = "expected ";
    private static final String ACTUAL = "actual ";

    /** Checks that there is a reason. */
    public AllowedDeviation {
        expected = List.copyOf(expected);
        actual = List.copyOf(actual);
        if (why.isBlank()) {
            throw new IllegalArgumentException("no reason for the deviation \"" + conversation + "\"");
        }
    }

    /**
     * What our helper answers otherwise than the reference, and why.
     *
     * @return the deviations, at most one for a conversation
     * @throws IOException if the resource can not be read
     */
    public static List<AllowedDeviation> ofOurHelper() throws IOException {
        try (InputStream resource = AllowedDeviation.class.getResourceAsStream("deviations.txt")) {
            return parse(new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }

    /**
     * Reads deviations.
     *
     * @param lines text as above
     * @return the deviations, in their order
     * @throws IllegalArgumentException naming the line, if one begins with none of these words
     */
    public static List<AllowedDeviation> parse(List<String> lines) {
        List<AllowedDeviation> deviations = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(Transcript.TITLE) && !open.isEmpty()) {
                deviations.add(one(open));
                open.clear();
            }
            if (!line.isBlank() && !line.startsWith("#")) {
                open.add(line);
            }
        }
        if (!open.isEmpty()) {
            deviations.add(one(open));
        }
        return deviations;
    }

    private static AllowedDeviation one(List<String> lines) {
        if (!lines.getFirst().startsWith(Transcript.TITLE)) {
            throw new IllegalArgumentException("not in a deviation: \"" + lines.getFirst() + "\"");
        }
        List<String> why = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (!take(line, WHY, why) && !take(line, EXPECTED, expected) && !take(line, ACTUAL, actual)) {
                throw new IllegalArgumentException(
                        "neither \"why\" nor \"expected\" nor \"actual\" begins the line \"" + line + "\"");
            }
        }
        return new AllowedDeviation(
                lines.getFirst().substring(Transcript.TITLE.length()), String.join(" ", why), expected, actual);
    }

    private static boolean take(String line, String word, List<String> to) {
        return line.startsWith(word) && to.add(line.substring(word.length()));
    }
}
