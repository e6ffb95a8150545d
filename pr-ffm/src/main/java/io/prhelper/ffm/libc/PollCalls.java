// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;

import java.lang.foreign.MemorySegment;

/** Waiting for many descriptors. */
public interface PollCalls {
    MemorySegment EPOLL_CREATE1 = find("epoll_create1");
    MemorySegment EPOLL_CTL = find("epoll_ctl");
    MemorySegment EPOLL_WAIT = find("epoll_wait");
    MemorySegment POLL = find("poll");
    MemorySegment EVENTFD = find("eventfd");

    /** {@code int epoll_create1(int flags)} */
    default int epoll_create1(CallState state, int flags) {
        return call(state, EPOLL_CREATE1, flags, 0, 0, 0, 0, 0);
    }

    /** {@code int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)} */
    default int epoll_ctl(CallState state, int epoll, int operation, int fd, Memory event) {
        return kept(call(state, EPOLL_CTL, epoll, operation, fd, event.address(), 0, 0), event);
    }

    /** {@code int epoll_wait(int epoll, struct epoll_event *events, int count, int timeoutMillis)}; EINTR is returned */
    default int epoll_wait(CallState state, int epoll, Memory events, int count, int timeoutMillis) {
        return kept(call(state, EPOLL_WAIT, epoll, events.address(), count, timeoutMillis, 0, 0), events);
    }

    /** {@code int poll(struct pollfd *fds, nfds_t count, int timeoutMillis)}; EINTR is returned */
    default int poll(CallState state, Memory fds, int count, int timeoutMillis) {
        return kept(call(state, POLL, fds.address(), count, timeoutMillis, 0, 0, 0), fds);
    }

    /** {@code int eventfd(unsigned initial, int flags)} */
    default int eventfd(CallState state, int initial, int flags) {
        return call(state, EVENTFD, initial, flags, 0, 0, 0, 0);
    }
}
