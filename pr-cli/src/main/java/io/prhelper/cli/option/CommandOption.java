// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import org.jspecify.annotations.Nullable;

/**
 * An option of a command that has a word.
 *
 * @param letter its letter, or 0 where it has none
 * @param longName the long name without the two hyphens
 * @param argument what its argument is called, or null where it takes none
 * @param byDefault the value without the option, or null where there is none
 * @param description sentences for the help and the manual page
 */
public record CommandOption(
        char letter,
        String longName,
        @Nullable String argument,
        @Nullable String byDefault,
        String description) implements Option {

    /** The first option of every command. */
    public static final Option HELP = new CommandOption('h', "help", null, null, "Display a help message and exit.");
}
