// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a time is on the axis. Two seconds in which all happened are not to be one pixel of two days: the longest times without any
 * event are cut short, until what is close together can be told apart, and each cut is marked.
 */
final class TimeScale {
    /** What a cut time takes of the axis. */
    static final double CUT_WIDTH = 64;

    private static final int MOST_CUTS = 6;

    /** What is to be told apart is so far apart. */
    private static final double APART = 15;

    /** A time is cut only if it is so many times as long as the others are on average. */
    private static final int UNUSUAL = 5;

    /** What is closer together than this happened at once. */
    private static final double AT_ONCE = 0.05;

    private static final double TICK_WIDTH = 84;
    private static final double[] STEPS = {
        0.001,
        0.002,
        0.005,
        0.01,
        0.02,
        0.05,
        0.1,
        0.2,
        0.5,
        1,
        2,
        5,
        10,
        15,
        30,
        60,
        120,
        300,
        600,
        900,
        1800,
        3600,
        7200,
        10_800,
        21_600,
        43_200,
        86_400,
        172_800,
        604_800,
        2_419_200,
        14_515_200,
        31_536_000,
        315_360_000
    };

    private final List<Instant> points;
    private final boolean[] cut;
    private final double[] places;

    /** A mark of the axis: a text, and the day where it is another one than that of the mark before. */
    record Tick(double x, String text, String day) {}

    /** A time that is cut short. */
    record Cut(double from, double to, String length) {}

    /**
     * An axis.
     *
     * @param events of which each is to be seen; at least one
     */
    TimeScale(Collection<Instant> events, double left, double right) {
        points = new ArrayList<>(new TreeSet<>(events));
        if (points.size() == 1) {
            points.add(points.getFirst().plusSeconds(1));
        }
        cut = new boolean[points.size() - 1];
        double width = right - left;
        int cuts = 0;
        for (int longest = longest(); cuts < MOST_CUTS && isToBeCut(longest, width, cuts); longest = longest()) {
            cut[longest] = true;
            cuts++;
        }
        double perSecond = (width - cuts * CUT_WIDTH) / Math.max(whole(), 1e-9);
        places = new double[points.size()];
        places[0] = left;
        for (int i = 0; i < cut.length; i++) {
            places[i + 1] = places[i] + (cut[i] ? CUT_WIDTH : seconds(i) * perSecond);
        }
    }

    private double seconds(int interval) {
        return seconds(points.get(interval), points.get(interval + 1));
    }

    private static double seconds(Instant from, Instant to) {
        Duration length = Duration.between(from, to);
        return length.getSeconds() + length.getNano() / 1e9;
    }

    /** The longest that is not cut. */
    private int longest() {
        int longest = -1;
        for (int i = 0; i < cut.length; i++) {
            if (!cut[i] && (longest < 0 || seconds(i) > seconds(longest))) {
                longest = i;
            }
        }
        return longest;
    }

    /** All that is not cut, in seconds. */
    private double whole() {
        double sum = 0;
        for (int i = 0; i < cut.length; i++) {
            sum += cut[i] ? 0 : seconds(i);
        }
        return sum;
    }

    private boolean isToBeCut(int longest, double width, int cuts) {
        int others = cut.length - cuts - 1;
        if (longest < 0 || others < 1) {
            return false;
        }
        double whole = whole();
        double rest = whole - seconds(longest);
        double shortest = Double.MAX_VALUE;
        for (int i = 0; i < cut.length; i++) {
            if (!cut[i] && seconds(i) > AT_ONCE) {
                shortest = Math.min(shortest, seconds(i));
            }
        }
        boolean tooClose = shortest / whole * (width - cuts * CUT_WIDTH) < APART;
        return tooClose && seconds(longest) > UNUSUAL * rest / others;
    }

    /** Where a time is; one that is before or behind all is at the end. */
    double x(Instant time) {
        int found = Collections.binarySearch(points, time);
        if (found >= 0) {
            return places[found];
        }
        int next = -found - 1;
        if (next == 0 || next == points.size()) {
            return places[Math.min(next, cut.length)];
        }
        double part = seconds(points.get(next - 1), time) / seconds(next - 1);
        return places[next - 1] + part * (places[next] - places[next - 1]);
    }

    List<Cut> cuts() {
        List<Cut> cuts = new ArrayList<>();
        for (int i = 0; i < cut.length; i++) {
            if (cut[i]) {
                String length = Times.about(Duration.between(points.get(i), points.get(i + 1)));
                cuts.add(new Cut(places[i], places[i + 1], length));
            }
        }
        return cuts;
    }

    /** Marks at round times, at least one between two cuts. */
    List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        Set<String> days = new TreeSet<>();
        int first = 0;
        for (int i = 0; i <= cut.length; i++) {
            if (i == cut.length || cut[i]) {
                ticks(first, i, ticks, days);
                first = i + 1;
            }
        }
        return ticks;
    }

    /** Of the times between two points, of which none is cut. */
    private void ticks(int first, int last, List<Tick> ticks, Set<String> days) {
        Instant from = points.get(first);
        Instant to = points.get(last);
        double width = places[last] - places[first];
        double length = seconds(from, to);
        double step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0 && STEPS[i] * width / Math.max(length, 1e-9) >= TICK_WIDTH; i--) {
            step = STEPS[i];
        }
        double start = from.getEpochSecond() + from.getNano() / 1e9;
        int before = ticks.size();
        for (double at = Math.ceil(start / step) * step; at <= start + length; at += step) {
            Instant time =
                    Instant.ofEpochSecond((long) Math.floor(at + 1e-7), Math.round((at + 1e-7) % 1 * 1e3) * 1_000_000);
            add(ticks, x(time), time, step, days);
        }
        if (ticks.size() == before) {
            add(ticks, places[first], from, 1, days);
        }
    }

    /** The day stands at the first mark of it. */
    private static void add(List<Tick> ticks, double x, Instant time, double step, Set<String> days) {
        String pattern = step >= 86_400 ? "MM-dd" : step >= 60 ? "HH:mm" : step >= 1 ? "HH:mm:ss" : "HH:mm:ss.SSS";
        String day = format(time, "uuuu-MM-dd");
        ticks.add(new Tick(x, format(time, pattern), days.add(day) ? day : ""));
    }

    private static String format(Instant time, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(time);
    }
}
