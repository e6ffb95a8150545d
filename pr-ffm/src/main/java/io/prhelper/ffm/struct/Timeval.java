// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * {@code struct timeval}: a span of time ({@code bits/types/struct_timeval.h}).
 *
 * <pre>
 *    0  tv_sec           long  seconds
 *    8  tv_usec          long  microseconds
 * </pre>
 */
public final class Timeval extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 16;

    static final int TV_SEC = 0;
    static final int TV_USEC = 8;

    /** That span, cut off to microseconds. */
    public Timeval(Duration span) {
        super(SIZE);
        set(span);
    }

    /** Another span, cut off likewise. */
    public void set(Duration span) {
        buffer().putLong(TV_SEC, span.toSeconds());
        buffer().putLong(TV_USEC, TimeUnit.NANOSECONDS.toMicros(span.toNanosPart()));
    }
}
