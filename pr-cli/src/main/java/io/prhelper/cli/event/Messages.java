// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import java.nio.channels.WritableByteChannel;

/**
 * Messages on standard error, each beginning with the program's name. Whoever reads them may stop, or close the pipe, at any time: then
 * messages are lost and nothing else.
 */
public final class Messages implements AutoCloseable {
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
    private final LineWriter writer;

    /**
     * Messages of the program called {@code name}, which wait until they are {@linkplain #start started} or closed.
     *
     * @param verbosity 0 quiet, or one of the constants
     */
    public Messages(String name, int verbosity) {
        this(name, verbosity, StandardStream.err());
    }

    Messages(String name, int verbosity, WritableByteChannel to) {
        this.prefix = name + ": ";
        this.verbosity = verbosity;
        writer = new LineWriter("pr-log", to, lost -> prefix + "warning: " + lost + " lines lost", _ -> {});
    }

    /** From now on messages are written, by a thread of their own. */
    public Messages start() {
        writer.start();
        return this;
    }

    /** Why the program ends; said whatever the verbosity. */
    public void fatal(String message) {
        writer.write(prefix + message);
    }

    /** Something the administrator should know. */
    public void warning(String message) {
        if (wants(WARNINGS)) {
            writer.write(prefix + "warning: " + message);
        }
    }

    /** A message for those who asked for {@code level} or more. */
    void say(int level, String message) {
        if (wants(level)) {
            writer.write(prefix + message);
        }
    }

    boolean wants(int level) {
        return verbosity >= level;
    }

    /** How many lines were lost so far. */
    public long lost() {
        return writer.lost();
    }

    /** What writes them: lines of a trace that goes to standard error keep their place between messages. */
    LineWriter writer() {
        return writer;
    }

    /** Waits until all messages are written; two seconds at most. */
    public void flush() {
        writer.flush();
    }

    /** Writes what waits; two seconds at most. */
    @Override
    public void close() {
        writer.close();
    }
}
