// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a disk, as far as trails tell.
 *
 * @param registrations all that there were, by their beginning
 * @param holdings all reservations, likewise; one that ends as the next begins was handed over
 * @param fencings registrations that ended by another's command
 * @param refusals commands that did not end GOOD
 * @param notices what does not fit together
 * @param isReservationKnown whether it is known if there is a reservation at the end
 * @param areRegistrationsKnown whether no other registration can be from before the trails
 */
record History(
        List<Registration> registrations,
        List<Holding> holdings,
        List<Fencing> fencings,
        List<Refusal> refusals,
        List<Notice> notices,
        boolean isReservationKnown,
        boolean areRegistrationsKnown) {

    /** A registration that has not ended, or a reservation. */
    static final Instant OPEN = Instant.MAX;

    /**
     * A registration with one key.
     *
     * @param from when it began; null where it was there before the trail tells of it
     * @param seen the first time that it shows
     * @param to when it ended, {@link #OPEN} if it has not
     * @param pid of the client that registered, or 0
     * @param end how it ended, empty if it has not
     */
    record Registration(
            Party party,
            String key,
            @Nullable Instant from,
            Instant seen,
            Instant to,
            long pid,
            String program,
            String place,
            String end) {
        boolean isOpen() {
            return to.equals(OPEN);
        }
    }

    /**
     * A reservation while one party holds it.
     *
     * @param from when it began; null where it may have been there before
     * @param seen the first time that it shows
     * @param to when it ended, {@link #OPEN} if it has not
     * @param begin how it came to be, such as {@code RESERVE}
     * @param end how it ended, empty if it has not
     */
    record Holding(
            Party party,
            String key,
            String type,
            @Nullable Instant from,
            Instant seen,
            Instant to,
            String begin,
            String end) {
        boolean isOpen() {
            return to.equals(OPEN);
        }

        boolean isAllRegistrants() {
            return type.endsWith("ALL REGISTRANTS");
        }
    }

    /** What another's command was for. */
    enum Cause {
        /** PREEMPT of another key. */
        FENCES("fenced"),
        /** PREEMPT of the key that both have: a migration's destination takes over. */
        TAKES_OVER("took over from"),
        /** CLEAR, and what else ends all registrations. */
        CLEARS("cleared the registration of");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * A registration that ended by another's command.
     *
     * @param by the command
     * @param fenced whose it was
     * @param key its key
     * @param reservationTaken the reservation went to the fencer with it
     */
    record Fencing(Entry by, Cause cause, Party fenced, String key, boolean reservationTaken) {
        Instant time() {
            return by.time();
        }
    }

    /** A command that did not end GOOD. */
    record Refusal(Entry command) {}

    /** Something that does not fit together, at a time. */
    record Notice(Instant time, String text) {}

    /** The reservation at the end, or null where there is none, or nobody knows. */
    @Nullable
    Holding held() {
        return holdings.isEmpty() || !holdings.getLast().isOpen() ? null : holdings.getLast();
    }

    /** Who is registered at the end. */
    List<Registration> registered() {
        return registrations.stream().filter(Registration::isOpen).toList();
    }
}
