// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one table of options. The parser of the start path, the help, the manual page and the completions are all made from it, so
 * they cannot drift.
 *
 * <p>The options of the manual come first, in the order in which the reference names them when an abbreviation is ambiguous. What
 * follows are additions of ours; they have no letter, and an abbreviation that means an option of the manual never means one of
 * them.
 */
public enum Option {
    HELP('h', "help", null, null, "Display a help message and exit."),
    VERSION('V', "version", null, null, "Display version information and exit."),
    SOCKET(
            'k',
            "socket",
            "PATH",
            "/var/run/qemu-pr-helper.sock",
            "Absolute path of the socket to listen on. Not allowed with socket activation, where the socket is handed over"
                    + " ready made. A socket that nobody listens on any more is replaced; any other file at the path is an"
                    + " error."),
    PIDFILE(
            'f',
            "pidfile",
            "PATH",
            "/var/run/qemu-pr-helper.pid",
            "Write the process id to this file and keep it locked. The default path is used with --daemon only; without"
                    + " --daemon a pid file is written only where this option is given."),
    DAEMON(
            'd',
            "daemon",
            null,
            null,
            "Run in the background and create a PID file. The command returns once the socket accepts connections and the PID"
                    + " file is written."),
    TRACE(
            'T',
            "trace",
            "[[enable=]PATTERN][,events=FILE][,file=FILE]",
            null,
            "Trace the events whose names match PATTERN, where * and ? are wildcards and a leading - disables what matches."
                    + " events=FILE reads one pattern a line, file=FILE sends the trace to a file and not to standard error."
                    + " May be given several times. '-T help' lists the events."),
    USER('u', "user", "USER", null, "User (name or decimal id) to drop privileges to."),
    GROUP('g', "group", "GROUP", null, "Group (name or decimal id) to drop privileges to."),
    VERBOSE(
            'v',
            "verbose",
            null,
            null,
            "Say more: once for connections, twice for every request. Starts at errors and warnings."),
    QUIET('q', "quiet", null, null, "Say nothing but why the program cannot start."),

    SOCKET_MODE(
            "socket-mode",
            "OCTAL",
            null,
            "Permissions of the socket, set before it can be connected to. Without it they are what the umask leaves."),
    SOCKET_GROUP("socket-group", "GROUP", null, "Group (name or decimal id) that owns the socket."),
    TIMEOUT("timeout", "SECONDS", "30", "Time a device has to finish one command, 1 to 3600."),
    OFFER_CLEANUP(
            "offer-cleanup",
            null,
            null,
            "Offer clients the feature bit of the CLEANUP command, which no released QEMU asks for. The command itself is"
                    + " answered in any case."),
    MAX_CONNECTIONS("max-connections", "COUNT", "1024", "Connections served at a time, 1 to 65536; more are closed."),
    MAX_PER_PEER(
            "max-per-peer", "COUNT", "64", "Connections served at a time for one peer, 1 to 65536; more are closed."),
    HANDSHAKE_TIMEOUT("handshake-timeout", "SECONDS", "10", "Time a new client has to answer the greeting, 1 to 3600."),
    REQUEST_TIMEOUT(
            "request-timeout",
            "SECONDS",
            "10",
            "Time a client has to finish a request it has begun, and to take the reply, 1 to 3600. Between requests a client"
                    + " may be idle for ever."),
    IN_FLIGHT("in-flight", "COUNT", "4", "Commands in flight on one device, 1 to 64; more are answered BUSY."),
    UNCONFINED(
            "unconfined",
            null,
            null,
            "Do without the system call filter. For debugging only; a message says that it is off.");

    private static final List<Option> ALL = List.of(values());

    private final char letter;
    private final String name;
    private final @Nullable String argument;
    private final @Nullable String byDefault;
    private final String description;

    Option(char letter, String name, @Nullable String argument, @Nullable String byDefault, String description) {
        this.letter = letter;
        this.name = name;
        this.argument = argument;
        this.byDefault = byDefault;
        this.description = description;
    }

    Option(String name, @Nullable String argument, @Nullable String byDefault, String description) {
        this((char) 0, name, argument, byDefault, description);
    }

    /** All options in table order. */
    public static List<Option> all() {
        return ALL;
    }

    /** The option's letter, or 0 where it has none. */
    public char letter() {
        return letter;
    }

    /** The long name without the two hyphens. */
    public String longName() {
        return name;
    }

    /** The long name as it is typed, for messages. */
    public String typed() {
        return "--" + name;
    }

    /** What the argument is called, or null where the option takes none. */
    public @Nullable String argument() {
        return argument;
    }

    /** Whether an argument must follow. */
    public boolean takesArgument() {
        return argument != null;
    }

    /** The value without the option, or null where there is none. */
    public @Nullable String byDefault() {
        return byDefault;
    }

    /** Sentences for the help and the manual page. */
    public String description() {
        return description;
    }

    /** Whether the option is one of the manual of QEMU's helper, and not ours. */
    public boolean standard() {
        return letter != 0;
    }
}
