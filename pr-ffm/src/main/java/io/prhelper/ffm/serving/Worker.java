// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.errno.Errno;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One thread that takes what is ready from the epoll set and serves it, with memory of its own. */
final class Worker implements Runnable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final int listener;
    private final Registry registry;
    private final Lifecycle life;
    private final WorkerPool pool;
    private final Events events;
    private final Progress progress;
    private final Poller poller;
    private final Acceptor acceptor;
    private final ConnectionHandler handler;
    private final Closing closing;

    Worker(
            int listener,
            Registry registry,
            Lifecycle life,
            WorkerPool pool,
            Events events,
            Progress progress,
            Poller poller,
            Acceptor acceptor,
            ConnectionHandler handler,
            Closing closing) {
        this.listener = listener;
        this.registry = registry;
        this.life = life;
        this.pool = pool;
        this.events = events;
        this.progress = progress;
        this.poller = poller;
        this.acceptor = acceptor;
        this.handler = handler;
        this.closing = closing;
    }

    Progress progress() {
        return progress;
    }

    @Override
    public void run() {
        try {
            while (pool.beginWait(this)) {
                int fd = await();
                if (life.isFinished() || (Errno.ETIMEDOUT.is(fd) && pool.retireIdle(this))) {
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

    /** Closes what the others have left in the epoll set: nobody is told of it any more. For the last worker. */
    void closeAll() {
        registry.forEach(closing::close);
    }

    /** Gives a place to a client that did not come through the listener, and greets it. */
    void adopt(int fd) {
        acceptor.adopt(fd);
    }

    /** Waits for one thing to do and does it, on the thread of the caller. */
    void serveNext() {
        serve(poller.await(0));
    }

    private int await() {
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
            if (fd == listener) {
                acceptor.accept();
            } else if (fd >= 0) {
                Connection connection = registry.find(fd);
                if (connection != null) {
                    handler.handle(connection);
                }
            } else if (!Errno.EINTR.is(fd) && !Errno.ETIMEDOUT.is(fd)) {
                // Nothing that waiting could bring to an end; at least it does not spin.
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        } catch (Throwable thrown) {
            // What was held has been looked after where it was held. Nothing ends this thread: it serves everybody
            // else.
            events.failed(thrown);
        }
    }
}
