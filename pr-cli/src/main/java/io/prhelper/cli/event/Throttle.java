// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import java.util.function.LongSupplier;

/** Lets 20 messages through in any ten seconds, and counts those it keeps back. */
final class Throttle {
    /** Messages that are let through in one window. */
    static final int BURST = 20;

    /** Length of a window, ns. */
    static final long WINDOW = 10_000_000_000L;

    private final LongSupplier clock;
    private long began;
    private int passed;
    private int kept;

    /** A throttle by that clock of nanoseconds. */
    Throttle(LongSupplier clock) {
        this.clock = clock;
        began = clock.getAsLong();
    }

    /** Negative where this message must not pass; else how many were kept back since the last one that passed. */
    synchronized int pass() {
        long now = clock.getAsLong();
        if (now - began >= WINDOW) {
            began = now;
            passed = 0;
        }
        if (passed == BURST) {
            kept++;
            return -1;
        }
        passed++;
        int left = kept;
        kept = 0;
        return left;
    }
}
