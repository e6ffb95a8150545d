// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

/** Since when whoever holds the listener has let in nobody: clients may wait outside meanwhile. */
final class Door {
    private static final long FREE = 0;

    /** In {@link System#nanoTime()}, made odd: never {@link #FREE}. */
    private volatile long since;

    /** Somebody holds the listener now, or has let in one more client. */
    void held() {
        since = System.nanoTime() | 1;
    }

    /** Before the listener is armed for the next holder. */
    void free() {
        since = FREE;
    }

    /** True if it has been held for longer than that without a client. */
    boolean isHeldFor(long nanos) {
        long start = since;
        return start != FREE && System.nanoTime() - start > nanos;
    }
}
