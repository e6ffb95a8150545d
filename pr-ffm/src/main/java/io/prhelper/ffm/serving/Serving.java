// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.Policy;
import io.prhelper.ffm.ServerObserver;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.multipath.Maps;
import io.prhelper.ffm.multipath.ResumeGuard;
import io.prhelper.ffm.struct.PollFd;
import io.prhelper.ffm.struct.Statx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One server at work: what its workers share. */
public final class Serving {

    /** How long idle workers get to see that it is over. */
    private static final long FAREWELL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** So long nobody may be let in although somebody waits. */
    private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(10);

    /**
     * What a server is made of.
     *
     * @param listener a listening Unix socket
     * @param plugged what executes commands instead of SG_IO
     * @param observer who is told what happens
     * @param sysfs {@code /sys}
     * @param guard what resumes maps when this process is killed, or null: then a map is not one nexus, for which all its paths act
     */
    public record Plan(
            Kernel kernel,
            int listener,
            Limits limits,
            Policy policy,
            int features,
            Duration deviceTimeout,
            @Nullable DevicePort plugged,
            @Nullable ServerObserver observer,
            String sysfs,
            int threads,
            @Nullable ResumeGuard guard) {}

    /**
     * What its threads do.
     *
     * @param requests so far
     * @param calling threads in a call that a client's descriptor can hold up
     * @param threads all that serve
     * @param stuck threads that have been in one such call for long
     */
    public record Work(long requests, int calling, int threads, int stuck) {}

    /** With fewer nobody would wait for clients while one is served. */
    public static final int FEWEST_WORKERS = WorkerPool.FIRST;

    private final Kernel kernel;
    private final Descriptors descriptors;
    private final Lifecycle life = new Lifecycle();
    private final Registry registry;
    private final Refusals refusals;
    private final Keeper keeper;
    private final WorkerFactory factory;
    private final WorkerPool pool;
    private final Door door = new Door();
    private final @Nullable Maps maps;
    private int lastRounds = -1;
    private int lastTurns;

    private Serving(Plan plan, Descriptors descriptors, int room, int parking) {
        kernel = plan.kernel();
        this.descriptors = descriptors;
        registry = new Registry(plan.limits(), room);
        refusals = new Refusals(kernel, descriptors.listener(), parking);
        Events events = new Events(plan.observer());
        Devices devices =
                new Devices(events, plan.plugged() != null, plan.policy().anyDevice());
        Admission admission = new Admission(registry, plan.policy(), plan.limits(), plan.features(), events);
        keeper = new Keeper(kernel, descriptors, registry, refusals, door, devices, plan.limits(), life);
        ResumeGuard guard = plan.guard();
        maps = guard == null
                ? null
                : new Maps(
                        kernel, Path.of(plan.sysfs()), plan.deviceTimeout(), Maps.addresses(), guard, events::mapped);
        factory = new WorkerFactory(
                plan, descriptors, registry, admission, refusals, devices, events, life, keeper, door, maps);
        pool = new WorkerPool(factory, keeper, life, descriptors, registry.most() + Refusals.MOST, plan.threads());
    }

    /**
     * Begins to serve.
     *
     * @throws IOException if the descriptor is no listening socket, there are too few descriptors, or the kernel has no thread
     */
    public static Serving start(Plan plan) throws IOException {
        long openFiles = Descriptors.limit();
        int room = Descriptors.room(openFiles, plan.limits().reserve());
        int parking = Descriptors.parking(openFiles, plan.limits());
        Descriptors descriptors = Descriptors.open(plan.kernel(), plan.listener());
        Serving serving = null;
        boolean started = false;
        try {
            // Else whatever clients pass would be answered as what is no device.
            new Statx().mustTell(plan.kernel().files(), new CallState(), descriptors.epoll());
            serving = new Serving(plan, descriptors, room, parking);
            serving.pool.start();
            // Not before all threads are there: no client is greeted by a server that does not start.
            descriptors.openDoor();
            started = true;
            return serving;
        } catch (OutOfMemoryError noThread) {
            throw new IOException("no thread to serve with: " + noThread.getMessage(), noThread);
        } finally {
            if (serving == null) {
                descriptors.close();
            } else if (!started) {
                serving.abandon();
            }
        }
    }

    /** Ends those threads that there are; the last of them closes the descriptors. */
    private void abandon() {
        finish(new CallState());
        try {
            join(System.nanoTime() + FAREWELL_NANOS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One whose threads are those of its callers. */
    static Serving withoutThreads(Plan plan, Descriptors descriptors) {
        return new Serving(plan, descriptors, 1, 1);
    }

    /** A worker that runs on the thread of its caller. */
    Worker worker() {
        return factory.make(pool);
    }

    /** What finds devices, for one thread. */
    DeviceFinder finder(CallState state) {
        return factory.finder(state);
    }

    /** Closes the connections of one without threads. */
    void closeConnections(CallState state) {
        registry.forEach(connection -> kernel.files().close(state, connection.fd));
    }

    /**
     * Has the JVM compile what requests need, on a thread of its own, without touching this server.
     *
     * @param forMaps how many times each command for a map, if this server makes maps one nexus
     */
    public void rehearse(int requests, int forMaps) {
        try {
            Thread.ofPlatform().daemon().name("pr-rehearsal").start(() -> {
                try {
                    Rehearsal.run(kernel, requests);
                    if (maps != null) {
                        maps.rehearse(forMaps);
                    }
                } catch (IOException | RuntimeException | Error noRoom) {
                    // It was only to save time.
                }
            });
        } catch (OutOfMemoryError noThread) {
            // As above.
        }
    }

    /** Connections that are open now. */
    public int connections() {
        return registry.size();
    }

    /** What its threads do now; stuck are those that have been seen in one call for so long. */
    public Work work(long stuckNanos) {
        return pool.work(stuckNanos);
    }

    /**
     * Whether the threads make progress: the keeper has gone round since the last call, a worker waits for work or has served
     * since, and no client has waited to be let in for ten seconds. For one thread, which leaves them some time between its calls.
     */
    public boolean isHealthy() {
        int rounds = keeper.rounds();
        int turns = pool.turns();
        boolean healthy = rounds != lastRounds && (turns != lastTurns || !pool.nobodyWaits());
        lastRounds = rounds;
        lastTurns = turns;
        return healthy && !(door.isHeldFor(HELD_NANOS) && somebodyIsOutside());
    }

    /** Also true where it can not be told: to be held for so long is bad enough. */
    private boolean somebodyIsOutside() {
        return new PollFd().of(kernel.poll(), new CallState(), descriptors.listener(), PollFd.POLLIN) != 0;
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
        life.stop();
        registry.lockDoor();
        new Poller(kernel, state, descriptors.epoll()).remove(descriptors.listener());
        // Whoever gets a place after this look sees that the server stops before it is in the epoll set.
        registry.forEach(connection -> connection.whileOpen(() -> hangUp(state, connection)));
        int stuck;
        try {
            stuck = registry.awaitEmpty(deadline);
        } finally {
            refusals.end();
            finish(state);
        }
        join(Math.max(deadline, System.nanoTime() + FAREWELL_NANOS));
        return stuck + refusals.parked();
    }

    private void join(long deadline) throws InterruptedException {
        pool.join(deadline);
        if (maps != null) {
            maps.close();
        }
    }

    /** The worker that is told of it closes it; a reply that is on its way still gets out. */
    private void hangUp(CallState state, Connection connection) {
        int how = connection.unsent == null ? Flags.SHUT_RD : Flags.SHUT_RDWR;
        kernel.sockets().shutdown(state, connection.fd, how);
    }

    private void finish(CallState state) {
        life.finish();
        Memory one = new Memory(Long.BYTES);
        one.buffer().putLong(0, 1);
        kernel.files().write(state, descriptors.stop(), one, Long.BYTES);
        if (pool.isEmpty()) {
            descriptors.close();
        }
    }
}
