// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import org.jspecify.annotations.Nullable;

/**
 * What the command does besides helping. A subcommand is named by the very first argument, so that no command line that means
 * something to the reference, which ignores words without a hyphen, starts one by chance further on.
 */
public enum Subcommand {
    DEMO("demo", "Show the helper at work on a simulated disk, without privileges or hardware.");

    private final String word;
    private final String description;

    Subcommand(String word, String description) {
        this.word = word;
        this.description = description;
    }

    /** The subcommand that these arguments begin with, or null. */
    public static @Nullable Subcommand in(String[] arguments) {
        if (arguments.length > 0) {
            for (Subcommand subcommand : values()) {
                if (subcommand.word.equals(arguments[0])) {
                    return subcommand;
                }
            }
        }
        return null;
    }

    /** The word that is typed. */
    public String word() {
        return word;
    }

    /** One sentence for the help. */
    public String description() {
        return description;
    }
}
