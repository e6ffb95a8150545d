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
    private Commands() {}

    /** All that have a word, in the order of the help. */
    private static List<Command> all() {
        return List.of(
                new Demo(),
                new Inspect(),
                new Watch(),
                new Who(),
                new Examine(),
                new Simulate(),
                new Conform(),
                new Train());
    }

    /** The command that these arguments are for. */
    public static Command of(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("--train")) {
            return new Train();
        }
        // The start of the helper asks none of the others for its word.
        if (arguments.length > 0 && isWord(arguments[0])) {
            for (Command command : all()) {
                if (command.description().word().equals(arguments[0])) {
                    return command;
                }
            }
        }
        return new Serve();
    }

    /** What all that have a word say of themselves. */
    public static List<Description> descriptions() {
        List<Description> descriptions = new ArrayList<>();
        for (Command command : all()) {
            descriptions.add(command.description());
        }
        return descriptions;
    }

    /** Whether an argument in front may ask for a command; the launcher asks the same, and looks for no option behind it. */
    static boolean isWord(String argument) {
        return !argument.isEmpty() && argument.charAt(0) != '-';
    }
}
