// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.invoke.MethodHandle;

/** {@link SocketCalls} of the C library. */
final class LinuxSocketCalls implements SocketCalls {
    // int socket(int domain, int type, int protocol);
    private static final MethodHandle SOCKET = Downcalls.link("socket");

    // int socketpair(int domain, int type, int protocol, int pair[2]);
    private static final MethodHandle SOCKETPAIR = Downcalls.link("socketpair");

    // int bind(int fd, const struct sockaddr *address, socklen_t length);
    private static final MethodHandle BIND = Downcalls.link("bind");

    // int listen(int fd, int backlog);
    private static final MethodHandle LISTEN = Downcalls.link("listen");

    // int connect(int fd, const struct sockaddr *address, socklen_t length);
    private static final MethodHandle CONNECT = Downcalls.link("connect");

    // int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
    private static final MethodHandle ACCEPT4 = Downcalls.link("accept4");

    // int shutdown(int fd, int how);
    private static final MethodHandle SHUTDOWN = Downcalls.link("shutdown");

    // int getsockopt(int fd, int level, int name, void *value, socklen_t *length);
    private static final MethodHandle GETSOCKOPT = Downcalls.link("getsockopt");

    // int setsockopt(int fd, int level, int name, const void *value, socklen_t length);
    private static final MethodHandle SETSOCKOPT = Downcalls.link("setsockopt");

    // int getsockname(int fd, struct sockaddr *address, socklen_t *length);
    private static final MethodHandle GETSOCKNAME = Downcalls.link("getsockname");

    // ssize_t recvmsg(int fd, struct msghdr *message, int flags);
    private static final MethodHandle RECVMSG = Downcalls.link("recvmsg");

    // ssize_t sendmsg(int fd, const struct msghdr *message, int flags);
    private static final MethodHandle SENDMSG = Downcalls.link("sendmsg");

    // ssize_t recv(int fd, void *buffer, size_t length, int flags);
    private static final MethodHandle RECV = Downcalls.link("recv");

    // ssize_t send(int fd, const void *buffer, size_t length, int flags);
    private static final MethodHandle SEND = Downcalls.link("send");

    LinuxSocketCalls() {}

    @Override
    public int socket(CallState state, int domain, int type, int protocol) {
        try {
            return state.narrow((long)
                    SOCKET.invokeExact(state.capture(), (long) domain, (long) type, (long) protocol, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int socketpair(CallState state, int domain, int type, int protocol, long pair) {
        try {
            return state.narrow((long)
                    SOCKETPAIR.invokeExact(state.capture(), (long) domain, (long) type, (long) protocol, pair, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int bind(CallState state, int fd, long address, int length) {
        try {
            int result;
            do {
                result = state.narrow(
                        (long) BIND.invokeExact(state.capture(), (long) fd, address, (long) length, 0L, 0L, 0L));
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
                result = state.narrow(
                        (long) LISTEN.invokeExact(state.capture(), (long) fd, (long) backlog, 0L, 0L, 0L, 0L));
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
                result = state.narrow(
                        (long) CONNECT.invokeExact(state.capture(), (long) fd, address, (long) length, 0L, 0L, 0L));
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
                result = state.narrow(
                        (long) ACCEPT4.invokeExact(state.capture(), (long) fd, address, length, (long) flags, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int shutdown(CallState state, int fd, int how) {
        try {
            return state.narrow((long) SHUTDOWN.invokeExact(state.capture(), (long) fd, (long) how, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int getsockopt(CallState state, int fd, int level, int name, long value, long length) {
        try {
            return state.narrow((long)
                    GETSOCKOPT.invokeExact(state.capture(), (long) fd, (long) level, (long) name, value, length, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int setsockopt(CallState state, int fd, int level, int name, long value, int length) {
        try {
            return state.narrow((long) SETSOCKOPT.invokeExact(
                    state.capture(), (long) fd, (long) level, (long) name, value, (long) length, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int getsockname(CallState state, int fd, long address, long length) {
        try {
            return state.narrow(
                    (long) GETSOCKNAME.invokeExact(state.capture(), (long) fd, address, length, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int recvmsg(CallState state, int fd, long message, int flags) {
        try {
            int result;
            do {
                result = state.narrow(
                        (long) RECVMSG.invokeExact(state.capture(), (long) fd, message, (long) flags, 0L, 0L, 0L));
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
                result = state.narrow(
                        (long) SENDMSG.invokeExact(state.capture(), (long) fd, message, (long) flags, 0L, 0L, 0L));
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
                result = state.narrow(
                        (long) RECV.invokeExact(state.capture(), (long) fd, buffer, length, (long) flags, 0L, 0L));
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
                result = state.narrow(
                        (long) SEND.invokeExact(state.capture(), (long) fd, buffer, length, (long) flags, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }
}
