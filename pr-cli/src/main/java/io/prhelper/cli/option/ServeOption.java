// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of the helper itself.
 *
 * <p>Those of the manual of QEMU's helper come first, in the order in which the reference names them when an abbreviation is
 * ambiguous. What follows are additions of ours; they have no letter.
 */
public enum ServeOption implements Option {
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
                    + " events=FILE reads one pattern a line, file=FILE appends the trace to a file; without it, it goes to standard error. A comma of a"
                    + " name is written twice."
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
    REPLACE_SOCKET(
            "replace-socket",
            null,
            null,
            "Replace also what is no socket, such as a file, a named pipe or a symbolic link (not what it leads to), and a socket"
                    + " on which another user listens. Never a directory, nor a socket on which the same user listens. A warning"
                    + " says what was there and whose. For a folder in which others can leave what they like. Not allowed with"
                    + " socket activation."),
    TIMEOUT("timeout", "SECONDS", "30", 1, 3600, "Time a device has to finish one command, 1 to 3600."),
    OFFER_CLEANUP(
            "offer-cleanup",
            null,
            null,
            "Offer clients the feature bit of the CLEANUP command, which no released QEMU asks for. The command itself is"
                    + " answered in any case."),
    MULTIPATH(
            "multipath",
            "auto|on|off",
            "auto",
            "Whether a multipath map is one initiator: a registration goes to all its paths, a path that is up acts for one that is"
                    + " away, and multipathd is told. off: a command for a map goes to one of its paths, as the kernel chooses;"
                    + " auto: on if there is a map, or multipathd, when the helper starts, and it serves as user 0, to whom alone"
                    + " multipathd listens. on lets the helper open devices for reading, and connect to Unix sockets."),
    ALLOW_USER(
            "allow-user",
            "USER",
            null,
            "Carry out commands for this user (name or decimal id), and for those of the other --allow-user and --allow-group"
                    + " options, only. Without any of them everybody who can connect is served."),
    ALLOW_GROUP(
            "allow-group",
            "GROUP",
            null,
            "Carry out commands for clients with this group (name or decimal id) too. Only the group a process runs as is"
                    + " known, not its supplementary ones."),
    ALLOW_DEVICE(
            "allow-device",
            "DEVICE",
            null,
            "Carry out commands for this device, and those of the other --allow-device options, only: the absolute path of a"
                    + " node or of a link to one, or MAJOR:MINOR of a block device. What a path stands for is looked up where the"
                    + " helper runs, anew some times a second, so it need not exist yet; a client may have opened any other node"
                    + " of the device."),
    DENY_ACTION(
            "deny-action",
            "ACTION[,ACTION]...",
            null,
            "Refuse these service actions of PERSISTENT RESERVE OUT: register, reserve, release, clear, preempt,"
                    + " preempt-and-abort, register-and-ignore-existing-key, register-and-move, replace-lost-reservation."),
    ALLOW_PARTITIONS(
            "allow-partitions",
            null,
            null,
            "Carry out commands for partitions and for logical volumes too. Dangerous: a reservation always is one of the whole"
                    + " disk below, so a client that was given a part of it can lock everybody else out of all of it."),
    MAX_CONNECTIONS(
            "max-connections", "COUNT", "1024", 1, 65536, "Connections served at a time, 1 to 65536; more are closed."),
    MAX_PER_PEER(
            "max-per-peer",
            "COUNT",
            "64",
            1,
            65536,
            "Connections served at a time for one client process, 1 to 65536; more are closed."),
    MAX_PER_USER(
            "max-per-user",
            "COUNT",
            null,
            1,
            65536,
            "Connections served at a time for one user, 1 to 65536; more are closed. Without it as many as there may be in all:"
                    + " one user often runs all virtual machines of a host."),
    /** The least is what the JVM and the helper itself have open, and some to turn clients away with. */
    RESERVE_FDS(
            "reserve-fds",
            "COUNT",
            "64",
            32,
            65536,
            "File descriptors that clients never get, 32 to 65536. A connection needs two of the others."),
    HANDSHAKE_TIMEOUT(
            "handshake-timeout", "SECONDS", "10", 1, 3600, "Time a new client has to answer the greeting, 1 to 3600."),
    REQUEST_TIMEOUT(
            "request-timeout",
            "SECONDS",
            "10",
            1,
            3600,
            "Time a client has to finish a request it has begun, 1 to 3600. Between requests a client may be idle for ever."),
    REPLY_TIMEOUT("reply-timeout", "SECONDS", "10", 1, 3600, "Time a client has to take a reply, 1 to 3600."),
    /** One command in flight takes one serving thread; the pool of the server has an end. */
    IN_FLIGHT("in-flight", "COUNT", "4", 1, 64, "Commands in flight on one device, 1 to 64; more are answered BUSY."),
    AUDIT(
            "audit",
            "FILE|journal|-",
            null,
            "Append a line of JSON to this file for each PERSISTENT RESERVE OUT that ended and for each request that was refused:"
                    + " who asked for what, on which device, and what came of it. journal: an entry of the journal with a field for"
                    + " each of that, found by MESSAGE_ID=1f2868f46c3f4382839195be4f7b1ce5; -: standard output, not with --daemon. SIGUSR1 has the file"
                    + " opened anew. No request waits for it: lines that find no room are counted in one of their own."),
    METRICS_FILE(
            "metrics-file",
            "FILE",
            null,
            "Write numbers of requests, connections and threads to this file every ten seconds and at the end, in the text format"
                    + " of Prometheus. In a folder of node_exporter's textfile collector its name ends with .prom."),
    UNCONFINED(
            "unconfined",
            null,
            null,
            "Do without the system call filter. For debugging only; a message says that it is off.");

    private static final List<ServeOption> ALL = List.of(values());

    private final char letter;
    private final String name;
    private final @Nullable String argument;
    private final @Nullable String byDefault;
    private final int lowest;
    private final int highest;
    private final String description;

    ServeOption(
            char letter,
            String name,
            @Nullable String argument,
            @Nullable String byDefault,
            int lowest,
            int highest,
            String description) {
        this.letter = letter;
        this.name = name;
        this.argument = argument;
        this.byDefault = byDefault;
        this.lowest = lowest;
        this.highest = highest;
        this.description = description;
    }

    /** One of the manual's. */
    ServeOption(char letter, String name, @Nullable String argument, @Nullable String byDefault, String description) {
        this(letter, name, argument, byDefault, 0, 0, description);
    }

    /** One of ours. */
    ServeOption(String name, @Nullable String argument, @Nullable String byDefault, String description) {
        this((char) 0, name, argument, byDefault, 0, 0, description);
    }

    /** One of ours whose argument is a whole number in a range. */
    ServeOption(String name, String argument, @Nullable String byDefault, int lowest, int highest, String description) {
        this((char) 0, name, argument, byDefault, lowest, highest, description);
    }

    /** All options in table order. */
    public static List<ServeOption> all() {
        return ALL;
    }

    @Override
    public char letter() {
        return letter;
    }

    @Override
    public String longName() {
        return name;
    }

    @Override
    public @Nullable String argument() {
        return argument;
    }

    @Override
    public @Nullable String byDefault() {
        return byDefault;
    }

    @Override
    public String description() {
        return description;
    }

    /** The least number that may be given. */
    int lowest() {
        return lowest;
    }

    /** The greatest number that may be given, or 0 where the argument is no number. */
    int highest() {
        return highest;
    }
}
