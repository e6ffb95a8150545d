// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;

import java.lang.foreign.MemorySegment;

/** {@link PollCalls} of the C library. */
final class LinuxPollCalls implements PollCalls {
    private static final MemorySegment EPOLL_CREATE1 = find("epoll_create1");
    private static final MemorySegment EPOLL_CTL = find("epoll_ctl");
    private static final MemorySegment EPOLL_WAIT = find("epoll_wait");
    private static final MemorySegment EVENTFD = find("eventfd");

    @Override
    public int epoll_create1(CallState state, int flags) {
        return call(state, EPOLL_CREATE1, flags, 0, 0, 0, 0, 0);
    }

    @Override
    public int epoll_ctl(CallState state, int epoll, int operation, int fd, Memory event) {
        return kept(call(state, EPOLL_CTL, epoll, operation, fd, event.address(), 0, 0), event);
    }

    @Override
    public int epoll_wait(CallState state, int epoll, Memory events, int count, int timeoutMillis) {
        return kept(call(state, EPOLL_WAIT, epoll, events.address(), count, timeoutMillis, 0, 0), events);
    }

    @Override
    public int eventfd(CallState state, int initial, int flags) {
        return call(state, EVENTFD, initial, flags, 0, 0, 0, 0);
    }
}
