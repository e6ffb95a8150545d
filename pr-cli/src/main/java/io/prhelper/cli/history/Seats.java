// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import io.prhelper.cli.history.History.Registration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is registered, and who was. */
final class Seats {
    private final Map<String, Seat> byNexus = new LinkedHashMap<>();
    private final List<Registration> ended = new ArrayList<>();

    /** By host and key, how the last one ended. */
    private final Map<String, String> endings = new HashMap<>();

    private long count;

    /** Whoever is registered there, with whatever key. */
    @Nullable
    Seat at(Entry entry) {
        return byNexus.get(entry.device().place());
    }

    /**
     * Whoever sent a command that is taken from the registered only. Where the host's device has another number by now, or the command came through
     * /dev/sgN, it is the host's registration with that key.
     */
    @Nullable
    Seat sender(Entry entry) {
        Seat seat = at(entry);
        if (seat != null && seat.key().equals(entry.key())) {
            return seat;
        }
        for (Seat other : all()) {
            if (other.party().host().equals(entry.party().host()) && other.key().equals(entry.key()) && seat == null) {
                byNexus.remove(other.nexus());
                Seat moved = new Seat(
                        other.number(),
                        entry.device().place(),
                        other.party(),
                        other.key(),
                        other.from(),
                        other.seen(),
                        other.pid(),
                        other.program());
                byNexus.put(moved.nexus(), moved);
                return moved;
            }
        }
        return null;
    }

    /** A registration that this command made. */
    Seat begin(Entry entry, String key) {
        return put(entry, key, entry.time());
    }

    /** A registration that must have been there when this command came. */
    Seat inferred(Entry entry) {
        return put(entry, entry.key(), null);
    }

    private Seat put(Entry entry, String key, @Nullable Instant from) {
        Seat seat = new Seat(
                count++, entry.device().place(), entry.party(), key, from, entry.time(), entry.pid(), entry.program());
        byNexus.put(seat.nexus(), seat);
        return seat;
    }

    /** A registration that this command made for an initiator port that it names. */
    Seat beginAt(String port, Entry entry) {
        String nexus = "port " + port;
        Seat before = byNexus.get(nexus);
        if (before != null) {
            end(before, entry.time(), "registered anew by " + entry.party());
        }
        Seat seat = new Seat(count++, nexus, Party.unknown(port), entry.actionKey(), entry.time(), entry.time(), 0, "");
        byNexus.put(nexus, seat);
        return seat;
    }

    /** One whose key this command names, and of whom no trail tells. */
    Seat stranger(Entry entry, String key) {
        Seat seat =
                new Seat(count++, "key " + key, Party.unknown("unknown, key " + key), key, null, entry.time(), 0, "");
        byNexus.put(seat.nexus(), seat);
        return seat;
    }

    /** The same registration with another key, or whose program is another one now. */
    Seat change(Seat seat, Entry entry, String key) {
        if (seat.key().equals(key) && seat.party().equals(entry.party())) {
            return seat;
        }
        end(seat, entry.time(), seat.key().equals(key) ? "registered by " + entry.party() : "changed to " + key);
        return begin(entry, key);
    }

    void end(Seat seat, Instant time, String how) {
        if (byNexus.remove(seat.nexus(), seat)) {
            ended.add(registration(seat, time, how));
            endings.put(seat.party().host() + " " + seat.key(), how);
        }
    }

    private static Registration registration(Seat seat, Instant to, String how) {
        String place = seat.nexus();
        return new Registration(
                seat.party(), seat.key(), seat.from(), seat.seen(), to, seat.pid(), seat.program(), place, how);
    }

    /** How the host's last registration with that key ended, empty where it had none. */
    String howItEnded(Entry entry) {
        return endings.getOrDefault(entry.party().host() + " " + entry.key(), "");
    }

    /** All that are registered now. */
    List<Seat> all() {
        return List.copyOf(byNexus.values());
    }

    boolean isEmpty() {
        return byNexus.isEmpty();
    }

    /** All that there are and were, by when they show first. */
    List<Registration> registrations() {
        List<Registration> all = new ArrayList<>(ended);
        for (Seat seat : byNexus.values()) {
            all.add(registration(seat, History.OPEN, ""));
        }
        all.sort(Comparator.comparing(Registration::seen));
        return List.copyOf(all);
    }
}
