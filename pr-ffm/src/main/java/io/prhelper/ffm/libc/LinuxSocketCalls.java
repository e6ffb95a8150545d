// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;
import static io.prhelper.ffm.libc.Downcalls.repeated;

import java.lang.foreign.MemorySegment;

/** {@link SocketCalls} of the C library. */
final class LinuxSocketCalls implements SocketCalls {
    private static final MemorySegment SOCKET = find("socket");
    private static final MemorySegment SOCKETPAIR = find("socketpair");
    private static final MemorySegment BIND = find("bind");
    private static final MemorySegment LISTEN = find("listen");
    private static final MemorySegment CONNECT = find("connect");
    private static final MemorySegment ACCEPT4 = find("accept4");
    private static final MemorySegment SHUTDOWN = find("shutdown");
    private static final MemorySegment GETSOCKOPT = find("getsockopt");
    private static final MemorySegment SETSOCKOPT = find("setsockopt");
    private static final MemorySegment RECVMSG = find("recvmsg");
    private static final MemorySegment SENDMSG = find("sendmsg");
    private static final MemorySegment RECV = find("recv");
    private static final MemorySegment SEND = find("send");

    @Override
    public int socket(CallState state, int domain, int type, int protocol) {
        return call(state, SOCKET, domain, type, protocol, 0, 0, 0);
    }

    @Override
    public int socketpair(CallState state, int domain, int type, int protocol, Memory pair) {
        return kept(call(state, SOCKETPAIR, domain, type, protocol, pair.address(), 0, 0), pair);
    }

    @Override
    public int bind(CallState state, int fd, Memory address, int length) {
        return kept(repeated(state, BIND, fd, address.address(), length, 0, 0, 0), address);
    }

    @Override
    public int listen(CallState state, int fd, int backlog) {
        return repeated(state, LISTEN, fd, backlog, 0, 0, 0, 0);
    }

    @Override
    public int connect(CallState state, int fd, Memory address, int length) {
        return kept(repeated(state, CONNECT, fd, address.address(), length, 0, 0, 0), address);
    }

    @Override
    public int accept4(CallState state, int fd, Memory address, Memory length, int flags) {
        return kept(repeated(state, ACCEPT4, fd, address.address(), length.address(), flags, 0, 0), address, length);
    }

    @Override
    public int shutdown(CallState state, int fd, int how) {
        return call(state, SHUTDOWN, fd, how, 0, 0, 0, 0);
    }

    @Override
    public int getsockopt(CallState state, int fd, int level, int name, Memory value, Memory length) {
        return kept(call(state, GETSOCKOPT, fd, level, name, value.address(), length.address(), 0), value, length);
    }

    @Override
    public int setsockopt(CallState state, int fd, int level, int name, Memory value, int length) {
        return kept(call(state, SETSOCKOPT, fd, level, name, value.address(), length, 0), value);
    }

    @Override
    public int recvmsg(CallState state, int fd, Memory message, int flags) {
        return kept(repeated(state, RECVMSG, fd, message.address(), flags, 0, 0, 0), message);
    }

    @Override
    public int sendmsg(CallState state, int fd, Memory message, int flags) {
        return kept(repeated(state, SENDMSG, fd, message.address(), flags, 0, 0, 0), message);
    }

    @Override
    public int recv(CallState state, int fd, Memory buffer, int offset, int length, int flags) {
        return kept(repeated(state, RECV, fd, buffer.address() + offset, length, flags, 0, 0), buffer);
    }

    @Override
    public int send(CallState state, int fd, Memory buffer, int offset, int length, int flags) {
        return kept(repeated(state, SEND, fd, buffer.address() + offset, length, flags, 0, 0), buffer);
    }
}
