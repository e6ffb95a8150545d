// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** Waiting for many descriptors. */
public interface PollCalls {
    /** epoll_create1(2). */
    int epoll_create1(CallState state, int flags);

    /** epoll_ctl(2). */
    int epoll_ctl(CallState state, int epoll, int operation, int fd, Memory event);

    /** epoll_wait(2); EINTR is returned. */
    int epoll_wait(CallState state, int epoll, Memory events, int count, int timeoutMillis);

    /** eventfd(2). */
    int eventfd(CallState state, int initial, int flags);
}
