// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.struct.EpollEvent;

/** One thread's view of the shared epoll set (epoll(7)). */
final class Poller {

    private final Kernel kernel;
    private final CallState state;
    private final int epoll;
    private final EpollEvent event = new EpollEvent();

    Poller(Kernel kernel, CallState state, int epoll) {
        this.kernel = kernel;
        this.state = state;
        this.epoll = epoll;
    }

    /** A new epoll set. */
    static int create(Kernel kernel, CallState state) throws KernelException {
        return KernelException.check(
                "epoll_create1", "EPOLL_CLOEXEC", kernel.poll().epoll_create1(state, Flags.EPOLL_CLOEXEC));
    }

    /**
     * The descriptor that is ready, of which no other thread is told until it is armed again; or {@code -errno}.
     *
     * @param millis how long to wait, or -1; {@code -ETIMEDOUT} if nothing came
     */
    int await(int millis) {
        int count = kernel.poll().epoll_wait(state, epoll, event, 1, millis);
        return count > 0 ? (int) event.data() : count == 0 ? -Errno.ETIMEDOUT.code() : count;
    }

    /** Adds a descriptor: one thread will be told once when it can be read. */
    int add(int fd) {
        return control(Flags.EPOLL_CTL_ADD, fd, Flags.EPOLLIN | Flags.EPOLLONESHOT);
    }

    /** Adds a descriptor of which every waiting thread is told as long as it can be read. */
    int addForAll(int fd) {
        return control(Flags.EPOLL_CTL_ADD, fd, Flags.EPOLLIN);
    }

    /** One thread will be told again when it can be read. */
    int armRead(int fd) {
        return control(Flags.EPOLL_CTL_MOD, fd, Flags.EPOLLIN | Flags.EPOLLONESHOT);
    }

    /** One thread will be told when it can be written. */
    int armWrite(int fd) {
        return control(Flags.EPOLL_CTL_MOD, fd, Flags.EPOLLOUT | Flags.EPOLLONESHOT);
    }

    /** Forgets a descriptor. */
    int remove(int fd) {
        return control(Flags.EPOLL_CTL_DEL, fd, 0);
    }

    private int control(int operation, int fd, int events) {
        event.events(events);
        event.data(fd);
        return kernel.poll().epoll_ctl(state, epoll, operation, fd, event);
    }
}
