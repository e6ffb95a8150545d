// SPDX-License-Identifier: Apache-2.0
package io.prhelper.guard;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for what is to come. It looks now and then: a thread that spins keeps what it waits for from a machine's only processor. The time
 * limit of the test ends the wait, which says then what did not come.
 */
public final class Await {
    private static final int YIELDS = 20;
    private static final long SHORTEST_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition<E extends Exception> {
        /** Whether it is so now. */
        boolean holds() throws E;
    }

    /**
     * Returns when it is so.
     *
     * @throws AssertionError if this thread is interrupted, as JUnit's time limit does
     */
    public static <E extends Exception> void until(String what, Condition<E> condition) throws E {
        for (int looks = 0; !condition.holds(); looks++) {
            pause(looks);
            if (Thread.interrupted()) {
                throw new AssertionError("interrupted while it waited until " + what);
            }
        }
    }

    /**
     * The same for so long.
     *
     * @return false if it did not come in time
     */
    public static <E extends Exception> boolean until(long millis, Condition<E> condition) throws E {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (int looks = 0; !condition.holds(); looks++) {
            if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                return condition.holds();
            }
            pause(looks);
        }
        return true;
    }

    /** Longer and longer: what does not come soon is not missed by much. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: a wait that is soon over does without a timer
    private static void pause(int looks) {
        if (looks < YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(Math.min(SHORTEST_NANOS * (1 + (looks - YIELDS) / 8), LONGEST_NANOS));
        }
    }
}
