// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import org.jspecify.annotations.Nullable;

/**
 * What the command does besides helping. A subcommand is named by the very first argument, so that no command line that means
 * something to the reference, which ignores words without a hyphen, starts one by chance further on.
 */
enum Subcommand {
    DEMO("demo") {
        @Override
        int run(Program program, String[] arguments) {
            new Messages(program, 0).fatal("the demonstration is not part of this build");
            return 1;
        }
    };

    private final String word;

    Subcommand(String word) {
        this.word = word;
    }

    /** The subcommand called {@code word}, or null. */
    static @Nullable Subcommand named(String word) {
        for (Subcommand subcommand : values()) {
            if (subcommand.word.equals(word)) {
                return subcommand;
            }
        }
        return null;
    }

    /** Runs it with the arguments that follow its name; the result is the exit status. */
    abstract int run(Program program, String[] arguments);
}
