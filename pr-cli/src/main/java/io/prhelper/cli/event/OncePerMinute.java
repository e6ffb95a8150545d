// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Lets one event of a source pass each minute, of a bounded number of sources. */
final class OncePerMinute {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final int SOURCES = 256;

    private record Source(int user, Object kind) {}

    private final Map<Source, Long> passed = new HashMap<>();

    OncePerMinute() {}

    synchronized boolean pass(int user, Object kind, long now) {
        Source source = new Source(user, kind);
        Long last = passed.get(source);
        if (last != null && now - last < MINUTE) {
            return false;
        }
        if (last == null && passed.size() >= SOURCES) {
            passed.values().removeIf(time -> now - time >= MINUTE);
            if (passed.size() >= SOURCES) {
                return false;
            }
        }
        passed.put(source, now);
        return true;
    }
}
