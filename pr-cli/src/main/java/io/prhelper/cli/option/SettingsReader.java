// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import io.prhelper.ffm.Limits;
import io.prhelper.ffm.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Turns a command line into an {@link Intent}. Options take effect in the order given, as they do in the reference: the help, the
 * version and the list of trace events end the reading where they stand, and the first error is the one reported.
 */
public final class SettingsReader {
    private final AccountNames accounts;
    private final Path base;
    private final TraceReader trace;
    /** The numbers among the arguments; how often it was given, for an option without an argument. */
    private final Map<ServeOption, Integer> numbers = new EnumMap<>(ServeOption.class);

    private @Nullable String socketPath;
    private OptionalInt socketMode = OptionalInt.empty();
    private OptionalInt socketGroup = OptionalInt.empty();
    private @Nullable Path pidFile;
    private OptionalInt uid = OptionalInt.empty();
    private OptionalInt gid = OptionalInt.empty();
    private Settings.Multipath multipath = Settings.Multipath.AUTO;
    private @Nullable AuditSettings audit;
    private @Nullable Path metricsFile;
    private @Nullable PolicyReader policy;

    private SettingsReader(Path base, AccountNames accounts) {
        this.base = base;
        this.trace = new TraceReader(base);
        this.accounts = accounts;
        for (ServeOption option : ServeOption.all()) {
            String byDefault = option.byDefault();
            if (option.highest() > 0 && byDefault != null) {
                numbers.put(option, Integer.valueOf(byDefault));
            }
        }
    }

    /**
     * What {@code arguments} ask for.
     *
     * @param base what relative paths are relative to
     * @throws UsageException for an option that there is not, or one without its argument
     * @throws RejectedException for an argument that cannot be used
     */
    public static Intent read(String[] arguments, Path base, AccountNames accounts)
            throws UsageException, RejectedException {
        SettingsReader reader = new SettingsReader(base, accounts);
        OptionParser<ServeOption> parser = new OptionParser<>(ServeOption.all(), arguments);
        for (ServeOption option = parser.next(); option != null; option = parser.next()) {
            Intent other = reader.take(option, parser.value());
            if (other != null) {
                return other;
            }
        }
        return new Intent.Serve(reader.settings(List.copyOf(parser.strays())));
    }

    /** Takes in one option; the result is null unless the option asks for something else than serving. */
    private @Nullable Intent take(ServeOption option, String value) throws RejectedException {
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
            case DAEMON, QUIET, VERBOSE, REPLACE_SOCKET, OFFER_CLEANUP, UNCONFINED ->
                numbers.put(option, number(option) + 1);
            case SOCKET -> socketPath = absolute(value);
            case PIDFILE -> pidFile = base.resolve(value);
            case USER -> uid = OptionalInt.of(id(accounts.userId(value), value, "user"));
            case GROUP -> gid = OptionalInt.of(id(accounts.groupId(value), value, "group"));
            case SOCKET_GROUP -> socketGroup = OptionalInt.of(id(accounts.groupId(value), value, "group"));
            case AUDIT -> audit = audit(value);
            case METRICS_FILE -> metricsFile = metricsFile(value);
            case MULTIPATH -> multipath = multipath(value);
            case SOCKET_MODE -> socketMode = OptionalInt.of(mode(value));
            case ALLOW_USER, ALLOW_GROUP, ALLOW_DEVICE, ALLOW_PARTITIONS, DENY_ACTION -> policy().take(option, value);
            case TIMEOUT, HANDSHAKE_TIMEOUT, REQUEST_TIMEOUT, REPLY_TIMEOUT, IN_FLIGHT, RESERVE_FDS ->
                numbers.put(option, number(option, value));
            case MAX_CONNECTIONS, MAX_PER_PEER, MAX_PER_USER -> numbers.put(option, number(option, value));
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

    /** 0 where it was not given and has no default. */
    private int number(ServeOption option) {
        Integer number = numbers.get(option);
        return number == null ? 0 : number;
    }

    private boolean given(ServeOption option) {
        return number(option) > 0;
    }

    private Limits limits() {
        int connections = number(ServeOption.MAX_CONNECTIONS);
        return new Limits(
                connections,
                given(ServeOption.MAX_PER_USER) ? number(ServeOption.MAX_PER_USER) : connections,
                number(ServeOption.MAX_PER_PEER),
                number(ServeOption.IN_FLIGHT),
                number(ServeOption.RESERVE_FDS),
                Duration.ofSeconds(number(ServeOption.HANDSHAKE_TIMEOUT)),
                Duration.ofSeconds(number(ServeOption.REQUEST_TIMEOUT)),
                Duration.ofSeconds(number(ServeOption.REPLY_TIMEOUT)));
    }

    private Settings settings(List<String> ignored) throws RejectedException {
        if (audit != null && audit.toStandardOutput() && given(ServeOption.DAEMON)) {
            throw new RejectedException("--audit=- can't be used with --daemon: standard output is the caller's");
        }
        return new Settings(
                given(ServeOption.DAEMON),
                given(ServeOption.QUIET) ? 0 : Math.min(1 + number(ServeOption.VERBOSE), 3),
                socket(),
                pidFile(),
                new Settings.Identity(uid, gid),
                trace.settings(),
                limits(),
                number(ServeOption.TIMEOUT),
                policy == null ? Policy.DEFAULTS : policy.policy(),
                given(ServeOption.OFFER_CLEANUP),
                multipath,
                audit,
                metricsFile,
                given(ServeOption.UNCONFINED),
                ignored);
    }

    private Settings.Socket socket() {
        String path = socketPath;
        return new Settings.Socket(
                path == null ? text(ServeOption.SOCKET) : path,
                path != null,
                socketMode,
                socketGroup,
                given(ServeOption.REPLACE_SOCKET));
    }

    private Settings.PidFile pidFile() {
        Path path = pidFile;
        return new Settings.PidFile(path == null ? Path.of(text(ServeOption.PIDFILE)) : path, path != null);
    }

    private static String absolute(String path) throws RejectedException {
        if (!path.startsWith("/")) {
            throw new RejectedException("socket path must be absolute");
        }
        return path;
    }

    /** A name comes first: a user may well be called 1000. The id -1 means "unchanged" to the kernel, so it names nobody. */
    static int id(OptionalInt found, String value, String kind) throws RejectedException {
        if (found.isPresent()) {
            return found.getAsInt();
        }
        long id = decimal(value, 0xfffffffeL);
        if (id < 0) {
            throw new RejectedException("invalid " + kind + " '" + value + "'");
        }
        return (int) id;
    }

    private AuditSettings audit(String value) throws RejectedException {
        return switch (value) {
            case "" -> throw new RejectedException("invalid value '' for --audit: a file, journal or - is needed");
            case "journal" -> AuditSettings.JOURNAL;
            case "-" -> AuditSettings.STANDARD_OUTPUT;
            default -> new AuditSettings(false, base.resolve(value));
        };
    }

    private Path metricsFile(String value) throws RejectedException {
        if (value.isEmpty() || value.endsWith("/")) {
            throw new RejectedException(
                    "invalid value '" + value + "' for --metrics-file: the name of a file is needed");
        }
        return base.resolve(value);
    }

    private static Settings.Multipath multipath(String value) throws RejectedException {
        return switch (value) {
            case "auto" -> Settings.Multipath.AUTO;
            case "on" -> Settings.Multipath.ON;
            case "off" -> Settings.Multipath.OFF;
            default ->
                throw new RejectedException("invalid value '" + value + "' for --multipath: auto, on or off is needed");
        };
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

    private static int number(ServeOption option, String value) throws RejectedException {
        long number = decimal(value, option.highest());
        if (number < option.lowest()) {
            throw new RejectedException("invalid value '" + value + "' for " + option.typed() + ": a whole number from "
                    + option.lowest() + " to " + option.highest() + " is needed");
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

    private static String text(ServeOption option) {
        String text = option.byDefault();
        if (text == null) {
            throw new AssertionError(option + " has no default");
        }
        return text;
    }
}
