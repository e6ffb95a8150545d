// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.metrics;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.protocol.Violation;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerObserver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Counts what a server tells. A request costs three additions and makes nothing. */
final class RequestCounter implements ServerObserver {
    /** Upper bounds of the classes of durations, ns; a last class has none. */
    private static final long[] BOUNDS = {
        100_000L,
        250_000L,
        500_000L,
        1_000_000L,
        2_500_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        100_000_000L,
        250_000_000L,
        TimeUnit.SECONDS.toNanos(1),
        TimeUnit.SECONDS.toNanos(5),
        TimeUnit.SECONDS.toNanos(30)
    };

    /** Five bits of the CDB. */
    private static final int SERVICE_ACTIONS = 32;

    private static final String OTHER = "other";

    /** By the standard's names, the last one for what it has no name for. */
    private final List<String> actions = new ArrayList<>();

    private final List<String> statuses = new ArrayList<>();

    /** Which action that is: PERSISTENT RESERVE IN by its service action, then OUT. */
    private final int[] actionOf = new int[2 * SERVICE_ACTIONS];

    private final int cleanup;
    private final int[] statusOf = new int[256];
    private final AtomicLongArray requests;
    private final AtomicLongArray durations;
    private final AtomicLongArray nanos;
    private final Map<Decision, AtomicLong> refusals = new EnumMap<>(Decision.class);
    private final Map<Limit, AtomicLong> turnedAway = new EnumMap<>(Limit.class);
    private final Map<Loss, AtomicLong> losses = new EnumMap<>(Loss.class);
    private final AtomicLong opened = new AtomicLong();
    private final Map<Ending, AtomicLong> endings = new EnumMap<>(Ending.class);

    /** How a device tells that a client does not hold any more what it held (SPC-5, 5.14.11). */
    enum Loss {
        RESERVATIONS_PREEMPTED,
        RESERVATIONS_RELEASED,
        REGISTRATIONS_PREEMPTED;

        /** What tells of it. */
        private Sense sense() {
            return switch (this) {
                case RESERVATIONS_PREEMPTED -> Sense.RESERVATIONS_PREEMPTED;
                case RESERVATIONS_RELEASED -> Sense.RESERVATIONS_RELEASED;
                case REGISTRATIONS_PREEMPTED -> Sense.REGISTRATIONS_PREEMPTED;
            };
        }
    }

    /** Why a connection was ended by us. */
    enum Ending {
        VIOLATION,
        TIMEOUT,
        FAILURE
    }

    RequestCounter() {
        for (PrInAction action : PrInAction.values()) {
            actionOf[action.code()] = named(actions, action);
        }
        for (PrOutAction action : PrOutAction.values()) {
            actionOf[SERVICE_ACTIONS + action.code()] = named(actions, action);
        }
        cleanup = actions.size();
        actions.add("CLEANUP");
        int unnamed = actions.size();
        actions.add(OTHER);
        for (int code = 0; code < SERVICE_ACTIONS; code++) {
            if (PrInAction.of(code).isEmpty()) {
                actionOf[code] = unnamed;
            }
            if (PrOutAction.of(code).isEmpty()) {
                actionOf[SERVICE_ACTIONS + code] = unnamed;
            }
        }
        Arrays.fill(statusOf, ScsiStatus.values().length);
        for (ScsiStatus status : ScsiStatus.values()) {
            statusOf[status.code()] = named(statuses, status);
        }
        statuses.add(OTHER);
        requests = new AtomicLongArray(actions.size() * statuses.size());
        durations = new AtomicLongArray(actions.size() * (BOUNDS.length + 1));
        nanos = new AtomicLongArray(actions.size());
        fill(refusals, Decision.values());
        refusals.remove(Decision.EXECUTED);
        fill(turnedAway, Limit.values());
        fill(losses, Loss.values());
        fill(endings, Ending.values());
    }

    private static int named(List<String> names, Enum<?> constant) {
        names.add(constant.name().replace('_', ' '));
        return names.size() - 1;
    }

    private static <K extends Enum<K>> void fill(Map<K, AtomicLong> counts, K[] keys) {
        for (K key : keys) {
            counts.put(key, new AtomicLong());
        }
    }

    private static <K extends Enum<K>> void add(Map<K, AtomicLong> counts, K key) {
        AtomicLong count = counts.get(key);
        if (count != null) {
            count.incrementAndGet();
        }
    }

    @Override
    public boolean wants(Decision decision, int opcode, int serviceAction) {
        return false;
    }

    @Override
    public boolean counts() {
        return true;
    }

    @Override
    public void counted(
            Decision decision, int opcode, int serviceAction, int status, @Nullable Sense sense, long duration) {
        int action = action(opcode, serviceAction);
        requests.incrementAndGet(action * statuses.size() + statusOf[status & 0xff]);
        durations.incrementAndGet(action * (BOUNDS.length + 1) + place(duration));
        nanos.addAndGet(action, duration);
        if (decision != Decision.EXECUTED) {
            add(refusals, decision);
        } else if (sense != null) {
            lost(sense);
        }
    }

    private int action(int opcode, int serviceAction) {
        return switch (opcode) {
            case Wire.PERSISTENT_RESERVE_IN -> actionOf[serviceAction];
            case Wire.PERSISTENT_RESERVE_OUT -> actionOf[SERVICE_ACTIONS + serviceAction];
            default -> cleanup;
        };
    }

    private static int place(long duration) {
        int place = 0;
        while (place < BOUNDS.length && duration > BOUNDS[place]) {
            place++;
        }
        return place;
    }

    private void lost(Sense sense) {
        for (Loss loss : Loss.values()) {
            if (loss.sense().equals(sense)) {
                add(losses, loss);
            }
        }
    }

    @Override
    public void connected(long connection, PeerCredentials peer) {
        opened.incrementAndGet();
    }

    @Override
    public void refused(PeerCredentials peer, Limit limit, int most) {
        add(turnedAway, limit);
    }

    @Override
    public void violated(long connection, PeerCredentials peer, Violation violation) {
        add(endings, Ending.VIOLATION);
    }

    @Override
    public void timedOut(long connection, PeerCredentials peer) {
        add(endings, Ending.TIMEOUT);
    }

    @Override
    public void failed(long connection, PeerCredentials peer, Throwable cause) {
        add(endings, Ending.FAILURE);
    }

    /** Writes all that was counted. */
    void writeTo(MetricsText text) {
        text.family("requests_total", "counter", "Requests by service action and SCSI status.");
        for (int action = 0; action < actions.size(); action++) {
            for (int status = 0; status < statuses.size(); status++) {
                long count = requests.get(action * statuses.size() + status);
                // All that may ever be are many; the good ones are there from the start, so that the first one is an
                // increase.
                if (count > 0 || status == 0) {
                    text.sample(count, "action", actions.get(action), "status", statuses.get(status));
                }
            }
        }
        text.family(
                "request_duration_seconds",
                "histogram",
                "Time from the whole request to the reply, by service action.");
        for (int action = 0; action < actions.size(); action++) {
            writeDurations(text, action);
        }
        counts(
                text,
                "requests_refused_total",
                "Requests that were refused without asking a device.",
                "reason",
                refusals);
        counts(
                text,
                "reservations_lost_total",
                "Answers of devices that say a client does not hold any more what it held.",
                "attention",
                losses);
        text.family("connections_opened_total", "counter", "Clients that were accepted.");
        text.sample(opened.get());
        counts(
                text,
                "connections_refused_total",
                "Clients that were turned away, by the limit that one more would have exceeded.",
                "limit",
                turnedAway);
        counts(
                text,
                "connections_broken_total",
                "Connections that the helper ended before their client did.",
                "reason",
                endings);
    }

    private void writeDurations(MetricsText text, int action) {
        int from = action * (BOUNDS.length + 1);
        long count = 0;
        for (int place = 0; place <= BOUNDS.length; place++) {
            count += durations.get(from + place);
        }
        if (count == 0) {
            return;
        }
        String name = actions.get(action);
        long below = 0;
        for (int place = 0; place < BOUNDS.length; place++) {
            below += durations.get(from + place);
            text.part("_bucket", below, "action", name, "le", MetricsText.seconds(BOUNDS[place]));
        }
        // Others go on counting: what a class has is never less than what the classes below it had.
        count = Math.max(count, below);
        text.part("_bucket", count, "action", name, "le", "+Inf");
        text.part("_sum", MetricsText.seconds(nanos.get(action)), "action", name);
        text.part("_count", count, "action", name);
    }

    private static <K extends Enum<K>> void counts(
            MetricsText text, String name, String help, String label, Map<K, AtomicLong> counts) {
        text.family(name, "counter", help);
        counts.forEach(
                (key, count) -> text.sample(count.get(), label, key.name().toLowerCase(Locale.ROOT)));
    }
}
