// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import io.prhelper.cli.option.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lines for one destination, which may hang, fill up or be gone. Whoever has one to write leaves it here and goes on: one thread writes them,
 * in their order. What finds no room, or can not be written, is counted, and a line in its place says how many there were.
 *
 * <p>Once lines are lost for want of room, all are until the waiting ones are written: then what is missing is one piece.
 */
final class LineWriter implements AutoCloseable {
    /** Lines that wait at most. */
    static final int MOST = 1_000;

    /** For how long the end waits for the destination. */
    static final long FAREWELL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Until a destination that does not block (fcntl(2), O_NONBLOCK) is tried again. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final String name;
    private final LongFunction<String> loss;
    private final Consumer<String> trouble;

    /** All below, under this object's monitor. */
    private final Queue<String> lines = new ArrayDeque<>(MOST + 1);

    private long dropped;
    private @Nullable Supplier<@Nullable WritableByteChannel> again;
    private @Nullable Thread thread;
    private boolean idle;
    private boolean closing;
    private boolean ended;

    /** The writing thread's own, to the end. */
    private WritableByteChannel to;

    private long missed;
    private boolean torn;
    private boolean failing;

    /**
     * Lines wait until it is started.
     *
     * @param name of the thread
     * @param to the destination, which it closes
     * @param loss the line that says how many were lost
     * @param trouble told why a line could not be written, the first time and again when one was written meanwhile
     */
    LineWriter(String name, WritableByteChannel to, LongFunction<String> loss, Consumer<String> trouble) {
        this.name = name;
        this.to = to;
        this.loss = loss;
        this.trouble = trouble;
    }

    /** From now on lines are written. */
    synchronized void start() {
        if (thread == null) {
            Thread started = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
            started.start();
            thread = started;
        }
    }

    /** Leaves a line, without its end. Never waits. */
    synchronized void write(String line) {
        if (dropped > 0 || lines.size() == MOST) {
            dropped++;
            return;
        }
        lines.add(line);
        wake();
    }

    /** Has the destination replaced before the next line is written, unless the supplier, which may take its time, has none. */
    synchronized void replace(Supplier<@Nullable WritableByteChannel> destination) {
        again = destination;
        wake();
    }

    private synchronized void wake() {
        if (idle) {
            notifyAll();
        }
    }

    /** Waits until what was left here is written, half a second at most. */
    synchronized void flush() {
        long end = System.nanoTime() + FAREWELL_NANOS;
        while (!(ended || (idle && isEmpty())) && System.nanoTime() - end < 0) {
            pause(end);
        }
    }

    /** Ends when what was left here is written; waits half a second at most for that. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            wake();
        }
        try {
            start();
        } catch (OutOfMemoryError noThread) {
            run();
        }
        synchronized (this) {
            long end = System.nanoTime() + FAREWELL_NANOS;
            while (!ended && System.nanoTime() - end < 0) {
                pause(end);
            }
        }
    }

    /** How many lines were not written before it was closed. */
    synchronized long left() {
        // While it has not ended, it is in the middle of one.
        return ended ? missed : 1 + lines.size() + dropped;
    }

    private synchronized boolean isEmpty() {
        return lines.isEmpty() && dropped == 0 && again == null;
    }

    private synchronized void pause(long end) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (hasWork()) {
                try {
                    work();
                } catch (RuntimeException | Error thrown) {
                    // No room for a line in the heap, for instance.
                    missed++;
                }
            }
        } catch (InterruptedException ended) {
            // So it is to end.
        }
        closeQuietly(to);
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    /** Waits for something to do; false when there is and will be nothing. */
    private synchronized boolean hasWork() throws InterruptedException {
        while (isEmpty()) {
            if (closing) {
                return false;
            }
            idle = true;
            notifyAll();
            wait();
        }
        idle = false;
        return true;
    }

    private void work() {
        replaceIfAsked();
        String line = next();
        if (missed > 0 && put(loss.apply(missed))) {
            missed = 0;
        }
        if (line != null && (missed > 0 || !put(line))) {
            missed++;
        }
    }

    /** The next line; null where there is none, and those that were dropped come next. */
    private synchronized @Nullable String next() {
        String line = lines.poll();
        if (line == null) {
            missed += dropped;
            dropped = 0;
        }
        return line;
    }

    private void replaceIfAsked() {
        Supplier<@Nullable WritableByteChannel> wanted;
        synchronized (this) {
            wanted = again;
            again = null;
        }
        WritableByteChannel opened = wanted == null ? null : wanted.get();
        if (opened != null) {
            closeQuietly(to);
            to = opened;
            torn = false;
        }
    }

    private boolean put(String line) {
        ByteBuffer bytes = ByteBuffer.wrap(((torn ? "\n" : "") + line + '\n').getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                if (to.write(bytes) == 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            torn = false;
            failing = false;
            return true;
        } catch (IOException failed) {
            if (bytes.position() > 0) {
                torn = bytes.get(bytes.position() - 1) != '\n';
            }
            if (!failing) {
                failing = true;
                trouble.accept(Reason.of(failed));
            }
            return false;
        }
    }

    private static void closeQuietly(WritableByteChannel channel) {
        try {
            channel.close();
        } catch (IOException lost) {
            // What a file server did not take: nobody could write it again.
        }
    }
}
