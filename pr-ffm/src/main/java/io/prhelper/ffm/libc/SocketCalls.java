// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** Unix sockets. */
public interface SocketCalls {
    /** {@code int socket(int domain, int type, int protocol)} */
    int socket(CallState state, int domain, int type, int protocol);

    /** {@code int socketpair(int domain, int type, int protocol, int pair[2])} */
    int socketpair(CallState state, int domain, int type, int protocol, Memory pair);

    /** {@code int bind(int fd, const struct sockaddr *address, socklen_t length)} */
    int bind(CallState state, int fd, Memory address, int length);

    /** {@code int listen(int fd, int backlog)} */
    int listen(CallState state, int fd, int backlog);

    /** {@code int connect(int fd, const struct sockaddr *address, socklen_t length)} */
    int connect(CallState state, int fd, Memory address, int length);

    /** {@code int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)} */
    int accept4(CallState state, int fd, Memory address, Memory length, int flags);

    /** {@code int shutdown(int fd, int how)} */
    int shutdown(CallState state, int fd, int how);

    /** {@code int getsockopt(int fd, int level, int name, void *value, socklen_t *length)} */
    int getsockopt(CallState state, int fd, int level, int name, Memory value, Memory length);

    /** {@code int setsockopt(int fd, int level, int name, const void *value, socklen_t length)} */
    int setsockopt(CallState state, int fd, int level, int name, Memory value, int length);

    /** {@code ssize_t recvmsg(int fd, struct msghdr *message, int flags)} */
    int recvmsg(CallState state, int fd, Memory message, int flags);

    /** {@code ssize_t sendmsg(int fd, const struct msghdr *message, int flags)} */
    int sendmsg(CallState state, int fd, Memory message, int flags);

    /** {@code ssize_t recv(int fd, void *buffer, size_t length, int flags)}; to that offset of the buffer */
    int recv(CallState state, int fd, Memory buffer, int offset, int length, int flags);

    /** {@code ssize_t send(int fd, const void *buffer, size_t length, int flags)}; from that offset of the buffer */
    int send(CallState state, int fd, Memory buffer, int offset, int length, int flags);
}
