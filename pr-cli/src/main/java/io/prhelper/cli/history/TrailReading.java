// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import io.prhelper.cli.history.TrailLine.Command;
import io.prhelper.cli.history.TrailLine.Foreign;
import io.prhelper.cli.history.TrailLine.Lost;
import io.prhelper.cli.history.TrailLine.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One trail from its beginning to its end: its commands, what of it is missing, and which times of which hosts it tells of. */
final class TrailReading {
    /**
     * The time that a trail tells of a host.
     *
     * @param first its first line
     * @param last its last one
     */
    record Span(Instant first, Instant last) {
        Span with(Instant time) {
            return new Span(time.isBefore(first) ? time : first, time.isAfter(last) ? time : last);
        }

        Span with(Span other) {
            return with(other.first).with(other.last);
        }
    }

    private final String name;
    private final Map<String, Span> hosts = new TreeMap<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final Map<String, Instant> lastOfHost = new HashMap<>();
    private long lines;
    private long unreadable;

    /** Of the lines that follow each other and can not be read. */
    private long pending;

    private String pendingWhy = "";
    private String lastHost = "";

    private TrailReading(String name) {
        this.name = name;
    }

    /** Reads all of it. */
    static TrailReading of(Trail trail, Consumer<Entry> commands) {
        TrailReading reading = new TrailReading(trail.name());
        try (InputStream in = trail.read()) {
            LineReader reader = new LineReader(in);
            for (String line = reader.next(); line != null; line = reader.next()) {
                reading.line(line, commands);
            }
            reading.endGap(null, "");
        } catch (IOException failed) {
            // A packed trail that is cut, or a disk that fails: what came counts.
            reading.pending++;
            reading.pendingWhy = trail.name() + " can not be read to its end: " + failed.getMessage();
            reading.endGap(null, "");
            reading.unreadable++;
        }
        return reading;
    }

    private void line(String line, Consumer<Entry> commands) {
        lines++;
        if (line.isBlank()) {
            unreadable(line.isEmpty() ? "is empty or longer than " + LineReader.LONGEST + " bytes" : "is blank");
            return;
        }
        switch (TrailLine.read(line)) {
            case Unreadable(String why) -> unreadable(why);
            case Foreign() -> {}
            case Lost(Instant time, String host, long count) -> {
                endGap(time, host);
                gaps.add(new Gap(
                        host, lastOfHost.get(host), time, count, "the helper on " + host + " could not write them"));
                readable(time, host);
            }
            case Command(Entry entry) -> {
                endGap(entry.time(), entry.party().host());
                readable(entry.time(), entry.party().host());
                commands.accept(entry);
            }
        }
    }

    private void readable(Instant time, String host) {
        hosts.merge(host, new Span(time, time), Span::with);
        lastOfHost.put(host, time);
        lastHost = host;
    }

    private void unreadable(String why) {
        unreadable++;
        if (pending == 0) {
            pendingWhy = "line " + lines + " of " + name + " " + why;
        }
        pending++;
    }

    private void endGap(@Nullable Instant time, String host) {
        if (pending > 0) {
            String whose = lastHost.isEmpty() ? host : lastHost;
            String more = pending > 1 ? ", and " + (pending - 1) + " behind it can not be read" : "";
            gaps.add(new Gap(whose, lastOfHost.get(whose), time, pending, pendingWhy + more));
            pending = 0;
        }
    }

    String name() {
        return name;
    }

    /** How many lines there are. */
    long lines() {
        return lines;
    }

    /** How many of them are of no use. */
    long unreadable() {
        return unreadable;
    }

    /** The hosts that it tells of, and of which time. */
    Map<String, Span> hosts() {
        return hosts;
    }

    List<Gap> gaps() {
        return gaps;
    }
}
