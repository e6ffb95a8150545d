// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import io.prhelper.ffm.Limits;
import io.prhelper.ffm.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a command line into an {@link Intent}. Options take effect in the order given, as they do in the reference: the help, the
 * version and the list of trace events end the reading where they stand, and the first error is the one reported.
 */
public final class SettingsReader {
    private static final int MAX_SECONDS = 3600;
    private static final int MAX_CONNECTIONS = 65536;
    /** What the JVM and the daemon itself have open, and some to turn clients away with. */
    private static final int MIN_RESERVE = 32;
    /** One command in flight per serving thread; the pool of the server has an end. */
    private static final int MAX_IN_FLIGHT = 64;

    private final Accounts accounts;
    private final Path base;
    private final TraceReader trace;
    private boolean daemon;
    private boolean quiet;
    private int loudness = 1;
    private String socketPath = text(Option.SOCKET);
    private boolean socketGiven;
    private int socketMode = Settings.UNCHANGED;
    private int socketGroup = Settings.UNCHANGED;
    private Path pidFile = Path.of(text(Option.PIDFILE));
    private boolean pidFileGiven;
    private int uid = Settings.UNCHANGED;
    private int gid = Settings.UNCHANGED;
    private int deviceSeconds = number(Option.TIMEOUT);
    private int connections = number(Option.MAX_CONNECTIONS);
    private int perPeer = number(Option.MAX_PER_PEER);
    private int perUser;
    private int reserve = number(Option.RESERVE_FDS);
    private int handshakeSeconds = number(Option.HANDSHAKE_TIMEOUT);
    private int requestSeconds = number(Option.REQUEST_TIMEOUT);
    private int replySeconds = number(Option.REPLY_TIMEOUT);
    private int inFlight = number(Option.IN_FLIGHT);
    private @Nullable PolicyReader policy;
    private boolean offerCleanup;
    private boolean unconfined;

    private SettingsReader(Path base, Accounts accounts) {
        this.base = base;
        this.trace = new TraceReader(base);
        this.accounts = accounts;
    }

    /**
     * What {@code arguments} ask for.
     *
     * @param base what relative paths are relative to
     * @throws UsageException for an option that there is not, or one without its argument
     * @throws RejectedException for an argument that cannot be used
     */
    public static Intent read(String[] arguments, Path base, Accounts accounts)
            throws UsageException, RejectedException {
        SettingsReader reader = new SettingsReader(base, accounts);
        OptionParser parser = new OptionParser(arguments);
        for (Option option = parser.next(); option != null; option = parser.next()) {
            Intent other = reader.take(option, parser.value());
            if (other != null) {
                return other;
            }
        }
        return new Intent.Serve(reader.settings(List.copyOf(parser.strays())));
    }

    /** Takes in one option; the result is null unless the option asks for something else than serving. */
    private @Nullable Intent take(Option option, String value) throws RejectedException {
        switch (option) {
            case HELP -> {
                return Intent.Show.HELP;
            }
            case VERSION -> {
                return Intent.Show.VERSION;
            }
            case TRACE -> {
                if (TraceReader.asksForList(value)) {
                    return Intent.Show.TRACE_EVENTS;
                }
                trace.read(value);
            }
            case DAEMON -> daemon = true;
            case QUIET -> quiet = true;
            case VERBOSE -> loudness++;
            case OFFER_CLEANUP -> offerCleanup = true;
            case UNCONFINED -> unconfined = true;
            case SOCKET -> {
                if (!value.startsWith("/")) {
                    throw new RejectedException("socket path must be absolute");
                }
                socketPath = value;
                socketGiven = true;
            }
            case PIDFILE -> {
                pidFile = base.resolve(value);
                pidFileGiven = true;
            }
            case USER -> uid = id(accounts.userId(value), value, "user");
            case GROUP -> gid = id(accounts.groupId(value), value, "group");
            case SOCKET_GROUP -> socketGroup = id(accounts.groupId(value), value, "group");
            case SOCKET_MODE -> socketMode = mode(value);
            case TIMEOUT -> deviceSeconds = number(option, value, MAX_SECONDS);
            case HANDSHAKE_TIMEOUT -> handshakeSeconds = number(option, value, MAX_SECONDS);
            case REQUEST_TIMEOUT -> requestSeconds = number(option, value, MAX_SECONDS);
            case REPLY_TIMEOUT -> replySeconds = number(option, value, MAX_SECONDS);
            case MAX_CONNECTIONS -> connections = number(option, value, MAX_CONNECTIONS);
            case MAX_PER_PEER -> perPeer = number(option, value, MAX_CONNECTIONS);
            case MAX_PER_USER -> perUser = number(option, value, MAX_CONNECTIONS);
            case RESERVE_FDS -> reserve = number(option, value, MIN_RESERVE, MAX_CONNECTIONS);
            case IN_FLIGHT -> inFlight = number(option, value, MAX_IN_FLIGHT);
            case ALLOW_USER, ALLOW_GROUP, ALLOW_DEVICE, ALLOW_PARTITIONS, DENY_ACTION -> policy().take(option, value);
        }
        return null;
    }

    private PolicyReader policy() {
        PolicyReader reader = policy;
        if (reader == null) {
            reader = new PolicyReader(accounts);
            policy = reader;
        }
        return reader;
    }

    private Limits limits() {
        return new Limits(
                connections,
                perUser == 0 ? connections : perUser,
                perPeer,
                inFlight,
                reserve,
                Duration.ofSeconds(handshakeSeconds),
                Duration.ofSeconds(requestSeconds),
                Duration.ofSeconds(replySeconds));
    }

    private Settings settings(List<String> ignored) {
        return new Settings(
                daemon,
                quiet ? 0 : Math.min(loudness, 3),
                new Settings.Socket(socketPath, socketGiven, socketMode, socketGroup),
                new Settings.PidFile(pidFile, pidFileGiven),
                new Settings.Identity(uid, gid),
                trace.settings(),
                limits(),
                deviceSeconds,
                policy == null ? Policy.DEFAULTS : policy.policy(),
                offerCleanup,
                unconfined,
                ignored);
    }

    /** A name comes first: a user may well be called 1000. The id -1 means "unchanged" to the kernel, so it names nobody. */
    static int id(int found, String value, String kind) throws RejectedException {
        if (found != Accounts.UNKNOWN) {
            return found;
        }
        long id = decimal(value, 0xfffffffeL);
        if (id < 0) {
            throw new RejectedException("invalid " + kind + " '" + value + "'");
        }
        return (int) id;
    }

    private static int mode(String value) throws RejectedException {
        int mode = 0;
        boolean octal = !value.isEmpty() && value.length() <= 4;
        for (int i = 0; i < value.length() && octal; i++) {
            int digit = value.charAt(i) - '0';
            octal = digit >= 0 && digit < 8;
            mode = mode << 3 | digit;
        }
        if (!octal || mode > 0777) {
            throw new RejectedException(
                    "invalid value '" + value + "' for --socket-mode: octal permissions up to 0777 are needed");
        }
        return mode;
    }

    private static int number(Option option, String value, int highest) throws RejectedException {
        return number(option, value, 1, highest);
    }

    private static int number(Option option, String value, int lowest, int highest) throws RejectedException {
        long number = decimal(value, highest);
        if (number < lowest) {
            throw new RejectedException("invalid value '" + value + "' for " + option.typed() + ": a whole number from "
                    + lowest + " to " + highest + " is needed");
        }
        return (int) number;
    }

    /** The decimal number in {@code value}, or -1 where it is none from 0 to {@code highest}. */
    static long decimal(String value, long highest) {
        long number = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
            if (number > highest) {
                return -1;
            }
        }
        return value.isEmpty() ? -1 : number;
    }

    private static int number(Option option) {
        return Integer.parseInt(text(option));
    }

    private static String text(Option option) {
        String text = option.byDefault();
        if (text == null) {
            throw new AssertionError(option + " has no default");
        }
        return text;
    }
}
