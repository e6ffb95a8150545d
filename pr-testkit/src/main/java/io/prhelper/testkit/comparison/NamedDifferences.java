// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import io.prhelper.testkit.oracle.Operation;
import io.prhelper.testkit.oracle.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a profile does not do as its real target does, each with the reason why not, and what is never sent to such a target. As text:
 *
 * <pre>
 *   # comment
 *   == names of the profiles
 *   why a sentence
 *   request expression that all of the last request in words matches
 *   target expression for all of the real answer
 *   profile expression for all of the simulated one
 *   == name of the profile
 *   why a sentence
 *   without PREEMPT REGISTER_AND_MOVE
 *   while 7 8
 * </pre>
 *
 * where {@code while}, which may be missing, says which types are held when that is not sent. Beside operations there is {@code
 * ODD_LENGTHS}: what has a list of the wrong length, or asks PERSISTENT RESERVE IN for less than 24 bytes.
 *
 * @param named differences, in their order
 * @param left what is not sent, with the reason
 */
public record NamedDifferences(List<Named> named, List<Left> left) {
    private static final String ODD_LENGTHS = "ODD_LENGTHS";
    private static final int USUAL_LENGTH = 24;
    private static final Pattern TITLE = Pattern.compile("(?m)^== ");

    /** None, and everything is sent. */
    public static final NamedDifferences NONE = new NamedDifferences(List.of(), List.of());

    /** Copies the collections. */
    public NamedDifferences {
        named = List.copyOf(named);
        left = List.copyOf(left);
    }

    /**
     * What is not sent.
     *
     * @param why the reason, never empty
     * @param operations of these
     * @param oddLengths what has a length that is not usual, whatever the operation
     * @param types while a reservation of one of these types is held; empty for always
     */
    public record Left(String why, List<Operation> operations, boolean oddLengths, List<Integer> types) {
        /** Copies the lists. */
        public Left {
            operations = List.copyOf(operations);
            types = List.copyOf(types);
        }

        private static Left parse(String why, String without, @Nullable String types) {
            List<String> words = List.of(without.split(" ", -1));
            return new Left(
                    why,
                    words.stream()
                            .filter(word -> !word.equals(ODD_LENGTHS))
                            .map(Operation::valueOf)
                            .toList(),
                    words.contains(ODD_LENGTHS),
                    types == null
                            ? List.of()
                            : Arrays.stream(types.split(" ", -1))
                                    .map(Integer::valueOf)
                                    .toList());
        }

        boolean is(Request request, int heldType) {
            return (operations.contains(request.operation()) || (oddLengths && hasOddLength(request)))
                    && (types.isEmpty() || types.contains(heldType));
        }

        private static boolean hasOddLength(Request request) {
            return switch (request) {
                case Request.Out out -> out.lengthError() != 0;
                case Request.In in -> in.allocationLength() < USUAL_LENGTH;
                default -> false;
            };
        }

        /** {@code [PREEMPT] while one of [7, 8] is held, since ...}. */
        @Override
        public String toString() {
            return operations + (oddLengths ? " and odd lengths" : "")
                    + (types.isEmpty() ? "" : " while one of " + types + " is held") + ", since " + why;
        }
    }

    /**
     * One of them.
     *
     * @param why the reason, never empty
     * @param request expression for {@link Difference#last}
     * @param target expression for {@link Difference#real}
     * @param profile expression for {@link Difference#model}
     */
    public record Named(String why, Pattern request, Pattern target, Pattern profile) {
        boolean is(Difference difference) {
            return request.matcher(difference.last()).matches()
                    && target.matcher(difference.real()).matches()
                    && profile.matcher(difference.model()).matches();
        }
    }

    /**
     * A profile's differences that the kit knows.
     *
     * @param profile its name
     * @return those of the profile; without any where the kit has none
     * @throws IOException if the resource can not be read
     */
    public static NamedDifferences of(String profile) throws IOException {
        try (InputStream resource = NamedDifferences.class.getResourceAsStream("differences.txt")) {
            return parse(new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8), profile);
        }
    }

    /**
     * Reads the differences of one profile.
     *
     * @param text some lines
     * @param profile the name of one that a title may have
     * @return those in blocks whose title has that name, in their order
     * @throws IllegalArgumentException naming the line, if it is none of the words above, or the block that has no reason
     */
    public static NamedDifferences parse(String text, String profile) {
        List<Named> named = new ArrayList<>();
        List<Left> left = new ArrayList<>();
        for (String block : TITLE.split(text, -1)) {
            List<String> lines = block.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            if (!lines.isEmpty()
                    && List.of(lines.getFirst().strip().split(" +")).contains(profile)) {
                take(fields(lines), named, left);
            }
        }
        return new NamedDifferences(named, left);
    }

    private static Map<String, String> fields(List<String> lines) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int space = line.indexOf(' ');
            String word = space < 0 ? line : line.substring(0, space);
            if (!List.of("why", "request", "target", "profile", "without", "while")
                            .contains(word)
                    || space < 0) {
                throw new IllegalArgumentException(
                        "why, request, target, profile, without or while, not \"" + line + '"');
            }
            fields.merge(word, line.substring(space + 1).strip(), (first, second) -> first + " " + second);
        }
        return fields;
    }

    private static void take(Map<String, String> fields, List<Named> named, List<Left> left) {
        String why = fields.getOrDefault("why", "");
        if (why.isEmpty()) {
            throw new IllegalArgumentException("no reason for " + fields);
        }
        String without = fields.get("without");
        if (without == null) {
            named.add(
                    new Named(why, pattern(fields, "request"), pattern(fields, "target"), pattern(fields, "profile")));
        } else {
            left.add(Left.parse(why, without, fields.get("while")));
        }
    }

    private static Pattern pattern(Map<String, String> fields, String word) {
        return Pattern.compile(fields.getOrDefault(word, ".*"));
    }

    /**
     * Looks for the name of a difference.
     *
     * @param difference any
     * @return the reason of the first that it is one of; empty where it has no name
     */
    public Optional<String> nameOf(Difference difference) {
        return named.stream().filter(one -> one.is(difference)).map(Named::why).findFirst();
    }

    /**
     * Says whether a request may be sent while a reservation is held.
     *
     * @param request any
     * @param heldType code of the type that is held, 1 to 8; 0 for none
     * @return true if it may be sent
     */
    public boolean allows(Request request, int heldType) {
        return left.stream().noneMatch(one -> one.is(request, heldType));
    }
}
