// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReadReservationData.Reservation;
import io.prhelper.core.pr.ReservationKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a device saw, in a form whose parts can be compared.
 *
 * @param generation PRGENERATION
 * @param registrations keys by the port that has them; where the device does not tell ports, by the place in the list of keys
 * @param reservation in words; null for none
 */
record Snapshot(
        long generation,
        Map<String, ReservationKey> registrations,
        @Nullable String reservation) {

    /**
     * Looks. PRGENERATION counts registrations, so they are read again only where it is not what it was; it does not count reservations (SPC-5,
     * 5.14.6), which are read each time.
     *
     * @param last what the look before saw, or null
     * @param notices where unit attentions are told
     * @throws IOException if the device did not answer; the message says how
     */
    static Snapshot take(PrReader reader, @Nullable Snapshot last, List<String> notices) throws IOException {
        ReadReservationData reservation = good(UnitState.ask(reader, PrQuery.READ_RESERVATION, notices));
        if (last != null && reservation.generation() == last.generation) {
            return new Snapshot(last.generation, last.registrations, words(reservation));
        }
        PrOutcome<ReadFullStatusData> full = UnitState.ask(reader, PrQuery.READ_FULL_STATUS, notices);
        Map<String, ReservationKey> registrations = new LinkedHashMap<>();
        long generation;
        if (full instanceof PrOutcome.Good<ReadFullStatusData>(ReadFullStatusData data)) {
            generation = data.generation();
            for (Registration one : data.registrations()) {
                registrations.put(Words.port(one), one.key());
            }
        } else {
            ReadKeysData data = good(UnitState.ask(reader, PrQuery.READ_KEYS, notices));
            generation = data.generation();
            for (ReservationKey key : data.keys()) {
                registrations.put("registration " + (registrations.size() + 1), key);
            }
        }
        return new Snapshot(generation, registrations, words(reservation));
    }

    private static <T extends PrInData> T good(PrOutcome<T> outcome) throws IOException {
        if (outcome instanceof PrOutcome.Good<T>(T data)) {
            return data;
        }
        throw new IOException("the device answered " + Words.of(outcome));
    }

    private static @Nullable String words(ReadReservationData data) {
        return switch (data.state()) {
            case NONE -> null;
            case UNKNOWN -> "not known: the answer was cut off";
            case HELD -> data.reservation().map(Snapshot::words).orElse("held, details missing");
        };
    }

    private static String words(Reservation held) {
        return Words.of(held.scopeAndType()) + (held.key().isZero() ? "" : ", key " + held.key());
    }

    /** What is not as it was. */
    List<Change> since(@Nullable Snapshot before, String device, Instant time) {
        List<Change> changes = new ArrayList<>();
        if (before == null) {
            changes.add(new Change(time, device, Change.What.START, null, text(), generation, text()));
            return changes;
        }
        for (Map.Entry<String, ReservationKey> old : before.registrations.entrySet()) {
            ReservationKey now = registrations.get(old.getKey());
            String was = old.getValue() + ", " + old.getKey();
            if (now == null) {
                changes.add(new Change(time, device, Change.What.REMOVED, was, null, generation, text()));
            } else if (!now.equals(old.getValue())) {
                changes.add(new Change(
                        time, device, Change.What.KEY_CHANGED, was, now + ", " + old.getKey(), generation, text()));
            }
        }
        for (Map.Entry<String, ReservationKey> one : registrations.entrySet()) {
            if (!before.registrations.containsKey(one.getKey())) {
                changes.add(new Change(
                        time,
                        device,
                        Change.What.REGISTERED,
                        null,
                        one.getValue() + ", " + one.getKey(),
                        generation,
                        text()));
            }
        }
        if (!Objects.equals(reservation, before.reservation)) {
            Change.What what = before.reservation == null
                    ? Change.What.RESERVED
                    : reservation == null ? Change.What.RELEASED : Change.What.RESERVATION_CHANGED;
            changes.add(new Change(time, device, what, before.reservation, reservation, generation, text()));
        }
        if (changes.isEmpty() && generation != before.generation) {
            changes.add(new Change(
                    time,
                    device,
                    Change.What.GENERATION_CHANGED,
                    Long.toString(before.generation),
                    Long.toString(generation),
                    generation,
                    text()));
        }
        return changes;
    }

    /** {@code 2 registrations, write exclusive, key 0x...}. */
    String text() {
        return (registrations.isEmpty() ? "no registration" : Words.count(registrations.size(), "registration")) + ", "
                + (reservation == null ? "no reservation" : reservation);
    }
}
