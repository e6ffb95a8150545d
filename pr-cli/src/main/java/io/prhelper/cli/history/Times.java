// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times for people; always UTC, so that those of several hosts and of their logs can be compared. */
final class Times {
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Times() {}

    /** {@code 2026-11-30 20:33:24.123}; to the millisecond, rounded down. */
    static String full(@Nullable Instant time) {
        return time == null ? "an unknown time" : FULL.format(time);
    }

    /** {@code 3 h 12 min}: the two greatest units. */
    static String length(Duration time) {
        long seconds = time.toSeconds();
        if (seconds >= 86_400) {
            return join(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
        }
        if (seconds >= 3600) {
            return join(seconds / 3600, "h", seconds % 3600 / 60, "min");
        }
        if (seconds >= 60) {
            return join(seconds / 60, "min", seconds % 60, "s");
        }
        return seconds > 0 ? seconds + " s" : time.toMillis() + " ms";
    }

    private static String join(long great, String greatUnit, long small, String smallUnit) {
        String first = great + " " + greatUnit;
        return small == 0 ? first : first + " " + small + " " + smallUnit;
    }
}
