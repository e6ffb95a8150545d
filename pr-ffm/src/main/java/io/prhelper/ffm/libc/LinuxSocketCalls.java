// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.foreign.MemorySegment;

/** {@link SocketCalls} of the C library. */
final class LinuxSocketCalls implements SocketCalls {
    // int socket(int domain, int type, int protocol);
    private static final MemorySegment SOCKET = Downcalls.find("socket");

    // int socketpair(int domain, int type, int protocol, int pair[2]);
    private static final MemorySegment SOCKETPAIR = Downcalls.find("socketpair");

    // int bind(int fd, const struct sockaddr *address, socklen_t length);
    private static final MemorySegment BIND = Downcalls.find("bind");

    // int listen(int fd, int backlog);
    private static final MemorySegment LISTEN = Downcalls.find("listen");

    // int connect(int fd, const struct sockaddr *address, socklen_t length);
    private static final MemorySegment CONNECT = Downcalls.find("connect");

    // int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
    private static final MemorySegment ACCEPT4 = Downcalls.find("accept4");

    // int shutdown(int fd, int how);
    private static final MemorySegment SHUTDOWN = Downcalls.find("shutdown");

    // int getsockopt(int fd, int level, int name, void *value, socklen_t *length);
    private static final MemorySegment GETSOCKOPT = Downcalls.find("getsockopt");

    // int setsockopt(int fd, int level, int name, const void *value, socklen_t length);
    private static final MemorySegment SETSOCKOPT = Downcalls.find("setsockopt");

    // int getsockname(int fd, struct sockaddr *address, socklen_t *length);
    private static final MemorySegment GETSOCKNAME = Downcalls.find("getsockname");

    // ssize_t recvmsg(int fd, struct msghdr *message, int flags);
    private static final MemorySegment RECVMSG = Downcalls.find("recvmsg");

    // ssize_t sendmsg(int fd, const struct msghdr *message, int flags);
    private static final MemorySegment SENDMSG = Downcalls.find("sendmsg");

    // ssize_t recv(int fd, void *buffer, size_t length, int flags);
    private static final MemorySegment RECV = Downcalls.find("recv");

    // ssize_t send(int fd, const void *buffer, size_t length, int flags);
    private static final MemorySegment SEND = Downcalls.find("send");

    LinuxSocketCalls() {}

    @Override
    public int socket(CallState state, int domain, int type, int protocol) {
        try {
            return state.narrow((long) Downcalls.CALL.invokeExact(
                    SOCKET, state.capture(), (long) domain, (long) type, (long) protocol, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int socketpair(CallState state, int domain, int type, int protocol, long pair) {
        try {
            return state.narrow((long) Downcalls.CALL.invokeExact(
                    SOCKETPAIR, state.capture(), (long) domain, (long) type, (long) protocol, pair, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int bind(CallState state, int fd, long address, int length) {
        try {
            int result;
            do {
                result = state.narrow((long) Downcalls.CALL.invokeExact(
                        BIND, state.capture(), (long) fd, address, (long) length, 0L, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int listen(CallState state, int fd, int backlog) {
        try {
            int result;
            do {
                result = state.narrow((long)
                        Downcalls.CALL.invokeExact(LISTEN, state.capture(), (long) fd, (long) backlog, 0L, 0L, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int connect(CallState state, int fd, long address, int length) {
        try {
            int result;
            do {
                result = state.narrow((long) Downcalls.CALL.invokeExact(
                        CONNECT, state.capture(), (long) fd, address, (long) length, 0L, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int accept4(CallState state, int fd, long address, long length, int flags) {
        try {
            int result;
            do {
                result = state.narrow((long) Downcalls.CALL.invokeExact(
                        ACCEPT4, state.capture(), (long) fd, address, length, (long) flags, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int shutdown(CallState state, int fd, int how) {
        try {
            return state.narrow((long)
                    Downcalls.CALL.invokeExact(SHUTDOWN, state.capture(), (long) fd, (long) how, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int getsockopt(CallState state, int fd, int level, int name, long value, long length) {
        try {
            return state.narrow((long) Downcalls.CALL.invokeExact(
                    GETSOCKOPT, state.capture(), (long) fd, (long) level, (long) name, value, length, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int setsockopt(CallState state, int fd, int level, int name, long value, int length) {
        try {
            return state.narrow((long) Downcalls.CALL.invokeExact(
                    SETSOCKOPT, state.capture(), (long) fd, (long) level, (long) name, value, (long) length, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int getsockname(CallState state, int fd, long address, long length) {
        try {
            return state.narrow((long)
                    Downcalls.CALL.invokeExact(GETSOCKNAME, state.capture(), (long) fd, address, length, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int recvmsg(CallState state, int fd, long message, int flags) {
        try {
            int result;
            do {
                result = state.narrow((long) Downcalls.CALL.invokeExact(
                        RECVMSG, state.capture(), (long) fd, message, (long) flags, 0L, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int sendmsg(CallState state, int fd, long message, int flags) {
        try {
            int result;
            do {
                result = state.narrow((long) Downcalls.CALL.invokeExact(
                        SENDMSG, state.capture(), (long) fd, message, (long) flags, 0L, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int recv(CallState state, int fd, long buffer, long length, int flags) {
        try {
            int result;
            do {
                result = state.narrow((long) Downcalls.CALL.invokeExact(
                        RECV, state.capture(), (long) fd, buffer, length, (long) flags, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int send(CallState state, int fd, long buffer, long length, int flags) {
        try {
            int result;
            do {
                result = state.narrow((long) Downcalls.CALL.invokeExact(
                        SEND, state.capture(), (long) fd, buffer, length, (long) flags, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }
}
