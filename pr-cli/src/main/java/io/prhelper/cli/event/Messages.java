// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

/**
 * Messages on standard error, each beginning with the program's name. Whoever reads them may close the pipe at any time; a message
 * that cannot be written is lost and nothing else.
 */
public final class Messages {
    /** Errors and warnings; the verbosity without any option. */
    public static final int WARNINGS = 1;

    /** Clients that come and go as well. */
    public static final int CONNECTIONS = 2;

    /** Every request as well. */
    public static final int REQUESTS = 3;

    /** No verbosity asks for it. */
    static final int NEVER = Integer.MAX_VALUE;

    private final String prefix;
    private final int verbosity;

    /**
     * Messages of the program called {@code name}.
     *
     * @param verbosity 0 quiet, or one of the constants
     */
    public Messages(String name, int verbosity) {
        this.prefix = name + ": ";
        this.verbosity = verbosity;
    }

    /** Why the program ends; said whatever the verbosity. */
    public void fatal(String message) {
        System.err.println(prefix + message);
    }

    /** Something the administrator should know. */
    public void warning(String message) {
        if (wants(WARNINGS)) {
            System.err.println(prefix + "warning: " + message);
        }
    }

    /** A message for those who asked for {@code level} or more. */
    void say(int level, String message) {
        if (wants(level)) {
            System.err.println(prefix + message);
        }
    }

    boolean wants(int level) {
        return verbosity >= level;
    }
}
