// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** Waiting for many descriptors. */
public interface PollCalls {
    /** {@code int epoll_create1(int flags)} */
    int epoll_create1(CallState state, int flags);

    /** {@code int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)} */
    int epoll_ctl(CallState state, int epoll, int operation, int fd, Memory event);

    /** {@code int epoll_wait(int epoll, struct epoll_event *events, int count, int timeoutMillis)}; EINTR is returned */
    int epoll_wait(CallState state, int epoll, Memory events, int count, int timeoutMillis);

    /** {@code int eventfd(unsigned initial, int flags)} */
    int eventfd(CallState state, int initial, int flags);
}
