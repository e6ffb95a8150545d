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
 * its key. As in all options of QEMU, a comma of a value is written twice.
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
            int to = end(argument, from);
            part(argument.substring(from, to), from == 0);
            from = to + 1;
        }
    }

    /** Where the part that begins there ends: at a single comma. */
    private static int end(String argument, int from) {
        int comma = argument.indexOf(',', from);
        while (comma >= 0 && argument.startsWith(",,", comma)) {
            comma = argument.indexOf(',', comma + 2);
        }
        return comma < 0 ? argument.length() : comma;
    }

    /** What was asked for so far. */
    TraceSettings settings() {
        return new TraceSettings(List.copyOf(patterns), file);
    }

    private void part(String part, boolean first) throws RejectedException {
        int equals = part.indexOf('=');
        int comma = part.indexOf(',');
        boolean keyed = equals >= 0 && (comma < 0 || equals < comma);
        String value = part.substring(keyed ? equals + 1 : 0).replace(",,", ",");
        if (part.startsWith("enable=")) {
            patterns.add(value);
        } else if (part.startsWith("events=")) {
            eventsFile(value);
        } else if (part.startsWith("file=")) {
            file = base.resolve(value);
        } else if (first && !keyed) {
            if (!value.isEmpty()) {
                patterns.add(value);
            }
        } else {
            String key = part.substring(0, keyed ? equals : comma < 0 ? part.length() : comma);
            throw new RejectedException("Invalid parameter '" + key + "'");
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
