// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.Limits;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.ProcessKernel;
import io.prhelper.ffm.struct.IntOption;
import io.prhelper.ffm.struct.Rlimit;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The descriptors of one server, and how many the process has for clients. */
final class Descriptors {
    /** A connection has its socket and the device of its request. */
    private static final int PER_CONNECTION = 2;

    /** Where the limit leaves nothing, these come out of the reserve. */
    private static final int LEAST_PARKING = 8;

    private final Kernel kernel;
    private final CallState state = new CallState();
    private final AtomicBoolean closed = new AtomicBoolean();
    private int listener = Connection.NONE;
    private int epoll = Connection.NONE;
    private int stop = Connection.NONE;

    private Descriptors(Kernel kernel) {
        this.kernel = kernel;
    }

    /** How many descriptors the process may have open; RLIM_INFINITY is -1. */
    static long limit() {
        Rlimit limit = new Rlimit();
        int result =
                ProcessKernel.linux().process().prlimit(new CallState(), 0, Flags.RLIMIT_NOFILE, Memory.NULL, limit);
        return result < 0 ? Integer.MAX_VALUE : limit.current();
    }

    /** How many sockets of clients that were turned away may be open with that many descriptors: what neither clients nor reserve take. */
    static int parking(long limit, Limits limits) {
        long most = limits.descriptors();
        long there = limit < 0 ? most : Math.min(limit, most);
        return Math.toIntExact(
                Math.max(LEAST_PARKING, there - limits.reserve() - (long) PER_CONNECTION * limits.maxConnections()));
    }

    /** How many connections there may be with that many descriptors, RLIM_INFINITY being -1. */
    static int room(long limit, int reserve) throws IOException {
        long room = (limit < 0 ? Integer.MAX_VALUE : limit - reserve) / PER_CONNECTION;
        if (room < 1) {
            throw new IOException("RLIMIT_NOFILE is " + limit + ": a server needs at least "
                    + (reserve + PER_CONNECTION) + " file descriptors");
        }
        return Math.toIntExact(Math.min(room, Integer.MAX_VALUE));
    }

    /**
     * Opens what a server needs. The listener is duplicated, so that its number can not become that of a client if the caller closes
     * it too early, and made non-blocking.
     */
    static Descriptors open(Kernel kernel, int listener) throws IOException {
        Descriptors descriptors = new Descriptors(kernel);
        boolean complete = false;
        try {
            descriptors.openAll(listener);
            complete = true;
        } finally {
            if (!complete) {
                descriptors.close();
            }
        }
        return descriptors;
    }

    /** For a server that is to accept nobody. */
    static Descriptors withoutListener(Kernel kernel) throws IOException {
        Descriptors descriptors = new Descriptors(kernel);
        descriptors.epoll = Poller.create(kernel, descriptors.state);
        return descriptors;
    }

    private void openAll(int original) throws IOException {
        requireListening(original);
        listener = KernelException.check(
                "fcntl", "listener " + original, kernel.files().fcntl(state, original, Flags.F_DUPFD_CLOEXEC, 0));
        int flags = KernelException.check("fcntl", "F_GETFL", kernel.files().fcntl(state, listener, Flags.F_GETFL, 0));
        if ((flags & Flags.O_NONBLOCK) == 0) {
            KernelException.check(
                    "fcntl", "F_SETFL", kernel.files().fcntl(state, listener, Flags.F_SETFL, flags | Flags.O_NONBLOCK));
        }
        epoll = Poller.create(kernel, state);
        stop = KernelException.check("eventfd", "0", kernel.poll().eventfd(state, 0, Flags.EFD_CLOEXEC));
        Poller poller = new Poller(kernel, state, epoll);
        KernelException.check("epoll_ctl", "eventfd", poller.addForAll(stop));
    }

    /** Has the workers told of clients. */
    void openDoor() throws IOException {
        KernelException.check("epoll_ctl", "listener", new Poller(kernel, state, epoll).add(listener));
    }

    private void requireListening(int original) throws IOException {
        int listens = IntOption.get(kernel.sockets(), state, original, Flags.SO_ACCEPTCONN);
        if (KernelException.check("getsockopt", "listener " + original, listens) == 0) {
            throw new IOException("descriptor " + original + " is a socket that does not listen");
        }
    }

    int listener() {
        return listener;
    }

    int epoll() {
        return epoll;
    }

    /** Readable when the workers are to end. */
    int stop() {
        return stop;
    }

    /** Closes what is open; nobody uses any of it any more. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            for (int fd : new int[] {listener, epoll, stop}) {
                if (fd != Connection.NONE) {
                    kernel.files().close(state, fd);
                }
            }
        }
    }
}
