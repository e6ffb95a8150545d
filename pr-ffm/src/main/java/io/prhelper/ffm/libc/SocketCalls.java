// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** Unix sockets. */
public interface SocketCalls {
    /** socket(2). */
    int socket(CallState state, int domain, int type, int protocol);

    /** socketpair(2). */
    int socketpair(CallState state, int domain, int type, int protocol, Memory pair);

    /** bind(2). */
    int bind(CallState state, int fd, Memory address, int length);

    /** listen(2). */
    int listen(CallState state, int fd, int backlog);

    /** connect(2). */
    int connect(CallState state, int fd, Memory address, int length);

    /** accept4(2). */
    int accept4(CallState state, int fd, Memory address, Memory length, int flags);

    /** shutdown(2). */
    int shutdown(CallState state, int fd, int how);

    /** getsockopt(2). */
    int getsockopt(CallState state, int fd, int level, int name, Memory value, Memory length);

    /** setsockopt(2). */
    int setsockopt(CallState state, int fd, int level, int name, Memory value, int length);

    /** recvmsg(2). */
    int recvmsg(CallState state, int fd, Memory message, int flags);

    /** sendmsg(2). */
    int sendmsg(CallState state, int fd, Memory message, int flags);

    /** recv(2), to that offset of the buffer. */
    int recv(CallState state, int fd, Memory buffer, int offset, int length, int flags);

    /** send(2), from that offset of the buffer. */
    int send(CallState state, int fd, Memory buffer, int offset, int length, int flags);
}
