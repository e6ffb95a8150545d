// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The workers: how many there are, and who waits. */
final class WorkerPool {
    private static final int FIRST = 2;

    /**
     * So many clients at once have a thread each, which costs two system calls less for a request than giving the connection back to
     * the epoll set (measured at 16 connections: 25 to 40 % more throughput than four workers).
     */
    private static final int LINGERERS = 32;

    /** How many requests are served without lingering once there were more busy clients than workers. */
    private static final int RUSH = 64;

    private final Serving serving;
    private final int base = LINGERERS;
    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Worker, Thread> workers = new HashMap<>();
    private final Map<Worker, Integer> lastTurns = new HashMap<>();
    private final Keeper keeper;
    private volatile int rush;
    private int started;

    /**
     * Without workers.
     *
     * @param stuck how many workers clients can hold up at the same time
     */
    WorkerPool(Serving serving, int stuck) {
        this.serving = serving;
        most = stuck + base;
        keeper = new Keeper(serving, this);
    }

    void start() {
        for (int i = 0; i < FIRST; i++) {
            add();
        }
        keeper.start();
    }

    private synchronized void add() {
        if (serving.finished()) {
            return;
        }
        Worker worker = new Worker(serving);
        Thread thread =
                Thread.ofPlatform().daemon().name("pr-worker-" + ++started).unstarted(worker);
        // It is a worker once it runs: the start fails where the system has no thread left.
        thread.start();
        workers.put(worker, thread);
    }

    /** Called by a worker's thread when it ends. */
    void left(Worker worker) {
        boolean last;
        synchronized (this) {
            workers.remove(worker);
            lastTurns.remove(worker);
            last = workers.isEmpty();
            notifyAll();
        }
        if (last && serving.finished()) {
            serving.release();
        }
    }

    /** Called before a worker waits in the epoll set; false if it should end, because enough others wait. */
    boolean beginWait(Worker worker) {
        int others = waiting.getAndIncrement();
        if (others >= base && retires(worker)) {
            waiting.decrementAndGet();
            return false;
        }
        return true;
    }

    private synchronized boolean retires(Worker worker) {
        return workers.size() > base && workers.remove(worker) != null;
    }

    /** Called when it has waited. */
    void endWait() {
        if (waiting.decrementAndGet() == 0) {
            keeper.allAreBusy();
        }
    }

    boolean nobodyWaits() {
        return waiting.get() == 0;
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

    /** See {@link Keeper#rounds}. */
    int rounds() {
        return keeper.rounds();
    }

    /** How often workers have begun or ended to serve; a sum that may begin anew. */
    synchronized int turns() {
        int sum = 0;
        for (Worker worker : workers.keySet()) {
            sum += worker.turn();
        }
        return sum;
    }

    /** Whoever held the listener could not go on. */
    void pauseAccepting() {
        keeper.pauseAccepting();
    }

    /** A client got a place. */
    void somebodyCame() {
        keeper.somebodyCame();
    }

    /** Adds a worker for each that has not moved since the last look. */
    synchronized void replaceStuck() {
        int stuck = 0;
        for (Worker worker : workers.keySet()) {
            int turn = worker.turn();
            Integer last = lastTurns.put(worker, turn);
            if (last != null && last == turn && (turn & 1) == 1) {
                stuck++;
            }
        }
        // At most twice as many: two busy clients need no 32 threads.
        int missing = Math.min(Math.min(base + stuck, most) - workers.size(), Math.max(1, workers.size()));
        for (int i = 0; i < missing; i++) {
            add();
        }
    }

    synchronized boolean isEmpty() {
        return workers.isEmpty();
    }

    /** Waits for keeper and workers to end. */
    void join(long deadline) throws InterruptedException {
        keeper.join(deadline);
        synchronized (this) {
            long left = deadline - System.nanoTime();
            while (!workers.isEmpty() && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = deadline - System.nanoTime();
            }
        }
    }
}
