// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All trails that were given. */
public final class Trails implements AutoCloseable {
    /** The most commands that are kept of one disk, the newest: a process of a few dozen MiB has to do. */
    static final int MOST = 20_000;

    private static final int MOST_DEVICES = 10_000;

    private final List<Trail> trails;

    private Trails(List<Trail> trails) {
        this.trails = trails;
    }

    /**
     * What the trails tell of a disk.
     *
     * @param entries its commands by time; those of one host and time as they stand
     * @param readings what was read, in the order given
     * @param leftOut how many older commands there are
     */
    record Told(List<Entry> entries, List<TrailReading> readings, long leftOut) {}

    /**
     * Opens trails; of one that can not be opened, {@code problems} is told a sentence.
     *
     * @param given paths, or {@code -} for standard input
     */
    public static Trails open(List<String> given, InputStream standardInput, Consumer<String> problems) {
        List<Trail> trails = new ArrayList<>();
        for (String name : given) {
            try {
                trails.add(Trail.open(name, standardInput));
            } catch (IOException failed) {
                problems.accept(String.valueOf(failed.getMessage()));
            }
        }
        return new Trails(trails);
    }

    /** How many there are. */
    public int count() {
        return trails.size();
    }

    /** All devices of which they tell, at most 10,000. */
    Set<Entry.Device> devices() {
        Set<Entry.Device> devices = new LinkedHashSet<>();
        for (Trail trail : trails) {
            TrailReading.of(trail, entry -> {
                if (devices.size() < MOST_DEVICES) {
                    devices.add(entry.device());
                }
            });
        }
        return devices;
    }

    /** What they tell of one disk, up to a time if one is given. */
    Told told(Predicate<Entry.Device> disk, @Nullable Instant until) {
        PriorityQueue<Numbered> newest = new PriorityQueue<>();
        List<TrailReading> readings = new ArrayList<>();
        long[] leftOut = {0};
        long[] number = {0};
        for (Trail trail : trails) {
            readings.add(TrailReading.of(trail, entry -> {
                if (disk.test(entry.device()) && (until == null || !entry.time().isAfter(until))) {
                    newest.add(new Numbered(entry, number[0]++));
                    if (newest.size() > MOST) {
                        newest.remove();
                        leftOut[0]++;
                    }
                }
            }));
        }
        // A trail that is given twice, or a copy of it, tells nothing more.
        List<Entry> entries =
                newest.stream().sorted().map(Numbered::entry).distinct().toList();
        return new Told(entries, readings, leftOut[0]);
    }

    private record Numbered(Entry entry, long number) implements Comparable<Numbered> {
        private static final Comparator<Numbered> ORDER =
                Comparator.comparing((Numbered one) -> one.entry().time()).thenComparingLong(Numbered::number);

        @Override
        public int compareTo(Numbered other) {
            return ORDER.compare(this, other);
        }
    }

    @Override
    public void close() throws IOException {
        for (Trail trail : trails) {
            trail.close();
        }
    }
}
