// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import io.prhelper.cli.history.History.Holding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reservation: at first nobody knows whether there is one. */
final class Reservation {
    private final List<Holding> ended = new ArrayList<>();
    private boolean known;
    private @Nullable Seat holder;
    private @Nullable Holding holding;

    boolean isKnown() {
        return known;
    }

    boolean isHeld() {
        return holding != null;
    }

    boolean isAllRegistrants() {
        return holding != null && holding.isAllRegistrants();
    }

    /** Whether that registration holds it; of all registrants, each does. */
    boolean isOf(Seat seat) {
        return holder != null && (holder.number() == seat.number() || isAllRegistrants());
    }

    boolean isHeldByOther(Seat seat) {
        return holding != null && !isOf(seat);
    }

    String holder() {
        return holding == null ? "nobody" : holding.party().toString();
    }

    String type() {
        return holding == null ? "" : holding.type();
    }

    /** It is that registration's from now on; where it was with the same type, nothing changes. */
    void take(Seat seat, Entry entry, boolean fresh, String how) {
        if (holding != null && isOf(seat) && holding.type().equals(entry.type())) {
            return;
        }
        boolean since = known || fresh;
        end(entry.time(), holding != null && isOf(seat) ? "type changed" : "taken by " + entry.party());
        begin(seat, entry.type(), since ? entry.time() : null, entry.time(), how);
    }

    /** It was moved to that registration, and stays of that type. */
    void takeAs(Seat seat, Entry entry, String type, String how) {
        begin(seat, type, entry.time(), entry.time(), how);
    }

    private void begin(Seat seat, String type, @Nullable Instant from, Instant seen, String how) {
        known = true;
        holder = seat;
        holding = new Holding(seat.party(), seat.key(), type, from, seen, History.OPEN, how, "");
    }

    /** There is none from now on. */
    void end(Instant time, String how) {
        Holding was = holding;
        if (was != null) {
            ended.add(new Holding(was.party(), was.key(), was.type(), was.from(), was.seen(), time, was.begin(), how));
        }
        known = true;
        holder = null;
        holding = null;
    }

    /** The holder's registration has another key now, or is another program's. */
    void seatChanged(Seat before, Seat now) {
        if (holder == null || holder.number() != before.number() || before.equals(now)) {
            return;
        }
        Holding was = holding;
        holder = now;
        if (was != null) {
            ended.add(new Holding(
                    was.party(),
                    was.key(),
                    was.type(),
                    was.from(),
                    was.seen(),
                    now.seen(),
                    was.begin(),
                    "key or program changed"));
            holding = new Holding(
                    now.party(), now.key(), was.type(), now.seen(), now.seen(), History.OPEN, "held before", "");
        }
    }

    /** All that there are and were, the last one last. */
    List<Holding> holdings() {
        List<Holding> all = new ArrayList<>(ended);
        if (holding != null) {
            all.add(holding);
        }
        return List.copyOf(all);
    }
}
