// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.option.Description;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands that there are. One is asked for by its word as the very first argument, so that no command line that means
 * something to the reference, which ignores words without a hyphen, starts one by chance further on.
 */
public final class Commands {
    private static final List<String> WORDS =
            List.of("demo", "inspect", "watch", "who", "doctor", "simulate", "conformance", "train");

    private Commands() {}

    /**
     * The command with this word, or else the helper. It makes none of the others, whose classes would get into the archive of what a start
     * needs.
     */
    private static Command named(String word) {
        return switch (word) {
            case "demo" -> new Demo();
            case "inspect" -> new Inspect();
            case "watch" -> new Watch();
            case "who" -> new Who();
            case "doctor" -> new Examine();
            case "simulate" -> new Simulate();
            case "conformance" -> new Conform();
            case "train", "--train" -> new Train();
            default -> new Serve();
        };
    }

    /** The command that these arguments are for. */
    public static Command of(String[] arguments) {
        return arguments.length == 0 ? new Serve() : named(arguments[0]);
    }

    /** What all that have a word say of themselves, in the order of the help. */
    public static List<Description> descriptions() {
        List<Description> descriptions = new ArrayList<>();
        for (String word : WORDS) {
            descriptions.add(named(word).description());
        }
        return descriptions;
    }

    /** Whether an argument in front may ask for a command; the launcher asks the same, and looks for no option behind it. */
    static boolean isWord(String argument) {
        return !argument.isEmpty() && argument.charAt(0) != '-';
    }
}
