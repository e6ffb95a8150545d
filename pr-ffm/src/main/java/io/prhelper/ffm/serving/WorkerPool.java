// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The workers: how many there are, and who waits.
 *
 * <p>As long as no more than {@value #LINGERERS} clients are busy, each has a worker that waits for its next request, which costs two
 * system calls less than giving the connection back to the epoll set (measured at 16 connections: 25 to 40 % more throughput than four
 * workers). More clients than that share a few workers, hardly more than there are processors: then each is served in its turn, while many
 * threads would wait for a processor and their clients with them (measured at 256 connections: a tail of 60 ms).
 */
final class WorkerPool {
    /** Workers at the start, and at least. */
    static final int FIRST = 2;

    private static final int LINGERERS = 32;
    private static final int IDLE_MILLIS = 2_000;
    private static final int FOREVER = -1;

    private final WorkerFactory factory;
    private final Keeper keeper;
    private final Lifecycle life;
    private final Descriptors descriptors;
    private final int few = Math.max(FIRST, Runtime.getRuntime().availableProcessors());
    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();

    /** Walked by index, and as large as it gets: the keeper and the watchdog need no memory to look at it. */
    private final List<Worker> workers;

    /** How many clients were served in this round of the keeper. */
    private final AtomicInteger busy = new AtomicInteger();

    private volatile int round = 1;
    private volatile boolean crowd;

    /** How many workers there are, and how many of them somebody else stands in for; read without the lock. */
    private volatile int size;

    private volatile int stuck;
    private int busyLooks;
    private int started;

    /** Requests of workers that have ended. */
    private long requestsOfOthers;

    /**
     * Without workers.
     *
     * @param descriptors the last worker closes these
     * @param stuck how many workers clients can hold up at the same time
     * @param threads how many workers there may be
     */
    WorkerPool(WorkerFactory factory, Keeper keeper, Lifecycle life, Descriptors descriptors, int stuck, int threads) {
        this.factory = factory;
        this.keeper = keeper;
        this.life = life;
        this.descriptors = descriptors;
        most = (int) Math.min((long) stuck + LINGERERS, threads);
        workers = new ArrayList<>(most);
    }

    void start() {
        for (int i = 0; i < FIRST; i++) {
            add();
        }
        keeper.start(this);
    }

    private synchronized void add() {
        if (life.isFinished()) {
            return;
        }
        Worker worker = factory.make(this);
        Thread thread =
                Thread.ofPlatform().daemon().name("pr-worker-" + ++started).unstarted(worker);
        // It is a worker once it runs: the start fails where the system has no thread left.
        thread.start();
        workers.add(worker);
        size = workers.size();
    }

    /** Called by a worker's thread when it ends. With the last one of a finished server all that is open ends. */
    void left(Worker worker) {
        if (isLast(worker)) {
            worker.closeAll();
            descriptors.close();
        }
        remove(worker);
    }

    private synchronized boolean isLast(Worker worker) {
        if (life.isFinished() && workers.size() == 1 && workers.contains(worker)) {
            return true;
        }
        remove(worker);
        return false;
    }

    private synchronized void remove(Worker worker) {
        takeOut(worker);
        size = workers.size();
        notifyAll();
    }

    /** False if it was none any more. */
    private boolean takeOut(Worker worker) {
        boolean was = workers.remove(worker);
        if (was) {
            requestsOfOthers += worker.progress().requests();
        }
        return was;
    }

    /** Called before a worker waits in the epoll set; false if it should end, because there are enough others. */
    boolean beginWait(Worker worker) {
        int enough = wanted() + stuck;
        if (size > enough && retire(worker, enough)) {
            return false;
        }
        waiting.incrementAndGet();
        return true;
    }

    /** Ends a worker if there are more than that; true if it did: then it is none any more. */
    private synchronized boolean retire(Worker worker, int enough) {
        boolean retired = workers.size() > enough && takeOut(worker);
        size = workers.size();
        return retired;
    }

    /** For how many milliseconds a worker is to wait for something to do. */
    int patience() {
        return size > FIRST ? IDLE_MILLIS : FOREVER;
    }

    /** Nothing came: ends the worker if there are others; true if it did. */
    boolean retireIdle(Worker worker) {
        return retire(worker, FIRST);
    }

    /** How many workers should be able to move. */
    private int wanted() {
        return crowd ? few : LINGERERS;
    }

    /** A client has said something. */
    void serves(Connection connection) {
        int now = round;
        if (connection.round != now) {
            connection.round = now;
            if (busy.incrementAndGet() > LINGERERS) {
                crowd = true;
            }
        }
    }

    /** A client is gone. A round that ends meanwhile makes the count wrong by one, until the next. */
    void leaves(Connection connection) {
        if (connection.round == round) {
            busy.decrementAndGet();
        }
    }

    /** The keeper's clock. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the keeper writes it
    void endRound() {
        crowd = busy.getAndSet(0) > LINGERERS;
        round++;
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
    boolean mayLinger() {
        return !crowd && waiting.get() > 0 && !life.isStopping();
    }

    /** How often workers have begun or ended to serve; a sum that may begin anew. */
    synchronized int turns() {
        int sum = 0;
        for (int i = 0; i < workers.size(); i++) {
            sum += workers.get(i).progress().turns();
        }
        return sum;
    }

    /** How many requests there were, how many calls there are, and how many of these have been for so long. */
    synchronized Serving.Work work(long stuckNanos) {
        long now = System.nanoTime();
        long requests = requestsOfOthers;
        int calling = 0;
        int stuckCalls = 0;
        for (int i = 0; i < workers.size(); i++) {
            Progress progress = workers.get(i).progress();
            calling += progress.isCalling() ? 1 : 0;
            stuckCalls += progress.callingFor(now) >= stuckNanos ? 1 : 0;
            requests += progress.requests();
        }
        return new Serving.Work(requests, calling, workers.size(), stuckCalls);
    }

    /** Has others stand in for workers that do not move. */
    synchronized void look() {
        int count = 0;
        for (int i = 0; i < workers.size(); i++) {
            if (workers.get(i).progress().looksStuck()) {
                count++;
            }
        }
        stuck = count;
        busyLooks = nobodyWaits() ? busyLooks + 1 : 0;
        // Two clients that say something at the same moment are no reason for a thread more.
        if (busyLooks > 1) {
            // At most twice as many: two busy clients need no 32 threads.
            int missing = Math.min(Math.min(wanted() + count, most) - workers.size(), Math.max(1, workers.size()));
            for (int i = 0; i < missing; i++) {
                add();
            }
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
