// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import io.prhelper.cli.option.Reason;
import io.prhelper.cli.option.TraceSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The trace: one line an event, with the process id and the time in seconds since 1970 before it, as the traces of QEMU look. It goes
 * to a file or to standard error.
 */
public final class Trace implements AutoCloseable {
    private final Set<Event> enabled;
    private final @Nullable PrintStream file;
    private final long pid = ProcessHandle.current().pid();

    private Trace(Set<Event> enabled, @Nullable PrintStream file) {
        this.enabled = enabled;
        this.file = file;
    }

    /**
     * Starts tracing.
     *
     * @throws IOException if the file cannot be written; the message names it
     */
    public static Trace open(TraceSettings settings, Messages messages) throws IOException {
        Set<Event> enabled = EnumSet.noneOf(Event.class);
        for (String text : settings.patterns()) {
            apply(text, enabled, messages);
        }
        Path path = settings.file();
        try {
            return new Trace(
                    enabled, path == null ? null : new PrintStream(append(path), true, StandardCharsets.UTF_8));
        } catch (IOException refused) {
            throw new IOException("Error opening logfile " + path + ": " + Reason.of(refused), refused);
        }
    }

    /** What is there stays. A link is followed where only root can put one: elsewhere it may lead root to a file of root's. */
    private static OutputStream append(Path path) throws IOException {
        if (path.startsWith("/dev") || path.startsWith("/proc")) {
            return Files.newOutputStream(path, StandardOpenOption.APPEND);
        }
        if (Files.isSymbolicLink(path)) {
            throw new IOException("a symbolic link is there");
        }
        return Files.newOutputStream(
                path, StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
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
        Instant now = Instant.now();
        String micros = Integer.toString(1_000_000 + now.getNano() / 1000).substring(1);
        String line = pid + "@" + now.getEpochSecond() + "." + micros + ":" + event.traceName() + " " + text;
        PrintStream to = file;
        (to == null ? System.err : to).println(line);
    }

    @Override
    public void close() {
        PrintStream opened = file;
        if (opened != null) {
            opened.close();
        }
    }
}
