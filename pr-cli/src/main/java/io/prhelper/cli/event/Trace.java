// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import io.prhelper.cli.option.Reason;
import io.prhelper.cli.option.TraceSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The trace: one line an event, with the process id and the time in seconds since 1970 before it, as the traces of QEMU look. It goes
 * to a file, written by a thread of its own, or to standard error.
 */
public final class Trace implements AutoCloseable {
    private static final long PID = ProcessHandle.current().pid();

    private final Set<Event> enabled;
    private final Messages messages;
    private final @Nullable LogFile file;
    private final LineWriter writer;

    private Trace(Set<Event> enabled, Messages messages, @Nullable LogFile file) throws IOException {
        this.enabled = enabled;
        this.messages = messages;
        this.file = file;
        writer = file == null
                ? messages.writer()
                : new LineWriter(
                        "pr-trace",
                        file.open(),
                        lost -> line("pr_lost", lost + " lines lost"),
                        reason -> messages.warning("the trace cannot be written: " + reason));
    }

    /**
     * Opens the trace. Its lines wait until it is {@linkplain #start started} or closed.
     *
     * @throws IOException if the file cannot be written; the message names it
     */
    public static Trace open(TraceSettings settings, Messages messages) throws IOException {
        Set<Event> enabled = EnumSet.noneOf(Event.class);
        for (String text : settings.patterns()) {
            apply(text, enabled, messages);
        }
        try {
            Path path = settings.file();
            return new Trace(enabled, messages, path == null ? null : new LogFile(path));
        } catch (IOException refused) {
            throw new IOException("Error opening logfile " + settings.file() + ": " + Reason.of(refused), refused);
        }
    }

    private static void apply(String text, Set<Event> enabled, Messages messages) {
        boolean enable = !text.startsWith("-");
        Pattern pattern = new Pattern(enable ? text : text.substring(1));
        boolean known = pattern.isWild();
        for (Event event : Event.all()) {
            if (pattern.matches(event.traceName())) {
                known = true;
                if (enable) {
                    enabled.add(event);
                } else {
                    enabled.remove(event);
                }
            }
        }
        if (!known) {
            messages.warning("trace event '" + (enable ? text : text.substring(1)) + "' does not exist");
        }
    }

    boolean wants(Event event) {
        return enabled.contains(event);
    }

    void write(Event event, String text) {
        writer.write(line(event.traceName(), text));
    }

    private static String line(String name, String text) {
        Instant now = Instant.now();
        String micros = Integer.toString(1_000_000 + now.getNano() / 1000).substring(1);
        return PID + "@" + now.getEpochSecond() + "." + micros + ":" + name + " " + text;
    }

    /**
     * From now on lines are written. The thread that does it has the rights of the calling one, and needs them to {@linkplain #reopen
     * open} the file anew.
     */
    public void start() {
        if (file != null) {
            writer.start();
        }
    }

    /** Where the file is opened anew; empty where there is nothing to be opened: standard error, and what is in {@code /dev}. */
    public Optional<Path> folder() {
        return file == null ? Optional.empty() : file.folder();
    }

    /** How many lines were lost so far; of standard error's the messages know. */
    public long lost() {
        return file == null ? 0 : writer.lost();
    }

    /**
     * Has the file opened anew, as at the start, before the next line is written: the old one has another name now. Where that fails, a
     * message says so, and the old one is written on. Returns at once; may be called by any thread.
     */
    public void reopen() {
        if (folder().isPresent()) {
            writer.replace(this::appendAgain);
        }
    }

    private @Nullable FileChannel appendAgain() {
        try {
            return file == null ? null : file.open();
        } catch (IOException refused) {
            messages.warning("the trace cannot be opened anew: " + Reason.of(refused));
            return null;
        }
    }

    /** Writes what waits, two seconds at most, and says what could not be written. */
    @Override
    public void close() {
        if (file != null) {
            writer.close();
            if (writer.left() > 0) {
                messages.warning(writer.left() + " lines of the trace lost");
            }
        }
    }
}
