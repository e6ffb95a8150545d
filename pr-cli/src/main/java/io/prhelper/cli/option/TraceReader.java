// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of {@code --trace}: {@code [[enable=]PATTERN][,events=FILE][,file=FILE]}. Only the first part may do without
 * its key.
 */
final class TraceReader {
    private final Path base;
    private final List<String> patterns = new ArrayList<>();
    private @Nullable Path file;

    /** A reader for which relative files are relative to {@code base}. */
    TraceReader(Path base) {
        this.base = base;
    }

    /** Whether {@code argument} asks for the list of events. */
    static boolean asksForList(String argument) {
        return argument.equals("help") || argument.equals("?");
    }

    /** Takes in one argument. */
    void read(String argument) throws RejectedException {
        int from = 0;
        while (from <= argument.length()) {
            int comma = argument.indexOf(',', from);
            int to = comma < 0 ? argument.length() : comma;
            part(argument.substring(from, to), from == 0);
            from = to + 1;
        }
    }

    /** What was asked for so far. */
    TraceSettings settings() {
        return new TraceSettings(List.copyOf(patterns), file);
    }

    private void part(String part, boolean first) throws RejectedException {
        if (part.startsWith("enable=")) {
            patterns.add(part.substring("enable=".length()));
        } else if (part.startsWith("events=")) {
            eventsFile(part.substring("events=".length()));
        } else if (part.startsWith("file=")) {
            file = base.resolve(part.substring("file=".length()));
        } else if (first && part.indexOf('=') < 0) {
            if (!part.isEmpty()) {
                patterns.add(part);
            }
        } else {
            int equals = part.indexOf('=');
            throw new RejectedException("Invalid parameter '" + (equals < 0 ? part : part.substring(0, equals)) + "'");
        }
    }

    private void eventsFile(String name) throws RejectedException {
        try {
            for (String line : Files.readAllLines(base.resolve(name), StandardCharsets.UTF_8)) {
                String pattern = line.strip();
                if (!pattern.isEmpty() && pattern.charAt(0) != '#') {
                    patterns.add(pattern);
                }
            }
        } catch (IOException unreadable) {
            throw new RejectedException(name + ": " + Reason.of(unreadable));
        }
    }
}
