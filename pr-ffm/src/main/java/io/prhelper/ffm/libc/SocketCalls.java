// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;
import static io.prhelper.ffm.libc.Downcalls.repeated;

import java.lang.foreign.MemorySegment;

/** Unix sockets. */
public interface SocketCalls {
    MemorySegment SOCKET = find("socket");
    MemorySegment SOCKETPAIR = find("socketpair");
    MemorySegment BIND = find("bind");
    MemorySegment LISTEN = find("listen");
    MemorySegment CONNECT = find("connect");
    MemorySegment ACCEPT4 = find("accept4");
    MemorySegment SHUTDOWN = find("shutdown");
    MemorySegment GETSOCKOPT = find("getsockopt");
    MemorySegment SETSOCKOPT = find("setsockopt");
    MemorySegment RECVMSG = find("recvmsg");
    MemorySegment SENDMSG = find("sendmsg");
    MemorySegment RECV = find("recv");
    MemorySegment SEND = find("send");

    /** {@code int socket(int domain, int type, int protocol)} */
    default int socket(CallState state, int domain, int type, int protocol) {
        return call(state, SOCKET, domain, type, protocol, 0, 0, 0);
    }

    /** {@code int socketpair(int domain, int type, int protocol, int pair[2])} */
    default int socketpair(CallState state, int domain, int type, int protocol, Memory pair) {
        return kept(call(state, SOCKETPAIR, domain, type, protocol, pair.address(), 0, 0), pair);
    }

    /** {@code int bind(int fd, const struct sockaddr *address, socklen_t length)} */
    default int bind(CallState state, int fd, Memory address, int length) {
        return kept(repeated(state, BIND, fd, address.address(), length, 0, 0, 0), address);
    }

    /** {@code int listen(int fd, int backlog)} */
    default int listen(CallState state, int fd, int backlog) {
        return repeated(state, LISTEN, fd, backlog, 0, 0, 0, 0);
    }

    /** {@code int connect(int fd, const struct sockaddr *address, socklen_t length)} */
    default int connect(CallState state, int fd, Memory address, int length) {
        return kept(repeated(state, CONNECT, fd, address.address(), length, 0, 0, 0), address);
    }

    /** {@code int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)} */
    default int accept4(CallState state, int fd, Memory address, Memory length, int flags) {
        return kept(repeated(state, ACCEPT4, fd, address.address(), length.address(), flags, 0, 0), address, length);
    }

    /** {@code int shutdown(int fd, int how)} */
    default int shutdown(CallState state, int fd, int how) {
        return call(state, SHUTDOWN, fd, how, 0, 0, 0, 0);
    }

    /** {@code int getsockopt(int fd, int level, int name, void *value, socklen_t *length)} */
    default int getsockopt(CallState state, int fd, int level, int name, Memory value, Memory length) {
        return kept(call(state, GETSOCKOPT, fd, level, name, value.address(), length.address(), 0), value, length);
    }

    /** {@code int setsockopt(int fd, int level, int name, const void *value, socklen_t length)} */
    default int setsockopt(CallState state, int fd, int level, int name, Memory value, int length) {
        return kept(call(state, SETSOCKOPT, fd, level, name, value.address(), length, 0), value);
    }

    /** {@code ssize_t recvmsg(int fd, struct msghdr *message, int flags)} */
    default int recvmsg(CallState state, int fd, Memory message, int flags) {
        return kept(repeated(state, RECVMSG, fd, message.address(), flags, 0, 0, 0), message);
    }

    /** {@code ssize_t sendmsg(int fd, const struct msghdr *message, int flags)} */
    default int sendmsg(CallState state, int fd, Memory message, int flags) {
        return kept(repeated(state, SENDMSG, fd, message.address(), flags, 0, 0, 0), message);
    }

    /** {@code ssize_t recv(int fd, void *buffer, size_t length, int flags)}; to that offset of the buffer */
    default int recv(CallState state, int fd, Memory buffer, int offset, int length, int flags) {
        return kept(repeated(state, RECV, fd, buffer.address() + offset, length, flags, 0, 0), buffer);
    }

    /** {@code ssize_t send(int fd, const void *buffer, size_t length, int flags)}; from that offset of the buffer */
    default int send(CallState state, int fd, Memory buffer, int offset, int length, int flags) {
        return kept(repeated(state, SEND, fd, buffer.address() + offset, length, flags, 0, 0), buffer);
    }
}
