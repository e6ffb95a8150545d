// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.map;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What multipathd keeps of one map, and what it does with that: it answers its commands about persistent reservations, and registers a path
 * that comes back. As seen with multipath-tools 0.9.4 and 0.15.1 on Linux 6.1. Safe for use by several threads.
 */
public final class SimulatedMultipathd {
    /** Whose behaviour. */
    public enum Version {
        /** multipath-tools 0.9.4. */
        V0_9,
        /** multipath-tools 0.15.1: it believes no mark that the disk does not bear out. */
        V0_15
    }

    /** What multipath.conf says of {@code reservation_key}. */
    public enum Configuration {
        /** {@code reservation_key file}: any key. */
        FILE,
        /** No such line: no key at all. */
        NONE
    }

    /** The kernel's name of the map. */
    static final String NAME = "dm-0";

    /** The device mapper's name of it. */
    static final String ALIAS = "mpatha";

    private static final String MAP = "map (?<map>\\S+)";
    private static final Pattern SET_KEY =
            Pattern.compile("setprkey " + MAP + " key 0x(?<key>[0-9a-f]{1,16})(?<aptpl>:aptpl)?");
    private static final Pattern OTHER = Pattern.compile("(?<verb>\\w+) " + MAP);

    /** For these it looks the map up itself; others are for the device mapper, or none of its words. */
    private static final Set<String> OF_MAPS = Set.of(
            "getprkey",
            "unsetprkey",
            "getprstatus",
            "setprstatus",
            "unsetprstatus",
            "getprhold",
            "setprhold",
            "unsetprhold");

    private static final String OK = "ok";
    private static final String FAIL = "fail";

    private final Version version;
    private final Configuration configuration;
    private final Supplier<List<ScsiPort>> usable;
    private @Nullable ReservationKey key;
    private boolean aptpl;
    private boolean status;
    private boolean hold;
    private boolean suspended;
    private boolean unknown;

    /**
     * Knows nothing yet.
     *
     * @param usable the paths that are not away
     */
    SimulatedMultipathd(Version version, Configuration configuration, Supplier<List<ScsiPort>> usable) {
        this.version = version;
        this.configuration = configuration;
        this.usable = usable;
    }

    /**
     * Answers a command, as one line without its end. The map is {@code dm-0} or {@code mpatha}; to suspend and to resume it is for the
     * device mapper, which knows {@code mpatha} only.
     *
     * @param command one line without its end, such as {@code getprkey map dm-0}
     * @return {@code ok}, {@code fail}, with a reason or without, or what was asked for
     */
    public synchronized String answer(String command) {
        Matcher set = SET_KEY.matcher(command);
        if (set.matches()) {
            return isKnown(set.group("map"))
                    ? setKey(ReservationKey.parse(set.group("key")), set.group("aptpl") != null)
                    : notFound();
        }
        Matcher other = OTHER.matcher(command);
        if (!other.matches()) {
            return FAIL;
        }
        String verb = other.group("verb");
        return isKnown(other.group("map")) || !OF_MAPS.contains(verb) ? plain(verb, other.group("map")) : notFound();
    }

    private boolean isKnown(String map) {
        return !unknown && (map.equals(NAME) || map.equals(ALIAS));
    }

    private String notFound() {
        return version == Version.V0_9 ? FAIL : "fail device not found";
    }

    /** It does not know the map any more, nor what it kept of it: as after its paths were put on the blacklist. */
    public synchronized void lose() {
        unknown = true;
        key = null;
        status = false;
        hold = false;
    }

    private String setKey(ReservationKey value, boolean withAptpl) {
        if (configuration == Configuration.NONE || value.isZero()) {
            return FAIL;
        }
        key = value;
        aptpl = withAptpl;
        return OK;
    }

    private String plain(String verb, String map) {
        return switch (verb) {
            case "getprkey" -> key().map(this::spelled).orElse("none");
            case "unsetprkey" -> {
                key = null;
                yield OK;
            }
            case "getprstatus" -> spelled(status);
            case "setprstatus" -> {
                status = true;
                check();
                yield OK;
            }
            case "unsetprstatus" -> {
                status = false;
                yield OK;
            }
            case "getprhold" -> version == Version.V0_9 ? FAIL : spelled(hold);
            case "setprhold", "unsetprhold" -> {
                hold = verb.startsWith("set");
                yield version == Version.V0_9 ? FAIL : OK;
            }
            case "suspend", "resume" -> {
                if (unknown || !map.equals(ALIAS)) {
                    yield FAIL;
                }
                suspended = verb.equals("suspend");
                yield OK;
            }
            default -> FAIL;
        };
    }

    private String spelled(ReservationKey value) {
        return "0x" + Long.toHexString(value.value()) + (aptpl ? ":aptpl" : "");
    }

    private String spelled(boolean set) {
        return version == Version.V0_9 ? (set ? "1" : "0") : set ? "set" : "unset";
    }

    /** The later version looks at the disk: without its key there the map is not registered, and a path with another key should not be. */
    private void check() {
        ReservationKey own = key;
        if (version == Version.V0_15 && (own == null || !isOnDisk(own))) {
            status = false;
            for (ScsiPort path : usable.get()) {
                send(path, ReservationKey.ZERO);
            }
        }
    }

    /** A path is back: it is registered if the map is, which the disk has to say too. */
    synchronized void returned(ScsiPort path) {
        if (unknown) {
            return;
        }
        ReservationKey own = key;
        if (own != null && status && isOnDisk(own)) {
            send(path, own);
        } else if (version == Version.V0_15) {
            status = false;
            send(path, ReservationKey.ZERO);
        }
    }

    private boolean isOnDisk(ReservationKey own) {
        for (ScsiPort path : usable.get()) {
            ScsiExchange exchange = execute(path, new PrInCommand(PrInAction.READ_KEYS, ScsiExchange.MAX_DATA_LENGTH));
            if (exchange.status() == 0) {
                return ReadKeysData.decode(exchange.copyDataIn()).keys().contains(own);
            }
        }
        return false;
    }

    private static void send(ScsiPort path, ReservationKey value) {
        execute(path, new PrOutCommand.RegisterAndIgnoreExistingKey(value));
    }

    /** Again as long as there is something to say first. */
    private static ScsiExchange execute(ScsiPort path, PrCommand command) {
        ScsiExchange exchange = ScsiExchange.allocate();
        do {
            command.putInto(exchange);
            path.execute(exchange);
        } while (isAttention(exchange));
        return exchange;
    }

    private static boolean isAttention(ScsiExchange exchange) {
        return exchange.status() == 2 && (exchange.copySense()[2] & 0xf) == 6;
    }

    /** {@return the key that paths which come back get; empty where it was told none} */
    public synchronized Optional<ReservationKey> key() {
        return Optional.ofNullable(key);
    }

    /** {@return whether paths that come back are to register} */
    public synchronized boolean status() {
        return status;
    }

    /** {@return whether it was told that the map holds a reservation} */
    public synchronized boolean hold() {
        return hold;
    }

    /** {@return whether I/O waits} */
    public synchronized boolean isSuspended() {
        return suspended;
    }
}
