// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import io.prhelper.cli.history.History.Cause;
import io.prhelper.cli.history.History.Fencing;
import io.prhelper.cli.history.History.Notice;
import io.prhelper.cli.history.History.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Plays the commands of a disk that ended GOOD (SPC-5, 5.14). That a command ended GOOD tells of the time before as well: who reserves
 * was registered.
 */
final class Replay {
    /** Actions that look at the service action key. */
    private static final Set<String> NAMES_A_KEY = Set.of(
            "REGISTER",
            "REGISTER AND IGNORE EXISTING KEY",
            "PREEMPT",
            "PREEMPT AND ABORT",
            "REGISTER AND MOVE",
            "REPLACE LOST RESERVATION");

    private final Seats seats = new Seats();
    private final Reservation reservation = new Reservation();
    private final List<Fencing> fencings = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();

    /** All others' registrations ended in sight: none is from before the trails any more. */
    private boolean allRegistrationsKnown;

    private Replay() {}

    /** What became of the disk. */
    static History of(List<Entry> entries) {
        Replay replay = new Replay();
        for (Entry entry : entries) {
            if (entry.isGood()) {
                replay.play(entry);
            } else {
                replay.refusals.add(new Refusal(entry));
            }
        }
        return new History(
                replay.seats.registrations(),
                replay.reservation.holdings(),
                replay.fencings,
                replay.refusals,
                replay.notices,
                replay.reservation.isKnown(),
                replay.allRegistrationsKnown);
    }

    private void play(Entry entry) {
        if (entry.key().isEmpty()
                || (NAMES_A_KEY.contains(entry.action()) && entry.actionKey().isEmpty())) {
            notice(entry, entry.action() + " of " + entry.party() + " ended GOOD, and its keys are not in the trail");
            return;
        }
        switch (entry.action()) {
            case "REGISTER" -> register(entry, false);
            case "REGISTER AND IGNORE EXISTING KEY" -> register(entry, true);
            case "RESERVE" -> reserve(entry);
            case "RELEASE" -> release(entry);
            case "CLEAR" -> clear(entry);
            case "PREEMPT", "PREEMPT AND ABORT" -> preempt(entry);
            case "REGISTER AND MOVE" -> move(entry);
            case "REPLACE LOST RESERVATION" -> replace(entry);
            default -> {
                // An action that SPC-5 does not have changes nothing that is known here.
            }
        }
    }

    /** SPC-5, 5.14.7: key 0 takes the registration away, another one makes or changes it. */
    private void register(Entry entry, boolean ignoring) {
        boolean ends = entry.actionKey().equals(Entry.NO_KEY);
        boolean wasNone = !ignoring && entry.key().equals(Entry.NO_KEY);
        if (wasNone || ignoring) {
            Seat seat = seats.at(entry);
            if (ends && seat != null) {
                leave(seat, entry);
            } else if (!ends && seat == null) {
                seats.begin(entry, entry.actionKey());
            } else if (!ends && wasNone && seat != null) {
                notice(
                        entry,
                        seat.party() + " registered anew although its registration with " + seat.key()
                                + " is not known to have ended: the target lost it, or the trails lack something");
                end(seat, entry, "lost unseen");
                seats.begin(entry, entry.actionKey());
            } else if (!ends && seat != null) {
                change(seat, entry);
            }
            for (String port : entry.to()) {
                seats.beginAt(port, entry);
            }
            return;
        }
        Seat seat = sender(entry);
        if (ends) {
            leave(seat, entry);
        } else {
            change(seat, entry);
        }
    }

    private void change(Seat seat, Entry entry) {
        Seat now = seats.change(seat, entry, entry.actionKey());
        reservation.seatChanged(seat, now);
    }

    /** Unregistering (5.14.11.3): the reservation of a holder ends too, that of all registrants with the last of them. */
    private void leave(Seat seat, Entry entry) {
        end(seat, entry, "unregistered");
    }

    private void end(Seat seat, Entry entry, String how) {
        seats.end(seat, entry.time(), how);
        if (reservation.isOf(seat) && (!reservation.isAllRegistrants() || seats.isEmpty())) {
            reservation.end(entry.time(), how);
        }
    }

    private void reserve(Entry entry) {
        Seat seat = sender(entry);
        if (reservation.isHeldByOther(seat)) {
            notice(
                    entry,
                    seat.party() + " reserved while " + reservation.holder()
                            + " held it: clocks of the hosts differ, or the trails lack something");
        }
        // One that began to be registered in sight can not have held it before.
        reservation.take(seat, entry, seat.from() != null, "RESERVE");
    }

    private void release(Entry entry) {
        Seat seat = sender(entry);
        if (reservation.isOf(seat)) {
            reservation.end(entry.time(), "released");
        }
    }

    private void clear(Entry entry) {
        Seat own = sender(entry);
        for (Seat seat : seats.all()) {
            if (!seat.equals(own)) {
                fence(seat, entry, Cause.CLEARS, false);
            }
        }
        seats.end(own, entry.time(), "cleared");
        reservation.end(entry.time(), "cleared by " + entry.party());
        allRegistrationsKnown = true;
    }

    /** PREEMPT (5.14.11.4): registrations with the service action key end; if one of them holds, the reservation is the sender's. */
    private void preempt(Entry entry) {
        Seat own = sender(entry);
        boolean all = entry.actionKey().equals(Entry.NO_KEY);
        boolean same = entry.actionKey().equals(entry.key());
        List<Seat> victims = new ArrayList<>();
        for (Seat seat : seats.all()) {
            if (!seat.equals(own) && (all || entry.removedAll() || ends(entry, seat.key()))) {
                victims.add(seat);
            }
        }
        boolean takes = all
                || (reservation.isKnown()
                        && reservation.isHeld()
                        && !reservation.isAllRegistrants()
                        && (victims.stream().anyMatch(reservation::isOf) || (same && reservation.isOf(own))));
        for (Seat victim : victims) {
            fence(victim, entry, same ? Cause.TAKES_OVER : Cause.FENCES, reservation.isOf(victim) && takes);
        }
        if (victims.isEmpty() && !all && !same) {
            // It would have been a conflict if nobody had that key.
            Seat stranger = seats.stranger(entry, entry.actionKey());
            fence(stranger, entry, Cause.FENCES, false);
        }
        allRegistrationsKnown |= all;
        if (takes) {
            reservation.take(own, entry, true, entry.action());
        }
    }

    private static boolean ends(Entry entry, String key) {
        return key.equals(entry.actionKey()) || entry.removed().contains(key);
    }

    private void fence(Seat seat, Entry entry, Cause cause, boolean taken) {
        fencings.add(new Fencing(entry, cause, seat.party(), seat.key(), taken));
        boolean held = reservation.isOf(seat);
        seats.end(
                seat,
                entry.time(),
                switch (cause) {
                    case FENCES -> "fenced by " + entry.party();
                    case TAKES_OVER -> "taken over by " + entry.party();
                    case CLEARS -> "cleared by " + entry.party();
                });
        if (held && !reservation.isAllRegistrants()) {
            reservation.end(entry.time(), cause == Cause.CLEARS ? "cleared" : "taken by " + entry.party());
        }
    }

    /** REGISTER AND MOVE (5.14.8): the port that it names is registered, and holds. */
    private void move(Entry entry) {
        Seat own = sender(entry);
        String type = reservation.type();
        String port =
                entry.to().isEmpty() ? "another initiator port" : entry.to().getFirst();
        Seat target = seats.beginAt(port, entry);
        reservation.end(entry.time(), "moved to " + target.party());
        reservation.takeAs(target, entry, type, "REGISTER AND MOVE");
        if (entry.unregister()) {
            seats.end(own, entry.time(), "unregistered");
        }
    }

    /** REPLACE LOST RESERVATION (5.14.11.5): as if there had been nothing before. */
    private void replace(Entry entry) {
        for (Seat seat : seats.all()) {
            fence(seat, entry, Cause.CLEARS, false);
        }
        reservation.end(entry.time(), "replaced by " + entry.party());
        reservation.take(seats.begin(entry, entry.actionKey()), entry, true, entry.action());
        allRegistrationsKnown = true;
    }

    /** Who sent it: that it ended GOOD tells that it was registered with that key. */
    private Seat sender(Entry entry) {
        Seat seat = seats.sender(entry);
        if (seat != null) {
            return seat;
        }
        Seat other = seats.at(entry);
        String ended = seats.howItEnded(entry);
        if (other != null) {
            notice(
                    entry,
                    "a command of " + entry.party() + " ended GOOD with the key " + entry.key()
                            + ", and the trails know it with " + other.key() + ": they lack something");
            end(other, entry, "changed unseen");
        } else if (!ended.isEmpty()) {
            notice(
                    entry,
                    "a command of " + entry.party() + " with the key " + entry.key() + " ended GOOD after it was "
                            + ended + ": clocks of the hosts differ, or the trails lack something");
        }
        return seats.inferred(entry);
    }

    private void notice(Entry entry, String text) {
        notices.add(new Notice(entry.time(), text));
    }
}
