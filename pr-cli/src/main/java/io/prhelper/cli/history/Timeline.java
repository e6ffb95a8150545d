// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import io.prhelper.cli.event.Line;
import io.prhelper.cli.history.History.Cause;
import io.prhelper.cli.history.History.Fencing;
import io.prhelper.cli.history.History.Holding;
import io.prhelper.cli.history.History.Registration;
import io.prhelper.cli.history.TrailReading.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The answer as a picture that needs nothing beside it (SVG 1.1 and a style sheet): who was paged at night sees at once who held the disk, and who took it
 * from whom. Light or dark as the reader's screen is.
 */
public final class Timeline {
    private static final double WIDTH = 1280;
    private static final double LEFT = 224;
    private static final double RIGHT = WIDTH - 28;
    private static final double TOP = 132;
    private static final double LANE = 62;
    private static final double INSET = 22;

    /** In a lane: the reservation above, registrations below. */
    private static final double HOLD_Y = 9;

    private static final double HOLD_HEIGHT = 24;
    private static final double REGISTERED_Y = 38;
    private static final double REGISTERED_HEIGHT = 14;
    private static final double MIDDLE = REGISTERED_Y + REGISTERED_HEIGHT / 2;

    private static final int MOST_LANES = 60;
    private static final int MOST_LISTED = 12;
    private static final double ARROWS_APART = 20;

    private final Answer answer;
    private final History history;
    private final Svg svg = new Svg();
    private final List<Party> lanes;
    private final int leftOut;
    private final TimeScale scale;
    private final double bottom;

    private Timeline(Answer answer) {
        this.answer = answer;
        history = answer.history();
        TreeSet<Party> parties = new TreeSet<>();
        history.registrations().forEach(one -> parties.add(one.party()));
        history.refusals().forEach(one -> parties.add(one.command().party()));
        lanes = parties.stream().limit(MOST_LANES).toList();
        leftOut = parties.size() - lanes.size();
        scale = new TimeScale(events(), LEFT + INSET, RIGHT - INSET);
        bottom = TOP + Math.max(lanes.size(), 1) * LANE;
    }

    /** The picture. */
    public static String svg(Answer answer) {
        return new Timeline(answer).draw();
    }

    private Set<Instant> events() {
        Set<Instant> events = new TreeSet<>();
        for (Registration one : history.registrations()) {
            events.add(one.seen());
            if (!one.isOpen()) {
                events.add(one.to());
            }
        }
        for (Holding one : history.holdings()) {
            events.add(one.seen());
            if (!one.isOpen()) {
                events.add(one.to());
            }
        }
        history.fencings().forEach(one -> events.add(one.time()));
        history.refusals().forEach(one -> events.add(one.command().time()));
        Instant last = answer.last();
        events.add(last == null ? Instant.EPOCH : last);
        return events;
    }

    private String draw() {
        List<List<Fencing>> listed = numbers(history.fencings());
        double height = bottom + 74 + (listed.isEmpty() ? 0 : 34 + 22 * listed.size());
        svg.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + Svg.number(WIDTH) + " "
                + Svg.number(height) + "\" width=\"" + Svg.number(WIDTH) + "\" height=\"" + Svg.number(height)
                + "\" role=\"img\">");
        svg.raw("<title>"
                + Svg.escaped("Reservations of " + Line.of(answer.name().shown())) + "</title>");
        svg.raw(TimelineStyle.TEXT);
        svg.box("page", 0, 0, WIDTH, height, 0, "");
        head();
        lanes();
        axis();
        notTold();
        registrations();
        holdings();
        refusals();
        fencings(listed);
        legend(bottom + 34);
        list(listed, bottom + 92);
        svg.raw("</svg>");
        return svg.toString();
    }

    private void head() {
        svg.text("title", 24, 36, "Reservations of " + Line.of(answer.name().shown()));
        Holding held = history.held();
        Instant last = answer.last();
        String until =
                last == null ? "No trail tells of it." : "As the trails tell it up to " + Times.full(last) + " UTC: ";
        String state = held != null
                ? held.party() + " holds it, " + held.type() + ", since "
                        + (held.from() == null ? "before " + Times.full(held.seen()) : Times.full(held.from())) + "."
                : history.isReservationKnown() ? "nobody holds it." : "whether anybody holds it is not known.";
        svg.text("words", 24, 60, until + state);
        String more = leftOut > 0 ? " " + leftOut + " more lanes are not drawn." : "";
        svg.text(
                "muted",
                24,
                80,
                (answer.hosts().size() > 1 ? "Times are UTC, by each host's own clock." : "Times are UTC.") + more);
    }

    private void lanes() {
        for (int i = 0; i < lanes.size(); i++) {
            Party party = lanes.get(i);
            double y = TOP + i * LANE;
            svg.box(i % 2 == 0 ? "lane" : "lane other", 0, y, WIDTH, LANE, 0, "");
            String name = party.isKnown() ? party.name() : "not in the trails";
            svg.text(name.length() > 18 ? "name long" : "name", 24, y + 28, cut(name, 26));
            svg.text("muted", 24, y + 46, cut(party.isKnown() ? party.host() : shortened(party.name()), 26));
        }
    }

    private void axis() {
        for (TimeScale.Tick tick : scale.ticks()) {
            svg.line("grid", tick.x(), TOP - 6, tick.x(), bottom);
            svg.text("tick", tick.x(), TOP - 12, tick.text());
            if (!tick.day().isEmpty()) {
                svg.text("day", tick.x(), TOP - 28, tick.day());
            }
        }
        for (TimeScale.Cut cut : scale.cuts()) {
            double middle = (cut.from() + cut.to()) / 2;
            svg.box(
                    "cut",
                    cut.from() + 8,
                    TOP,
                    cut.to() - cut.from() - 16,
                    bottom - TOP,
                    0,
                    "nothing for " + cut.length());
            svg.path("zigzag", zigzag(middle), "");
            svg.text("cuttext", middle, bottom + 16, cut.length());
        }
        svg.line("edge", LEFT, TOP, RIGHT, TOP);
        svg.line("edge", LEFT, bottom, RIGHT, bottom);
    }

    private String zigzag(double x) {
        StringBuilder path = new StringBuilder("M " + Svg.number(x) + " " + Svg.number(TOP));
        int side = 1;
        for (double y = TOP + 8; y <= bottom; y += 8) {
            path.append(" L ").append(Svg.number(x + 4 * side)).append(' ').append(Svg.number(y));
            side = -side;
        }
        return path.toString();
    }

    /** Times before and behind a host's trail, and gaps in it. */
    private void notTold() {
        for (int i = 0; i < lanes.size(); i++) {
            double y = TOP + i * LANE;
            String host = lanes.get(i).host();
            Span span = answer.hosts().get(host);
            if (span == null) {
                svg.box("silent", LEFT, y, RIGHT - LEFT, LANE, 0, "no trail tells of it");
                continue;
            }
            double first = scale.x(span.first());
            if (first > LEFT + INSET + 1) {
                svg.box("silent", LEFT, y, first - LEFT, LANE, 0, "the trail of " + host + " has not begun");
            }
            double last = scale.x(span.last());
            if (last < RIGHT - INSET - 1) {
                svg.box("silent", last, y, RIGHT - last, LANE, 0, "the trail of " + host + " has ended");
            }
            for (Gap gap : answer.gaps()) {
                if (gap.host().equals(host) || gap.host().isEmpty()) {
                    gap(gap, y);
                }
            }
        }
    }

    private void gap(Gap gap, double y) {
        double from = edge(gap.from(), LEFT);
        double to = Math.max(edge(gap.to(), RIGHT), from + 6);
        svg.box("gap", from, y + 2, to - from, LANE - 4, 0, gap.why());
        String words = gap.lines() == 0 ? "gap" : gap.lines() + (gap.lines() == 1 ? " line" : " lines") + " missing";
        if (to - from > 7 * words.length()) {
            svg.text("gaptext", to - 6, y + 20, words);
        }
    }

    private double edge(@Nullable Instant time, double otherwise) {
        return time == null ? otherwise : scale.x(time);
    }

    private int lane(Party party) {
        return lanes.indexOf(party);
    }

    private void registrations() {
        for (Registration one : history.registrations()) {
            int lane = lane(one.party());
            if (lane >= 0) {
                String tip = one.party() + ", key " + one.key() + (one.end().isEmpty() ? "" : ": " + one.end());
                bar(
                        "registered",
                        one.from(),
                        one.to(),
                        TOP + lane * LANE + REGISTERED_Y,
                        REGISTERED_HEIGHT,
                        tip,
                        "key " + brief(one.key()));
            }
        }
    }

    private void holdings() {
        for (Holding one : history.holdings()) {
            int lane = lane(one.party());
            if (lane >= 0) {
                String all = one.isAllRegistrants() ? "all hold: " : "holds: ";
                bar(
                        "holds",
                        one.from(),
                        one.to(),
                        TOP + lane * LANE + HOLD_Y,
                        HOLD_HEIGHT,
                        one.party() + " held " + one.type() + (one.end().isEmpty() ? "" : ": " + one.end()),
                        all + one.type().toLowerCase(Locale.ROOT));
            }
        }
    }

    /** A bar fades where its beginning is not known, and runs to the edge where it has not ended. */
    private void bar(
            String kind, @Nullable Instant from, Instant to, double y, double height, String tip, String words) {
        double left = from == null ? LEFT : scale.x(from);
        double right = to.equals(History.OPEN) ? RIGHT : Math.max(scale.x(to), left + 3);
        if (from == null) {
            double faded = Math.min(70, right - left);
            svg.box(kind + " faded", left, y, faded, height, 0, tip);
            svg.box(kind, left + faded, y, right - left - faded, height, 0, tip);
        } else {
            svg.box(kind, left, y, right - left, height, 3, tip);
        }
        double room = right - left - 12;
        String shown = 6.6 * words.length() <= room ? words : kind.equals("holds") && room > 34 ? "holds" : "";
        if (!shown.isEmpty()) {
            svg.text(kind + "text", left + 6, y + height / 2 + 4, shown);
        }
    }

    /** Those of one lane that are close together are one mark. */
    private void refusals() {
        Map<Party, double[]> lastOf = new HashMap<>();
        for (History.Refusal one : history.refusals()) {
            Entry command = one.command();
            int lane = lane(command.party());
            double x = scale.x(command.time());
            double[] last = lastOf.get(command.party());
            if (lane >= 0 && (last == null || x - last[0] > 9)) {
                double y = TOP + lane * LANE + REGISTERED_Y + REGISTERED_HEIGHT / 2;
                String cross = "M " + Svg.number(x - 4) + " " + Svg.number(y - 4) + " l 8 8 m -8 0 l 8 -8";
                svg.path(
                        "refused",
                        cross,
                        Times.full(command.time()) + " " + command.action() + ": " + command.ending());
                lastOf.put(command.party(), new double[] {x});
            }
        }
    }

    /** The newest commands that fenced, with what they ended. */
    private static List<List<Fencing>> numbers(List<Fencing> fencings) {
        List<List<Fencing>> commands = new ArrayList<>();
        for (Fencing one : fencings) {
            if (commands.isEmpty() || !commands.getLast().getFirst().by().equals(one.by())) {
                commands.add(new ArrayList<>());
            }
            commands.getLast().add(one);
        }
        return commands.subList(Math.max(0, commands.size() - MOST_LISTED), commands.size());
    }

    private void fencings(List<List<Fencing>> commands) {
        double last = -ARROWS_APART;
        for (Fencing one : history.fencings()) {
            int lane = lane(one.fenced());
            if (lane >= 0) {
                double x = scale.x(one.time());
                double y = TOP + lane * LANE + REGISTERED_Y - 3;
                svg.line("arrow " + kind(one.cause()), x, y, x, y + REGISTERED_HEIGHT + 6);
            }
        }
        for (int i = 0; i < commands.size(); i++) {
            double x = scale.x(commands.get(i).getFirst().time());
            double shifted = Math.max(x, last + ARROWS_APART);
            last = shifted;
            Fencing first = commands.get(i).getFirst();
            int from = lane(first.by().party());
            for (Fencing one : commands.get(i)) {
                arrow(shifted, from, lane(one.fenced()), kind(one.cause()), sentence(List.of(one)));
            }
            if (from >= 0) {
                double y = TOP + from * LANE + MIDDLE;
                svg.circle("badge " + kind(first.cause()), shifted, y, 9.5, sentence(commands.get(i)));
                svg.text("badgetext", shifted, y + 4, Integer.toString(i + 1));
            }
        }
    }

    private static String kind(Cause cause) {
        return switch (cause) {
            case FENCES -> "fences";
            case TAKES_OVER -> "takes";
            case CLEARS -> "clears";
        };
    }

    private void arrow(double x, int from, int to, String kind, String tip) {
        if (from < 0 || to < 0 || from == to) {
            return;
        }
        double start = TOP + from * LANE + MIDDLE;
        double end = TOP + to * LANE + MIDDLE;
        double way = end > start ? 1 : -1;
        double tipOf = end - way * (REGISTERED_HEIGHT / 2 - 1);
        svg.path(
                "arrow " + kind,
                "M " + Svg.number(x) + " " + Svg.number(start) + " V " + Svg.number(tipOf - way * 8),
                tip);
        svg.path(
                "head " + kind,
                "M " + Svg.number(x) + " " + Svg.number(tipOf) + " l -6 " + Svg.number(-11 * way) + " h 12 z",
                tip);
    }

    private static String sentence(List<Fencing> command) {
        Fencing first = command.getFirst();
        List<String> fenced = new ArrayList<>();
        boolean taken = false;
        for (Fencing one : command) {
            fenced.add(
                    one.fenced().isKnown()
                            ? one.fenced() + " (key " + brief(one.key()) + ")"
                            : shortened(one.fenced().toString()));
            taken |= one.reservationTaken();
        }
        Entry by = first.by();
        return Times.full(by.time()) + "  " + by.party() + " " + first.cause() + " " + String.join(", ", fenced)
                + (taken ? " and took the reservation: " : ": ") + by.action() + " with key " + brief(by.key())
                + (by.pid() > 0 ? ", pid " + by.pid() : "");
    }

    /** {@code b2}: what tells keys apart is at their end. */
    private static String brief(String key) {
        String digits = key.replaceFirst("^0x0*", "");
        return digits.isEmpty() ? "0" : digits;
    }

    /** Of a party that is known by its key only. */
    private static String shortened(String name) {
        return name.replace("unknown, ", "").replaceFirst("0x0*(?=[0-9a-f])", "");
    }

    private static String cut(String words, int most) {
        return words.length() <= most ? words : words.substring(0, most - 1) + "…";
    }

    private void legend(double y) {
        double x = 24;
        svg.box("registered", x, y - 1, 34, REGISTERED_HEIGHT, 3, "");
        x = word(x + 42, y, "registered");
        svg.box("holds", x, y - 5, 34, HOLD_HEIGHT - 2, 3, "");
        x = word(x + 42, y, "holds the reservation");
        svg.path("arrow fences", "M " + x + " " + (y + 6) + " h 24", "");
        svg.path("head fences", "M " + (x + 34) + " " + (y + 6) + " l -11 -6 v 12 z", "");
        x = word(x + 42, y, "fences");
        svg.path("arrow takes", "M " + x + " " + (y + 6) + " h 24", "");
        svg.path("head takes", "M " + (x + 34) + " " + (y + 6) + " l -11 -6 v 12 z", "");
        x = word(x + 42, y, "takes over (same key)");
        svg.path("arrow clears", "M " + x + " " + (y + 6) + " h 24", "");
        svg.path("head clears", "M " + (x + 34) + " " + (y + 6) + " l -11 -6 v 12 z", "");
        x = word(x + 42, y, "clears");
        svg.path("refused", "M " + (x + 4) + " " + (y + 2) + " l 8 8 m -8 0 l 8 -8", "");
        x = word(x + 20, y, "refused");
        svg.box("gap", x, y - 5, 34, HOLD_HEIGHT - 2, 0, "");
        x = word(x + 42, y, "lines missing");
        svg.box("silent", x, y - 5, 34, HOLD_HEIGHT - 2, 0, "");
        x = word(x + 42, y, "no trail");
        svg.path("zigzag", "M " + (x + 6) + " " + (y - 4) + " l 4 6 l -8 6 l 8 6", "");
        word(x + 20, y, "time cut short");
    }

    private double word(double x, double y, String words) {
        svg.text("words", x, y + 10, words);
        return x + 7.1 * words.length() + 18;
    }

    private void list(List<List<Fencing>> commands, double y) {
        for (int i = 0; i < commands.size(); i++) {
            double at = y + 22 * i;
            svg.circle("badge " + kind(commands.get(i).getFirst().cause()), 34, at - 4, 9.5, "");
            svg.text("badgetext", 34, at, Integer.toString(i + 1));
            svg.text("words", 54, at, cut(sentence(commands.get(i)), 168));
        }
    }
}
