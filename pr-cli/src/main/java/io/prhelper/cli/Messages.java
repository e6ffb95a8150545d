// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

/**
 * Messages on standard error, each line beginning with the program's name. Whoever reads them may close the pipe at any time; a
 * message that cannot be written is lost and nothing else.
 */
final class Messages {
    private final String prefix;
    private final int verbosity;

    /**
     * Messages of {@code program}.
     *
     * @param verbosity 0 quiet, 1 errors and warnings, 2 connections, 3 requests
     */
    Messages(Program program, int verbosity) {
        this.prefix = program.name() + ": ";
        this.verbosity = verbosity;
    }

    /** Why the program ends; said whatever the verbosity. */
    void fatal(String message) {
        System.err.println(prefix + message);
    }

    /** Something the administrator should know. */
    void warning(String message) {
        say(1, "warning: " + message);
    }

    /** A message for those who asked for {@code level} or more. */
    void say(int level, String message) {
        if (verbosity >= level) {
            System.err.println(prefix + message);
        }
    }
}
