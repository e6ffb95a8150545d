// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.ServerListener;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.KernelException;
import io.prhelper.ffm.sgio.NativeExchange;
import io.prhelper.ffm.sgio.SgIo;
import io.prhelper.ffm.struct.DirectMemory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One server at work: what its workers share. */
public final class Serving {
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int SHUT_RDWR = 2;

    /** What a server is made of. */
    public record Plan(
            Kernel kernel,
            int listener,
            Limits limits,
            int features,
            Duration deviceTimeout,
            @Nullable DevicePort port,
            @Nullable ServerListener listenerOfEvents) {}

    private final Plan plan;
    private final Registry registry;
    private final Events events;
    private final AtomicLong numbers = new AtomicLong();
    private final int epoll;
    private final int stop;
    private final WorkerPool pool;
    private volatile boolean stopping;

    private Serving(Plan plan) throws KernelException {
        this.plan = plan;
        CallState state = new CallState();
        registry = new Registry(plan.limits());
        events = new Events(plan.listenerOfEvents());
        epoll = Poller.create(plan.kernel(), state);
        stop = KernelException.check("eventfd", "0", plan.kernel().poll().eventfd(state, 0, EFD_CLOEXEC));
        Poller poller = new Poller(plan.kernel(), state, epoll);
        KernelException.check("epoll_ctl", "eventfd", poller.addForAll(stop));
        KernelException.check("epoll_ctl", "listener", poller.add(plan.listener()));
        pool = new WorkerPool(this);
    }

    /**
     * Begins to serve. The listener must be non-blocking; it stays the caller's.
     *
     * @throws KernelException if the epoll set can not be made
     */
    public static Serving start(Plan plan) throws KernelException {
        Serving serving = new Serving(plan);
        serving.pool.start();
        return serving;
    }

    Kernel kernel() {
        return plan.kernel();
    }

    int listener() {
        return plan.listener();
    }

    Limits limits() {
        return plan.limits();
    }

    int features() {
        return plan.features();
    }

    Registry registry() {
        return registry;
    }

    Events events() {
        return events;
    }

    int epoll() {
        return epoll;
    }

    WorkerPool pool() {
        return pool;
    }

    boolean stopping() {
        return stopping;
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    /** The device port for one worker: the one that was plugged in, or SG_IO in the worker's own memory. */
    DevicePort portFor(NativeExchange memory) {
        DevicePort plugged = plan.port();
        if (plugged != null) {
            return plugged;
        }
        SgIo device = new SgIo(plan.kernel(), memory, plan.deviceTimeout());
        return (fd, exchange) -> {
            device.device(fd);
            device.execute(exchange);
        };
    }

    /** Connections that are open now. */
    public int connections() {
        return registry.size();
    }

    /** Shuts down what is overdue; the worker that is told of it closes it. */
    void expireOverdue(long now) {
        CallState state = new CallState();
        registry.forEach(connection -> {
            if (connection.overdue(now)) {
                connection.expire(() -> kernel().sockets().shutdown(state, connection.fd, SHUT_RDWR));
            }
        });
    }

    void resumeAccepting() {
        new Poller(kernel(), new CallState(), epoll).armRead(listener());
    }

    /**
     * Stops: no new clients, commands in flight end, idle clients are dropped.
     *
     * @return how many commands did not end in time
     */
    public int stop(Duration patience) throws InterruptedException {
        CallState state = new CallState();
        stopping = true;
        DirectMemory one = new DirectMemory(Long.BYTES);
        one.buffer().putLong(0, 1);
        kernel().files().write(state, stop, one.address(), Long.BYTES);
        int stuck = pool.join(patience);
        if (stuck == 0) {
            registry.forEach(connection -> drop(state, connection));
            kernel().files().close(state, stop);
            kernel().files().close(state, epoll);
        }
        return stuck;
    }

    private void drop(CallState state, Connection connection) {
        if (connection.markClosed()) {
            registry.remove(connection);
            if (connection.device != Connection.NONE) {
                kernel().files().close(state, connection.device);
            }
            kernel().files().close(state, connection.fd);
            events.tell(listener -> listener.disconnected(connection.number, connection.peer));
        }
    }
}
