// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.Policy;
import io.prhelper.ffm.ServerListener;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One server at work: what its workers share. */
public final class Serving {

    /** How many closes of sockets of clients that were turned away may be stuck at the same time. */
    private static final int MOST_REFUSALS = 16;

    /** How long idle workers get to see that it is over. */
    private static final long FAREWELL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * What a server is made of.
     *
     * @param listener a listening Unix socket
     * @param port what executes commands instead of SG_IO
     * @param sysfs {@code /sys}
     */
    public record Plan(
            Kernel kernel,
            int listener,
            Limits limits,
            Policy policy,
            int features,
            Duration deviceTimeout,
            @Nullable DevicePort port,
            @Nullable ServerListener listenerOfEvents,
            String sysfs) {}

    private final Plan plan;
    private final Registry registry;
    private final Events events;
    private final Devices devices;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger refusals = new AtomicInteger();
    private final Descriptors descriptors;
    private final WorkerPool pool;
    private volatile boolean stopping;
    private volatile boolean finished;
    private int lastRounds = -1;
    private int lastTurns;

    private Serving(Plan plan, Descriptors descriptors, int room) {
        this.plan = plan;
        this.descriptors = descriptors;
        registry = new Registry(plan.limits(), room);
        events = new Events(plan.listenerOfEvents());
        devices = new Devices(events);
        pool = new WorkerPool(this, registry.most() + MOST_REFUSALS);
    }

    /**
     * Begins to serve.
     *
     * @throws IOException if the descriptor is no listening socket, there are too few descriptors, or the kernel has no thread
     */
    public static Serving start(Plan plan) throws IOException {
        int room = Descriptors.room(plan.limits().reserve());
        Descriptors descriptors = Descriptors.open(plan.kernel(), plan.listener());
        boolean started = false;
        try {
            Serving serving = new Serving(plan, descriptors, room);
            try {
                serving.pool.start();
                started = true;
            } finally {
                if (!started) {
                    serving.finish(new CallState());
                }
            }
            return serving;
        } catch (OutOfMemoryError noThread) {
            throw new IOException("no thread to serve with: " + noThread.getMessage(), noThread);
        } finally {
            if (!started) {
                descriptors.close();
            }
        }
    }

    /** One whose threads are those of its callers. */
    static Serving withoutThreads(Plan plan, Descriptors descriptors) {
        return new Serving(plan, descriptors, 1);
    }

    /** Has the JVM compile what requests need, on a thread of its own, without touching this server. */
    public void rehearse(int requests) {
        Thread.ofPlatform().daemon().name("pr-rehearsal").start(() -> {
            try {
                Rehearsal.run(kernel(), requests);
            } catch (IOException | RuntimeException | Error noRoom) {
                // It was only to save time.
            }
        });
    }

    Kernel kernel() {
        return plan.kernel();
    }

    int listener() {
        return descriptors.listener();
    }

    int epoll() {
        return descriptors.epoll();
    }

    Limits limits() {
        return plan.limits();
    }

    Policy policy() {
        return plan.policy();
    }

    int features() {
        return plan.features();
    }

    Duration deviceTimeout() {
        return plan.deviceTimeout();
    }

    @Nullable
    DevicePort plugged() {
        return plan.port();
    }

    String sysfs() {
        return plan.sysfs();
    }

    Registry registry() {
        return registry;
    }

    Devices devices() {
        return devices;
    }

    Events events() {
        return events;
    }

    WorkerPool pool() {
        return pool;
    }

    /** No new requests: connections are closed as soon as they are not busy. */
    boolean stopping() {
        return stopping;
    }

    /** Workers and keeper end. */
    boolean finished() {
        return finished;
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    /** The socket of a client that was turned away is about to be closed; true if others may accept meanwhile. */
    boolean beginRefusal() {
        return refusals.incrementAndGet() < MOST_REFUSALS;
    }

    /** It is closed; true if others may accept from now on. */
    boolean endRefusal() {
        return refusals.getAndDecrement() == MOST_REFUSALS;
    }

    /** Connections that are open now. */
    public int connections() {
        return registry.size();
    }

    /**
     * Whether the threads make progress: the keeper has gone round since the last call, and a worker waits for work or has served
     * since. For one thread, which leaves them some time between its calls.
     */
    public boolean isHealthy() {
        int rounds = pool.rounds();
        int turns = pool.turns();
        boolean healthy = rounds != lastRounds && (turns != lastTurns || !pool.nobodyWaits());
        lastRounds = rounds;
        lastTurns = turns;
        return healthy;
    }

    /**
     * Stops: no new clients, commands in flight end and are answered, idle clients are dropped.
     *
     * @return how many connections could not be closed in time, because a command or a close is stuck; their threads end with that
     * @throws InterruptedException if this thread is interrupted while it waits; all is given up then
     */
    public int stop(Duration patience) throws InterruptedException {
        CallState state = new CallState();
        long deadline = System.nanoTime() + Math.clamp(patience.toMillis(), 0, Integer.MAX_VALUE) * 1_000_000L;
        stopping = true;
        new Poller(kernel(), state, epoll()).remove(listener());
        registry.forEach(connection -> connection.whileOpen(() -> hangUp(state, connection)));
        try {
            registry.awaitEmpty(deadline);
        } finally {
            finish(state);
        }
        int stuck = registry.size();
        pool.join(Math.max(deadline, System.nanoTime() + FAREWELL_NANOS));
        return stuck;
    }

    /** The worker that is told of it closes it; a reply that is on its way still gets out. */
    private void hangUp(CallState state, Connection connection) {
        int how = connection.unsent == null ? Flags.SHUT_RD : Flags.SHUT_RDWR;
        kernel().sockets().shutdown(state, connection.fd, how);
    }

    private void finish(CallState state) {
        finished = true;
        Memory one = new Memory(Long.BYTES);
        one.buffer().putLong(0, 1);
        kernel().files().write(state, descriptors.stop(), one, Long.BYTES);
        if (pool.isEmpty()) {
            release();
        }
    }

    /** The last worker has gone. */
    void release() {
        descriptors.close();
    }
}
