// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.foreign.MemorySegment;

/** {@link PollCalls} of the C library. */
final class LinuxPollCalls implements PollCalls {
    // int epoll_create1(int flags);
    private static final MemorySegment EPOLL_CREATE1 = Downcalls.find("epoll_create1");

    // int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event);
    private static final MemorySegment EPOLL_CTL = Downcalls.find("epoll_ctl");

    // int epoll_wait(int epoll, struct epoll_event *events, int count, int timeoutMillis);
    private static final MemorySegment EPOLL_WAIT = Downcalls.find("epoll_wait");

    // int eventfd(unsigned initial, int flags);
    private static final MemorySegment EVENTFD = Downcalls.find("eventfd");

    LinuxPollCalls() {}

    @Override
    public int epoll_create1(CallState state, int flags) {
        try {
            return state.narrow((long)
                    Downcalls.CALL.invokeExact(EPOLL_CREATE1, state.capture(), (long) flags, 0L, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int epoll_ctl(CallState state, int epoll, int operation, int fd, long event) {
        try {
            return state.narrow((long) Downcalls.CALL.invokeExact(
                    EPOLL_CTL, state.capture(), (long) epoll, (long) operation, (long) fd, event, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int epoll_wait(CallState state, int epoll, long events, int count, int timeoutMillis) {
        try {
            return state.narrow((long) Downcalls.CALL.invokeExact(
                    EPOLL_WAIT, state.capture(), (long) epoll, events, (long) count, (long) timeoutMillis, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int eventfd(CallState state, int initial, int flags) {
        try {
            return state.narrow((long)
                    Downcalls.CALL.invokeExact(EVENTFD, state.capture(), (long) initial, (long) flags, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }
}
