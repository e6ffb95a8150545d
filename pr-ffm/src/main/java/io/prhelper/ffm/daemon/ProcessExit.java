// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.ProcessKernel;
import java.io.IOException;
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
 * <p>One thread, made at the start, takes the signals. It has no privileges once they were dropped and could not remove a socket from a
 * directory of root, so it only wakes the thread that waits here. If that has not ended the process in time, the signals' thread
 * does, whatever is stuck.
 */
public final class ProcessExit {
    /** From the signal to the end, at most. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    /** What a process ends with that a signal ended is this and the signal's number. */
    private static final int KILLED = 128;

    /** Whether a thread is in the call that takes signals. */
    private static volatile boolean taking;

    private final CountDownLatch requested = new CountDownLatch(1);

    private ProcessExit() {}

    /**
     * Takes the signals over, with {@link #PATIENCE}, and leaves SIGUSR1 without effect.
     *
     * @return what ends the process
     * @throws IOException if the kernel refuses to hold the signals back
     */
    public static ProcessExit onSignals() throws IOException {
        return onSignals(() -> {}, PATIENCE);
    }

    /**
     * Takes the signals over, for this process; called once, by the main thread, before anything was begun. The launcher starts the JVM
     * with them blocked; where it did not, as it can not everywhere, this begins the program anew, as the same process. Where a signal
     * came before, this ends the process as the signal would have: with 128 and its number.
     *
     * @param onUser1 what SIGUSR1 asks for, on the signals' thread
     * @param patience from the signal to the end, at most
     * @return what ends the process
     * @throws IOException if the program can not be begun anew, or there is no thread
     */
    public static ProcessExit onSignals(Runnable onUser1, Duration patience) throws IOException {
        HeldSignals signals = HeldSignals.hold();
        int came = signals.came();
        if (came != 0) {
            now(KILLED + came);
        }
        ProcessExit exit = new ProcessExit();
        try {
            Thread.ofPlatform().daemon().name("pr-signal").start(() -> exit.take(signals, onUser1, patience));
        } catch (OutOfMemoryError noThread) {
            throw new IOException("no thread to take signals with: " + noThread.getMessage(), noThread);
        }
        taking = true;
        return exit;
    }

    private void take(HeldSignals signals, Runnable onUser1, Duration patience) {
        while (signals.take() == Flags.SIGUSR1) {
            onUser1.run();
        }
        requested.countDown();
        try {
            TimeUnit.NANOSECONDS.sleep(patience.toNanos());
        } catch (InterruptedException interrupted) {
            // Nobody interrupts this thread; if somebody does, the end comes sooner.
            Thread.currentThread().interrupt();
        }
        now(0);
    }

    /** {@return true once a signal came} */
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
     * Ends the process without shutdown hooks. What is buffered in Java is lost: flush before.
     *
     * @param status 0 to 255
     */
    public static void end(int status) {
        // Runtime.halt() waits 300 ms for a thread that is inside a system call.
        if (taking) {
            now(status);
        }
        Runtime.getRuntime().halt(status);
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
