// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** Unix sockets. */
public interface SocketCalls {
    /** socket(2). */
    int socket(CallState state, int domain, int type, int protocol);

    /** socketpair(2). */
    int socketpair(CallState state, int domain, int type, int protocol, long pair);

    /** bind(2). */
    int bind(CallState state, int fd, long address, int length);

    /** listen(2). */
    int listen(CallState state, int fd, int backlog);

    /** connect(2). */
    int connect(CallState state, int fd, long address, int length);

    /** accept4(2). */
    int accept4(CallState state, int fd, long address, long length, int flags);

    /** shutdown(2). */
    int shutdown(CallState state, int fd, int how);

    /** getsockopt(2). */
    int getsockopt(CallState state, int fd, int level, int name, long value, long length);

    /** setsockopt(2). */
    int setsockopt(CallState state, int fd, int level, int name, long value, int length);

    /** getsockname(2). */
    int getsockname(CallState state, int fd, long address, long length);

    /** recvmsg(2). */
    int recvmsg(CallState state, int fd, long message, int flags);

    /** sendmsg(2). */
    int sendmsg(CallState state, int fd, long message, int flags);

    /** recv(2). */
    int recv(CallState state, int fd, long buffer, long length, int flags);

    /** send(2). */
    int send(CallState state, int fd, long buffer, long length, int flags);
}
