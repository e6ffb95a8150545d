// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Threads with one task; the first that fails is told of. */
final class Crew {
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Crew() {}

    /** What each of them does. */
    @FunctionalInterface
    interface Task {
        /** {@code thread} counts from 0. */
        void run(int thread) throws IOException, InterruptedException;
    }

    static Crew start(int count, Task task) {
        Crew crew = new Crew();
        for (int i = 0; i < count; i++) {
            int number = i;
            crew.threads.add(Thread.ofPlatform().daemon().name("crew-" + i).start(() -> crew.run(task, number)));
        }
        return crew;
    }

    private void run(Task task, int number) {
        try {
            task.run(number);
        } catch (Throwable failed) {
            failure.compareAndSet(null, failed);
        }
    }

    /** Waits so long; true if anybody is at work then and nobody has failed. */
    boolean isBusy(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (Thread thread : threads) {
            long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
            if (!thread.join(Duration.ofMillis(left))) {
                return failure.get() == null;
            }
        }
        return false;
    }

    /**
     * Waits for all of them.
     *
     * @throws IOException if one failed
     */
    void join() throws IOException, InterruptedException {
        for (Thread thread : threads) {
            while (thread.isAlive() && failure.get() == null) {
                thread.join(100);
            }
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IOException("a client failed: " + failed, failed);
        }
    }
}
