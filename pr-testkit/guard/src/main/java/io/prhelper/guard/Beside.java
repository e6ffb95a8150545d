// SPDX-License-Identifier: Apache-2.0
package io.prhelper.guard;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What runs beside a test, on a thread of its own: the pool that everybody shares has one thread on a machine with one processor. When the
 * test is over, also by a failure, so is this.
 */
public final class Beside<T> implements AutoCloseable {
    private final FutureTask<T> task;
    private final Thread thread;

    private Beside(FutureTask<T> task) {
        this.task = task;
        thread = Thread.ofPlatform().daemon().name("beside the test").start(task);
    }

    /** Something to do, as often as it likes. */
    @FunctionalInterface
    public interface Action {
        /** Does it. */
        void run() throws Exception;
    }

    /** Begins. */
    public static <T> Beside<T> call(Callable<T> what) {
        return new Beside<>(new FutureTask<>(what));
    }

    /** Begins; does it over and over, until it is {@linkplain #end ended}. */
    public static Beside<Integer> repeat(Action what) {
        return call(() -> {
            int times = 0;
            while (!Thread.currentThread().isInterrupted()) {
                what.run();
                times++;
            }
            return times;
        });
    }

    /** Waits for its end, and answers or throws what it did. */
    public T result() throws Exception {
        try {
            return task.get();
        } catch (ExecutionException thrown) {
            if (thrown.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw thrown.getCause() instanceof Error error ? error : new AssertionError(thrown);
        }
    }

    /** Interrupts it, which ends what repeats, and waits for its end. */
    public T end() throws Exception {
        thread.interrupt();
        return result();
    }

    /** Interrupts it and waits for its end; what it throws now is not what the test is about. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join();
        } catch (InterruptedException again) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
