// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import java.util.Arrays;

/** How long things took. */
final class Times {
    private static final double NANOS_PER_MS = 1e6;

    private long[] nanos = new long[1024];
    private int count;

    Times() {}

    void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = time;
    }

    int count() {
        return count;
    }

    /** The time, in milliseconds, that this part of them did not exceed; 0 if there are none. */
    double atMost(double part) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(part * count);
        return sorted[Math.clamp(rank - 1, 0, count - 1)] / NANOS_PER_MS;
    }

    /** {@code p50 0.03 ms, p99 0.11 ms, longest 2.40 ms}. */
    @Override
    public String toString() {
        return String.format(
                "p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, longest %.3f ms",
                atMost(0.5), atMost(0.99), atMost(0.999), atMost(1));
    }
}
