// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.ProcessKernel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of the process: on SIGTERM, SIGINT or SIGHUP, and at once.
 *
 * {@snippet :
 * ProcessExit exit = ProcessExit.onSignals(); // first of all: a signal during start-up counts
 * // ... start, drop privileges, serve ...
 * exit.await(); // on the main thread
 * server.stop(Duration.ofSeconds(4));
 * listener.close(); // and whatever else needs our identity
 * ProcessExit.now(0);
 * }
 *
 * <p>The JVM runs what a signal triggers on a thread of its own, which has no privileges once they were dropped and could not remove a
 * socket from a directory of root. So the signal only wakes the thread that waits here. If that thread has not ended the process
 * within {@link #PATIENCE}, the signal's thread does, whatever is stuck.
 */
public final class ProcessExit {
    /** From the signal to the end, at most. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CountDownLatch requested = new CountDownLatch(1);

    private ProcessExit() {}

    /**
     * Takes the signals over, for this process; called once. Does not return where a signal came before: the JVM is ending the process,
     * with 128 and the signal's number, and nothing may be begun any more that would be left.
     */
    public static ProcessExit onSignals() {
        return onSignals(PATIENCE);
    }

    static ProcessExit onSignals(Duration patience) {
        ProcessExit exit = new ProcessExit();
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> exit.wake(patience), "pr-signal"));
        } catch (IllegalStateException ending) {
            // No hook of ours will wake it.
            exit.await();
        }
        return exit;
    }

    private void wake(Duration patience) {
        requested.countDown();
        try {
            TimeUnit.NANOSECONDS.sleep(patience.toNanos());
        } catch (InterruptedException interrupted) {
            // Nobody interrupts this thread; if somebody does, the end comes sooner.
            Thread.currentThread().interrupt();
        }
        now(0);
    }

    /** True once a signal came. */
    public boolean requested() {
        return requested.getCount() == 0;
    }

    /** Waits for a signal; returns at once if it came before. */
    public void await() {
        boolean interrupted = false;
        while (true) {
            try {
                requested.await();
                break;
            } catch (InterruptedException ignored) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends the process without shutdown hooks and without waiting for threads that are inside system calls, for which {@link
     * Runtime#halt} waits 300 ms. What is buffered in Java is lost: flush before.
     *
     * @param status 0 to 255
     */
    public static void now(int status) {
        ProcessKernel.linux().process()._exit(new CallState(), status);
        throw new AssertionError("the process did not end");
    }
}
