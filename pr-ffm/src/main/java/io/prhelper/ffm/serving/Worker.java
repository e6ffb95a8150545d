// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.device.Backends;
import io.prhelper.ffm.device.DeviceList;
import io.prhelper.ffm.device.NativeExchange;
import io.prhelper.ffm.device.NodeReader;
import io.prhelper.ffm.device.SgIo;
import io.prhelper.ffm.device.Sysfs;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.Kernel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One thread that takes what is ready from the epoll set and serves it, with memory of its own. */
final class Worker implements Runnable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Serving serving;
    private final Poller poller;
    private final Acceptor acceptor;
    private final Conversation conversation;

    private final Progress progress = new Progress();

    Worker(Serving serving) {
        this.serving = serving;
        Kernel kernel = serving.kernel();
        NativeExchange memory = new NativeExchange();
        CallState state = memory.state();
        poller = new Poller(kernel, state, serving.epoll());
        Channel channel = new Channel(kernel, memory);
        Closing closing =
                new Closing(serving.registry(), serving.pool(), serving.events(), kernel.files(), state, progress);
        acceptor = new Acceptor(serving, state, poller, channel, closing);
        conversation =
                new Conversation(serving, memory, channel, poller, request(serving, kernel, memory, progress), closing);
    }

    private static Request request(Serving serving, Kernel kernel, NativeExchange memory, Progress progress) {
        CallState state = memory.state();
        DeviceFinder finder = new DeviceFinder(
                serving.devices(),
                new NodeReader(kernel, state),
                new Sysfs(kernel, state, serving.sysfs()),
                new DeviceList(kernel, state, serving.policy()));
        Backends backends = new Backends(serving.plugged(), new SgIo(kernel, memory, serving.deviceTimeout()));
        return new Request(
                kernel,
                state,
                new Judgement(serving.policy()),
                finder,
                serving.limits().maxInFlight(),
                backends,
                serving.events(),
                progress);
    }

    Progress progress() {
        return progress;
    }

    @Override
    public void run() {
        WorkerPool pool = serving.pool();
        try {
            while (pool.beginWait(this)) {
                int fd = await(pool);
                if (serving.finished() || (Errno.ETIMEDOUT.is(fd) && pool.isIdle(this))) {
                    break;
                }
                progress.turn();
                serve(fd);
                progress.turn();
            }
        } finally {
            pool.left(this);
        }
    }

    /** Gives a place to a client that did not come through the listener, and greets it. */
    void adopt(int fd) {
        acceptor.adopt(fd);
    }

    /** Waits for one thing to do and does it, on the thread of the caller. */
    void serveNext() {
        serve(poller.await(0));
    }

    private int await(WorkerPool pool) {
        try {
            return poller.await(pool.patience());
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
            } else if (!Errno.EINTR.is(fd) && !Errno.ETIMEDOUT.is(fd)) {
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
