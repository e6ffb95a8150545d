// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Lines about clients that misbehave: of each kind one a minute, which says how many there were since the last. */
final class RareLines {
    private static final int LONGEST = 400;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** What a line is about. */
    enum Kind {
        TURNED_AWAY,
        LOGIN_REFUSED,
        CLOSED,
        NO_ACCEPT
    }

    private static final class Count {
        private long told;
        private int kept = -1;
    }

    private final Consumer<String> to;
    private final LongSupplier clock;
    private final Map<Kind, Count> counts = new EnumMap<>(Kind.class);

    RareLines(Consumer<String> to, LongSupplier clock) {
        this.to = to;
        this.clock = clock;
    }

    synchronized void tell(Kind kind, String words) {
        String line = line(words);
        Count count = counts.computeIfAbsent(kind, first -> new Count());
        long now = clock.getAsLong();
        if (count.kept >= 0 && now - count.told < MINUTE) {
            count.kept++;
            return;
        }
        to.accept(count.kept > 0 ? line + "; " + count.kept + " more since the last such line" : line);
        count.told = now;
        count.kept = 0;
    }

    /** What clients said may be in it: one line of bounded length, whatever that was. */
    private static String line(String words) {
        String line = words.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
