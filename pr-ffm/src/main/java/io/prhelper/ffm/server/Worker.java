// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.sgio.DeviceNode;
import io.prhelper.ffm.sgio.NativeExchange;
import io.prhelper.ffm.sgio.SgIo;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One thread that takes what is ready from the epoll set and serves it, with memory of its own. */
final class Worker implements Runnable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Serving serving;
    private final Poller poller;
    private final Acceptor acceptor;
    private final Conversation conversation;

    /** Odd while something is served: the keeper sees from two looks whether it moves. */
    private volatile int turn;

    Worker(Serving serving) {
        this.serving = serving;
        Kernel kernel = serving.kernel();
        NativeExchange memory = new NativeExchange();
        CallState state = memory.state();
        poller = new Poller(kernel, state, serving.epoll());
        Channel channel = new Channel(kernel, memory);
        Closing closing = new Closing(serving.registry(), serving.events(), kernel.files(), state);
        acceptor = new Acceptor(serving, state, poller, channel, closing);
        conversation = new Conversation(serving, memory, channel, poller, request(serving, kernel, memory), closing);
    }

    private static Request request(Serving serving, Kernel kernel, NativeExchange memory) {
        CallState state = memory.state();
        DeviceGate gate = new DeviceGate(
                serving.devices(),
                serving.limits().maxInFlight(),
                new DeviceNode(kernel, state),
                new Sysfs(kernel, state, serving.policy(), serving.sysfs()),
                new SgIo(kernel, memory, serving.deviceTimeout()),
                serving.events());
        return new Request(kernel, state, gate, serving.plugged(), serving.policy(), serving.events());
    }

    int turn() {
        return turn;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes it
    public void run() {
        WorkerPool pool = serving.pool();
        try {
            while (pool.beginWait(this)) {
                int fd = await(pool);
                if (serving.finished()) {
                    break;
                }
                turn++;
                serve(fd);
                turn++;
            }
        } finally {
            pool.left(this);
        }
    }

    private int await(WorkerPool pool) {
        try {
            return poller.await();
        } catch (Throwable noMemory) {
            return -Errno.ENOMEM.code();
        } finally {
            pool.endWait();
        }
    }

    private void serve(int fd) {
        try {
            if (fd == serving.listener()) {
                acceptor.accept();
            } else if (fd >= 0) {
                Connection connection = serving.registry().find(fd);
                if (connection != null) {
                    conversation.hold(connection);
                }
            } else if (!Errno.EINTR.is(fd)) {
                // Nothing that waiting could bring to an end; at least it does not spin.
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        } catch (Throwable thrown) {
            // What was held has been looked after where it was held. Nothing ends this thread: it serves everybody
            // else.
            serving.events().failed(thrown);
        }
    }
}
