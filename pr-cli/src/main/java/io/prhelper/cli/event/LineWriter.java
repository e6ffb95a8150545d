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
public final class LineWriter implements AutoCloseable {
    /** Lines that wait at most. */
    static final int MOST = 1_000;

    /** What all that waits may weigh: clients have a say in how long lines are, and none in how much heap there is. */
    static final int MOST_WEIGHT = 1 << 20;

    /** For how long the end waits for the destination; on a busy machine the writing thread alone needs a part of it. */
    static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Until a destination that does not block (fcntl(2), O_NONBLOCK) is tried again. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Between two lines of one whose pace is limited, once it is beyond {@link #BURST}: 100 a second. */
    static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Lines that such a one writes as fast as it can, if it had nothing to write before. */
    static final int BURST = 10_000;

    private final String name;
    private final LongFunction<String> loss;
    private final Consumer<String> trouble;

    /**
     * A line that waits.
     *
     * @param text makes it, on the writing thread
     * @param weight about how many bytes it keeps
     */
    private record Waiting(Supplier<String> text, int weight) {}

    /** All below, under this object's monitor. */
    private final Queue<Waiting> lines = new ArrayDeque<>(MOST + 1);

    private int weight;

    /** May be read without it. */
    private volatile long dropped;

    private long missed;
    private long lost;

    /** Whether the writing thread has a line of which is not known yet whether it gets it written. */
    private boolean inHand;

    private @Nullable Supplier<@Nullable WritableByteChannel> again;
    private @Nullable Thread thread;
    private boolean idle;
    private boolean closing;
    private boolean ended;

    private boolean paced;

    /** When the next line would be due at that pace. */
    private long due = System.nanoTime() - BURST * PACE_NANOS;

    /** The writing thread's own, to the end. */
    private WritableByteChannel to;

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
    public LineWriter(String name, WritableByteChannel to, LongFunction<String> loss, Consumer<String> trouble) {
        this.name = name;
        this.to = to;
        this.loss = loss;
        this.trouble = trouble;
    }

    /**
     * Limits the pace, before it is started: where clients have a say in how many lines there are, making and writing them must not take the
     * processors from who serves. Beyond a burst a line waits for its turn, so in the end some find no room.
     */
    public synchronized LineWriter paced() {
        paced = true;
        return this;
    }

    /** From now on lines are written. */
    public synchronized void start() {
        if (thread == null) {
            Thread started = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
            started.start();
            thread = started;
        }
    }

    /** Leaves a line, without its end. Never waits. */
    void write(String line) {
        write(() -> line, line.length());
    }

    /**
     * Leaves what makes a line, without its end: it is asked by the thread that writes, and what it throws makes the line one that could
     * not be written. Never waits.
     *
     * @param weight about how many bytes the line to be, and what it is made of, keep
     */
    public synchronized void write(Supplier<String> line, int weight) {
        if (isFull() || lines.size() == MOST || this.weight > MOST_WEIGHT - weight) {
            drop();
            return;
        }
        lines.add(new Waiting(line, weight));
        this.weight += weight;
        wake();
    }

    /** Whether a line would be lost in any case; for whoever has not made it yet. */
    public boolean isFull() {
        return dropped > 0;
    }

    /** Counts a line as lost that nobody made, as there was no room for it. */
    public synchronized void drop() {
        dropped++;
        lost++;
        wake();
    }

    /** How many lines were lost so far, told of or not. */
    public synchronized long lost() {
        return lost;
    }

    /** Has the destination replaced before the next line is written, unless the supplier, which may take its time, has none. */
    public synchronized void replace(Supplier<@Nullable WritableByteChannel> destination) {
        again = destination;
        wake();
    }

    private synchronized void wake() {
        if (idle) {
            notifyAll();
        }
    }

    /** Waits until what was left here is written, two seconds at most. */
    synchronized void flush() {
        long end = System.nanoTime() + FAREWELL_NANOS;
        while (!(ended || (idle && isEmpty())) && System.nanoTime() - end < 0) {
            pause(end);
        }
    }

    /** Ends when what was left here is written; waits two seconds at most for that. */
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

    /** How many lines are not written, nor told of as lost. */
    public synchronized long left() {
        return missed + (inHand ? 1 : 0) + lines.size() + dropped;
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
                    settle(false);
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
        awaitTurn();
        return true;
    }

    private void awaitTurn() throws InterruptedException {
        if (!paced) {
            return;
        }
        due = Math.max(due, System.nanoTime() - BURST * PACE_NANOS) + PACE_NANOS;
        while (!closing && due - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, due - System.nanoTime());
        }
    }

    private void work() {
        replaceIfAsked();
        Waiting next = next();
        String line = next == null ? null : next.text().get();
        long before = missed();
        if (before > 0 && put(loss.apply(before))) {
            told();
            before = 0;
        }
        if (line != null) {
            settle(before == 0 && put(line));
        }
    }

    private synchronized long missed() {
        return missed;
    }

    /** A line in their place says how many were missed. */
    private synchronized void told() {
        missed = 0;
    }

    /** What became of the line in hand, if there is one. */
    private synchronized void settle(boolean written) {
        if (inHand && !written) {
            missed++;
            lost++;
        }
        inHand = false;
    }

    /** The next line; null where there is none, and those that were dropped come next. */
    private synchronized @Nullable Waiting next() {
        Waiting line = lines.poll();
        inHand = line != null;
        if (line == null) {
            missed += dropped;
            dropped = 0;
        } else {
            weight -= line.weight();
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
