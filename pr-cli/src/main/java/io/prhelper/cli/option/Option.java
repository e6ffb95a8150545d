// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import org.jspecify.annotations.Nullable;

/**
 * One row of a command's table of options. The parser, the help, the manual page and the completions are all made from the same
 * table, so they cannot drift.
 *
 * <p>An abbreviation that means an option with a letter never means one without.
 */
public interface Option {
    /** The option's letter, or 0 where it has none. */
    char letter();

    /** The long name without the two hyphens. */
    String longName();

    /** What the argument is called, or null where the option takes none. */
    @Nullable
    String argument();

    /** The value without the option, or null where there is none. */
    @Nullable
    String byDefault();

    /** Sentences for the help and the manual page. */
    String description();

    /** Whether there is a letter for it. */
    default boolean hasLetter() {
        return letter() != 0;
    }

    /** The long name as it is typed, for messages. */
    default String typed() {
        return "--" + longName();
    }

    /** Whether an argument must follow. */
    default boolean takesArgument() {
        return argument() != null;
    }
}
