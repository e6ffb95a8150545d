// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static java.util.Objects.requireNonNull;

import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.Policy;
import io.prhelper.ffm.ServerObserver;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.multipath.ResumeGuard;
import io.prhelper.ffm.serving.Serving;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves the helper protocol on a Unix socket.
 *
 * {@snippet :
 * try (HelperServer server =
 *         HelperServer.on(UnixListener.bind("/run/vm1/pr-helper.sock", OptionalInt.of(0600))).start()) {
 *     server.join();
 * }
 * }
 *
 * <p>Its threads are daemons: they keep no program running whose own threads have ended, and then clients are dropped in the middle of a
 * command. {@link #join} waits for the end.
 *
 * <p>Commands reach the disks with SG_IO unless a {@link Builder#device} is plugged in. The process needs CAP_SYS_RAWIO for that,
 * on the thread that calls {@link Builder#start}: the threads of the server inherit it.
 */
public final class HelperServer implements AutoCloseable {
    /** How long {@link #close} waits for commands in flight. */
    public static final Duration CLOSE_PATIENCE = Duration.ofSeconds(4);

    /** The fewest threads that serve. */
    public static final int FEWEST_THREADS = Serving.FEWEST_WORKERS;

    /** A thread that has been in one call for so long is stuck: no device of good health takes that long for a reservation. */
    public static final Duration STUCK = Duration.ofSeconds(10);

    /** How many requests it takes until the compiler has seen them all (measured; CompileThresholdScaling is 3). */
    private static final int REHEARSALS = 2000;

    /**
     * How often a map is registered, asked and unregistered. A method is compiled when it has been called 600 times: so all are but those that
     * one of these commands calls once.
     */
    private static final int MAP_REHEARSALS = 300;

    private final Serving serving;
    private final @Nullable UnixListener owned;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean stopped;

    private HelperServer(Serving serving, @Nullable UnixListener owned) {
        this.serving = serving;
        this.owned = owned;
    }

    /**
     * A server on a listening Unix stream socket.
     *
     * @param listener a listening socket, made non-blocking; it stays the caller's
     * @return what makes it
     */
    public static Builder on(int listener) {
        return new Builder(listener, null);
    }

    /**
     * A server that owns its listener: it is closed, and its file removed, when the server has stopped, or can not start.
     *
     * @param listener the server's from now on
     * @return what makes it
     */
    public static Builder on(UnixListener listener) {
        return new Builder(listener.fd(), listener);
    }

    /**
     * Has the JVM compile what serving needs, on a thread of its own, by requests from itself to itself that touch no device and of which
     * nobody is told: a start takes some 50 ms of a processor more, with maps some 800, and the first client need not wait for it. For a
     * process that has just been started and serves few requests; takes five descriptors for that time.
     */
    public void rehearse() {
        serving.rehearse(REHEARSALS, MAP_REHEARSALS);
    }

    /** {@return connections that are open now} */
    public int connections() {
        return serving.connections();
    }

    /**
     * What it does now. A thread is known to be stuck when it was seen in the same call by an earlier call of this method: for whoever calls
     * it every some seconds.
     *
     * @return a look at it, which has passed already
     */
    public Activity activity() {
        Serving.Work work = serving.work(STUCK.toNanos());
        return new Activity(serving.connections(), work.requests(), work.calling(), work.threads(), work.stuck());
    }

    /**
     * Whether its threads make progress, for one watchdog: what looks after clients and deadlines has moved since the last call, and
     * somebody waits for requests or has served one since, and no client has waited to be let in for ten seconds. Leave it 10 ms or more
     * between the calls; the first call answers true.
     *
     * @return false where they are stuck
     */
    public boolean isHealthy() {
        return serving.isHealthy();
    }

    /**
     * Stops accepting, lets commands in flight finish and be answered, drops idle clients.
     *
     * @param patience how long to wait for commands in flight
     * @return how many connections could not be closed in time, because a command or a close of a client's descriptor is stuck; they
     *     are closed, and their threads end, when that comes to an end
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public synchronized int stop(Duration patience) throws InterruptedException {
        if (stopped) {
            return 0;
        }
        stopped = true;
        try {
            return serving.stop(patience);
        } finally {
            if (owned != null) {
                owned.close();
            }
            ended.countDown();
        }
    }

    /**
     * Waits until it has been stopped.
     *
     * @throws InterruptedException if this thread is interrupted while it waits; the server goes on
     */
    public void join() throws InterruptedException {
        ended.await();
    }

    /**
     * Waits until it has been stopped.
     *
     * @param patience how long to wait
     * @return false if it still serves
     * @throws InterruptedException if this thread is interrupted while it waits; the server goes on
     */
    public boolean join(Duration patience) throws InterruptedException {
        return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** {@link #stop} with {@link #CLOSE_PATIENCE}. */
    @Override
    public void close() {
        try {
            stop(CLOSE_PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a server is to be like. */
    public static final class Builder {
        private final int listener;
        private final @Nullable UnixListener owned;
        private Limits limits = Limits.DEFAULTS;
        private Policy policy = Policy.DEFAULTS;
        private @Nullable Duration deviceTimeout;
        private int features;
        private Kernel kernel = Kernel.linux();
        private @Nullable DevicePort device;
        private @Nullable ServerObserver observer;
        private String sysfs = "/sys";
        private int threads = Integer.MAX_VALUE;
        private @Nullable ResumeGuard guard;

        private Builder(int listener, @Nullable UnixListener owned) {
            this.listener = listener;
            this.owned = owned;
        }

        /**
         * How much clients may take; {@link Limits#DEFAULTS} if not set.
         *
         * @param value the limits
         * @return this
         */
        public Builder limits(Limits value) {
            limits = requireNonNull(value, "limits");
            return this;
        }

        /**
         * Who may do what; {@link Policy#DEFAULTS} if not set.
         *
         * @param value the policy
         * @return this
         */
        public Builder policy(Policy value) {
            policy = requireNonNull(value, "policy");
            return this;
        }

        /**
         * What executes the commands, instead of SG_IO.
         *
         * @param value asked for every command that may be executed
         * @return this
         */
        public Builder device(DevicePort value) {
            device = requireNonNull(value, "device");
            return this;
        }

        /**
         * How long a device may take for a command, 1 ms to 24 days; {@link Limits#DEVICE_TIMEOUT} if not set.
         *
         * @param value for SG_IO only, not beside {@link #device}
         * @return this
         */
        public Builder deviceTimeout(Duration value) {
            requireNonNull(value, "deviceTimeout");
            if (value.toMillis() < 1 || value.toMillis() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("a device time-out of 1 ms to 24 days, not " + value);
            }
            deviceTimeout = value;
            return this;
        }

        /**
         * Feature bits of the greeting; 0, as the released reference, if not set.
         *
         * @param value 32 bits
         * @return this
         */
        public Builder features(int value) {
            features = value;
            return this;
        }

        /**
         * Who is told what happens.
         *
         * @param value told on the threads that serve
         * @return this
         */
        public Builder observer(ServerObserver value) {
            observer = requireNonNull(value, "observer");
            return this;
        }

        /**
         * How many threads may serve at most, {@link #FEWEST_THREADS} or more; as many as all clients could hold up, if not set. Where that
         * is fewer, clients whose calls never return can take them all.
         *
         * @param most {@link #FEWEST_THREADS} or more
         * @return this
         */
        public Builder threads(int most) {
            if (most < FEWEST_THREADS) {
                throw new IllegalArgumentException("at least " + FEWEST_THREADS + " threads serve, not " + most);
            }
            threads = most;
            return this;
        }

        /**
         * Makes a multipath map one nexus: a registration goes to all its paths, a path acts for one that is away, and multipathd is told,
         * which takes that from user 0 only. If not, a command for a map goes to one of its paths, as the kernel chooses. Not if not set.
         *
         * @param value to be closed after the server; not beside {@link #device}
         * @return this
         */
        public Builder multipath(Multipath value) {
            guard = requireNonNull(value, "multipath").guard;
            return this;
        }

        /** The system calls to use; for tests that make them fail. */
        Builder kernel(Kernel value) {
            kernel = value;
            return this;
        }

        /** Where sysfs is; for tests that make up devices. */
        Builder sysfs(String value) {
            sysfs = value;
            return this;
        }

        /**
         * Begins to serve, on daemon threads of its own. Where that fails, a listener that it owns is closed.
         *
         * @return the server
         * @throws IllegalStateException if a device is plugged in, and beside it something is set that is for SG_IO only: a time-out, multipath
         * @throws IOException if the listener is no listening socket, or the kernel refuses the descriptors or threads that serving needs
         */
        public HelperServer start() throws IOException {
            boolean started = false;
            try {
                refuseWhatDoesNothing();
                Duration timeout = deviceTimeout;
                HelperServer server = new HelperServer(
                        Serving.start(new Serving.Plan(
                                kernel,
                                listener,
                                limits,
                                policy,
                                features,
                                timeout == null ? Limits.DEVICE_TIMEOUT : timeout,
                                device,
                                observer,
                                sysfs,
                                threads,
                                guard)),
                        owned);
                started = true;
                return server;
            } finally {
                if (!started && owned != null) {
                    owned.close();
                }
            }
        }

        private void refuseWhatDoesNothing() {
            if (device == null) {
                return;
            }
            if (deviceTimeout != null) {
                throw new IllegalStateException("deviceTimeout is for SG_IO, which device replaces");
            }
            if (guard != null) {
                throw new IllegalStateException("multipath is for maps of this host, which device replaces");
            }
        }
    }
}
