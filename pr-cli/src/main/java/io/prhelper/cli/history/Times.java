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

    /** {@code 3 h}: in the greatest unit, rounded down. */
    static String about(Duration time) {
        long seconds = time.toSeconds();
        if (seconds >= 172_800) {
            return seconds / 86_400 + " days";
        }
        if (seconds >= 7200) {
            return seconds / 3600 + " h";
        }
        if (seconds >= 120) {
            return seconds / 60 + " min";
        }
        return seconds > 0 ? seconds + " s" : time.toMillis() + " ms";
    }
}
