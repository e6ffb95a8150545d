// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.Limits;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.struct.PollFd;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The thread that looks after the workers and the clock. While all workers are busy it looks every millisecond, and has those
 * replaced that do not move; some times a second it ends what is overdue. With nobody connected it sleeps.
 *
 * <p>It makes no call that a client could hold up.
 */
final class Keeper {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SHORTEST_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Registry registry;
    private final Refusals refusals;
    private final Door door;
    private final Devices devices;
    private final Lifecycle life;
    private final int listener;
    private final Poller poller;
    private final long tick;

    /** Set before the thread is made. */
    private @Nullable Thread thread;

    /** All workers were busy at the last look, so that nobody needs to call. */
    private volatile boolean looking;

    private volatile boolean asleep;
    private volatile boolean acceptPaused;
    private volatile int rounds;
    private long nextTick;
    private long now;

    /** Made once: where memory has ended, these make some free. The worker that is told of a shut down connection closes it. */
    private final Consumer<Connection> expire;

    private final PollFd pollFd = new PollFd();

    Keeper(
            Kernel kernel,
            Descriptors descriptors,
            Registry registry,
            Refusals refusals,
            Door door,
            Devices devices,
            Limits limits,
            Lifecycle life) {
        this.registry = registry;
        this.refusals = refusals;
        this.door = door;
        this.devices = devices;
        this.life = life;
        listener = descriptors.listener();
        CallState state = new CallState();
        Consumer<Connection> shutDown = connection -> kernel.sockets().shutdown(state, connection.fd, Flags.SHUT_RDWR);
        Predicate<Connection> ready = connection -> {
            int events = connection.unsent == null ? PollFd.POLLIN : PollFd.POLLOUT;
            return pollFd.of(kernel.poll(), state, connection.fd, events) > 0;
        };
        expire = connection -> {
            try {
                connection.expire(now, ready, shutDown);
            } catch (Throwable noMemory) {
                // The next tick tries it again; no other connection waits for that.
            }
        };
        poller = new Poller(kernel, state, descriptors.epoll());
        long shortest = Math.min(limits.request().toNanos(), limits.reply().toNanos());
        tick = Math.clamp(
                Math.min(shortest, limits.handshake().toNanos()) / 4, SHORTEST_TICK_NANOS, LONGEST_TICK_NANOS);
    }

    /** Begins to look after these workers. */
    void start(WorkerPool pool) {
        Thread made = Thread.ofPlatform().daemon().name("pr-keeper").unstarted(() -> keep(pool));
        thread = made;
        made.start();
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    /** The last waiting worker has gone to work. */
    void allAreBusy() {
        if (!looking) {
            wake();
        }
    }

    /** Somebody connected: there are deadlines to watch, and what is known of devices may be old. */
    void somebodyCame() {
        if (asleep) {
            devices.endRound();
            wake();
        }
    }

    /** Nobody accepts; with the next tick the listener is armed again. */
    void pauseAccepting() {
        acceptPaused = true;
        wake();
    }

    /** How often it has gone round; once more soon after this call, unless it is stuck. */
    int rounds() {
        wake();
        return rounds;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes it
    private void keep(WorkerPool pool) {
        nextTick = System.nanoTime() + tick;
        while (!life.isFinished()) {
            try {
                look(pool);
            } catch (Throwable noMemory) {
                // No thread or no memory for another worker: the next look may have more luck, in some time.
                LockSupport.parkNanos(this, tick);
            }
            try {
                tick(pool);
            } catch (Throwable noMemory) {
                // The next one will do it.
                LockSupport.parkNanos(this, tick);
            }
            rounds++;
        }
    }

    private void look(WorkerPool pool) {
        boolean allBusy = pool.nobodyWaits();
        looking = allBusy;
        pool.look();
        if (allBusy) {
            LockSupport.parkNanos(this, LOOK_NANOS);
        } else if (!pool.nobodyWaits()) {
            sleep();
        }
    }

    private void sleep() {
        asleep = true;
        if (registry.size() == 0 && !acceptPaused && !life.isFinished()) {
            LockSupport.park(this);
            asleep = false;
        } else {
            asleep = false;
            LockSupport.parkNanos(this, tick);
        }
    }

    private void tick(WorkerPool pool) {
        now = System.nanoTime();
        if (now - nextTick < 0) {
            return;
        }
        nextTick = now + tick;
        pool.endRound();
        devices.endRound();
        registry.forEach(expire);
        if (acceptPaused && refusals.hasRoom()) {
            armListener();
        }
    }

    private void armListener() {
        // First, so that the next pause is not lost.
        acceptPaused = false;
        boolean armed = false;
        door.free();
        try {
            armed = life.isStopping() || poller.armRead(listener) >= 0;
        } finally {
            if (!armed) {
                door.held();
                acceptPaused = true;
            }
        }
    }

    /** Makes it see that the server is finished, and waits for it. */
    void join(long deadline) throws InterruptedException {
        Thread started = thread;
        if (started != null) {
            wake();
            started.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
    }
}
