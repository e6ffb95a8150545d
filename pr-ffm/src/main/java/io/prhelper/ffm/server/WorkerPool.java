// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The workers, and the keeper who looks after them: while all are busy it looks every millisecond, and adds a worker for each
 * that has not moved since the last look.
 */
final class WorkerPool {
    private static final int FIRST = 2;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /**
     * So many clients at once have a thread each, which costs two system calls less for a request than giving the connection back to
     * the epoll set (measured at 16 connections: 25 to 40 % more throughput than four workers).
     */
    private static final int LINGERERS = 32;

    /** How many requests are served without lingering once there were more busy clients than workers. */
    private static final int RUSH = 64;

    private final Serving serving;
    private final int base;
    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Worker, Thread> workers = new HashMap<>();
    private final Map<Worker, Integer> lastTurns = new HashMap<>();
    private final Thread keeper;
    private volatile boolean looking;
    private volatile boolean acceptPaused;
    private volatile int rush;
    private int started;

    WorkerPool(Serving serving) {
        this.serving = serving;
        base = LINGERERS;
        most = serving.limits().maxConnections() + base;
        keeper = Thread.ofPlatform().daemon().name("pr-keeper").unstarted(this::keep);
    }

    void start() {
        for (int i = 0; i < FIRST; i++) {
            add();
        }
        keeper.start();
    }

    private synchronized void add() {
        Worker worker = new Worker(serving);
        Thread thread =
                Thread.ofPlatform().daemon().name("pr-worker-" + ++started).unstarted(worker);
        workers.put(worker, thread);
        thread.start();
    }

    synchronized void left(Worker worker) {
        workers.remove(worker);
        lastTurns.remove(worker);
    }

    /** Called before a worker waits in the epoll set; false if it should end, because enough others wait. */
    boolean beginWait(Worker worker) {
        int others = waiting.getAndIncrement();
        if (others >= base && retire(worker)) {
            waiting.decrementAndGet();
            return false;
        }
        return true;
    }

    private synchronized boolean retire(Worker worker) {
        return workers.size() > base && workers.remove(worker) != null;
    }

    /** Called when it has waited. */
    void endWait() {
        if (waiting.decrementAndGet() == 0 && !looking) {
            LockSupport.unpark(keeper);
        }
    }

    /**
     * True if a worker may wait for the next request of the client that it has just served: somebody must be left who waits for
     * all the others.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // a hint: a lost decrement costs nothing
    boolean mayLinger() {
        if (waiting.get() == 0) {
            rush = RUSH;
            return false;
        }
        if (rush > 0) {
            rush--;
            return false;
        }
        return !serving.stopping();
    }

    /** No descriptors are left for new clients. */
    void pauseAccepting() {
        acceptPaused = true;
        LockSupport.unpark(keeper);
    }

    private void keep() {
        long nextTick = System.nanoTime() + TICK_NANOS;
        while (!serving.stopping()) {
            boolean allBusy = waiting.get() == 0;
            looking = allBusy;
            if (allBusy) {
                replaceStuck();
                LockSupport.parkNanos(this, LOOK_NANOS);
            } else if (waiting.get() > 0) {
                // With nobody connected there is nothing to expire.
                LockSupport.parkNanos(
                        this, serving.registry().size() > 0 || acceptPaused ? TICK_NANOS : Long.MAX_VALUE);
            }
            long now = System.nanoTime();
            if (now - nextTick >= 0) {
                nextTick = now + TICK_NANOS;
                serving.expireOverdue(now);
                if (acceptPaused) {
                    acceptPaused = false;
                    serving.resumeAccepting();
                }
            }
        }
    }

    private synchronized void replaceStuck() {
        int stuck = 0;
        for (Worker worker : workers.keySet()) {
            int turn = worker.turn();
            Integer last = lastTurns.put(worker, turn);
            if (last != null && last == turn && (turn & 1) == 1) {
                stuck++;
            }
        }
        // At most twice as many: two busy clients need no 32 threads.
        int missing = Math.min(Math.min(base + stuck, most) - workers.size(), workers.size());
        for (int i = 0; i < missing; i++) {
            add();
        }
    }

    /** Waits for the workers to end; how many did not. */
    int join(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        LockSupport.unpark(keeper);
        List<Thread> threads;
        synchronized (this) {
            threads = new ArrayList<>(workers.values());
        }
        int stuck = 0;
        for (Thread thread : threads) {
            long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            thread.join(left);
            stuck += thread.isAlive() ? 1 : 0;
        }
        keeper.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        return stuck;
    }
}
