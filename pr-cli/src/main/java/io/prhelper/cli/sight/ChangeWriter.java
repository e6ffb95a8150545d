// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import io.prhelper.cli.event.Line;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Where changes are shown: JSON lines, or a table on a terminal. Used by the threads of many watchers. */
public abstract sealed class ChangeWriter implements Consumer<Change> {
    final PrintStream out;
    private boolean closed;

    private ChangeWriter(PrintStream out) {
        this.out = out;
    }

    @Override
    public final synchronized void accept(Change change) {
        write(change);
        // Also where nobody reads any more.
        if (out.checkError()) {
            closed = true;
            notifyAll();
        }
    }

    /** Waits until nobody reads any more. */
    public final synchronized void awaitClosed() throws InterruptedException {
        while (!closed) {
            wait();
        }
    }

    abstract void write(Change change);

    /** One line a change; the form is in {@code share/schema/watch-1.json}. */
    public static ChangeWriter json(PrintStream out) {
        return new Json(out);
    }

    /** A table of these devices, and the last changes below. */
    public static ChangeWriter table(PrintStream out, List<Path> devices) {
        return new Table(out, devices);
    }

    private static final class Json extends ChangeWriter {
        /** Changes with every change that is more than an addition. */
        private static final String SCHEMA = "io.prhelper.watch/1";

        Json(PrintStream out) {
            super(out);
        }

        @Override
        void write(Change change) {
            try (JsonGenerator json = InspectionJson.generator(out)) {
                json.writeStartObject();
                json.writeStringProperty("schema", SCHEMA);
                json.writeStringProperty(
                        "time", change.time().truncatedTo(ChronoUnit.MILLIS).toString());
                json.writeStringProperty("device", change.device());
                json.writeStringProperty("change", change.what().words());
                if (change.before() != null) {
                    json.writeStringProperty("before", change.before());
                }
                if (change.after() != null) {
                    json.writeStringProperty("after", change.after());
                }
                if (change.generation() >= 0) {
                    json.writeNumberProperty("generation", change.generation());
                }
                json.writeStringProperty("state", change.state());
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
    }

    /** Drawn anew with each change, from the top left of the terminal. */
    private static final class Table extends ChangeWriter {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
        private static final String HOME = "\033[H";
        private static final String REST_OF_LINE = "\033[K\n";
        private static final String REST_OF_SCREEN = "\033[J";
        private static final int SHOWN = 12;

        private final Map<String, String> state = new LinkedHashMap<>();
        private final Deque<String> changes = new ArrayDeque<>();
        private final int width;

        Table(PrintStream out, List<Path> devices) {
            super(out);
            devices.forEach(device -> state.put(device.toString(), "..."));
            width = state.keySet().stream().mapToInt(String::length).max().orElse(0);
            out.print("\033[2J");
        }

        @Override
        void write(Change change) {
            String name = Line.of(change.device());
            String generation = change.generation() < 0 ? "" : "generation " + change.generation() + ": ";
            state.put(change.device(), generation + change.state());
            changes.addLast(TIME.format(change.time()) + "  " + name + "  "
                    + change.what().words() + "  " + text(change));
            if (changes.size() > SHOWN) {
                changes.removeFirst();
            }
            StringBuilder screen = new StringBuilder(HOME);
            state.forEach((device, text) -> screen.append(Line.of(device))
                    .append(" ".repeat(width - device.length() + 2))
                    .append(Line.of(text))
                    .append(REST_OF_LINE));
            screen.append(REST_OF_LINE);
            changes.forEach(line -> screen.append(Line.of(line)).append(REST_OF_LINE));
            out.print(screen.append(REST_OF_SCREEN));
            out.flush();
        }

        private static String text(Change change) {
            String before = change.before();
            String after = change.after();
            return before == null ? after == null ? "" : after : after == null ? before : before + " -> " + after;
        }
    }
}
