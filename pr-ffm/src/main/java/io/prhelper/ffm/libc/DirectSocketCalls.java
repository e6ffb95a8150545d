// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;
import static io.prhelper.ffm.libc.Downcalls.repeated;

import java.lang.foreign.MemorySegment;

/**
 * Unix sockets where the C library sends all their functions through socketcall(2), as glibc does on s390x. A filter sees only a pointer to
 * the arguments of such a call, so it could not tell a Unix socket from another; here each has a system call of its own.
 */
interface DirectSocketCalls extends SocketCalls {
    MemorySegment SYSCALL = find("syscall");

    @Override
    default int socket(CallState state, int domain, int type, int protocol) {
        return call(state, SYSCALL, Syscall.SOCKET.number(), domain, type, protocol, 0, 0);
    }

    @Override
    default int socketpair(CallState state, int domain, int type, int protocol, Memory pair) {
        return kept(call(state, SYSCALL, Syscall.SOCKETPAIR.number(), domain, type, protocol, pair.address(), 0), pair);
    }

    @Override
    default int bind(CallState state, int fd, Memory address, int length) {
        return kept(repeated(state, SYSCALL, Syscall.BIND.number(), fd, address.address(), length, 0, 0), address);
    }

    @Override
    default int listen(CallState state, int fd, int backlog) {
        return repeated(state, SYSCALL, Syscall.LISTEN.number(), fd, backlog, 0, 0, 0);
    }

    @Override
    default int connect(CallState state, int fd, Memory address, int length) {
        return kept(repeated(state, SYSCALL, Syscall.CONNECT.number(), fd, address.address(), length, 0, 0), address);
    }

    @Override
    default int accept4(CallState state, int fd, Memory address, Memory length, int flags) {
        int accepted =
                repeated(state, SYSCALL, Syscall.ACCEPT4.number(), fd, address.address(), length.address(), flags, 0);
        return kept(accepted, address, length);
    }

    @Override
    default int shutdown(CallState state, int fd, int how) {
        return call(state, SYSCALL, Syscall.SHUTDOWN.number(), fd, how, 0, 0, 0);
    }

    @Override
    default int getsockopt(CallState state, int fd, int level, int name, Memory value, Memory length) {
        int result =
                call(state, SYSCALL, Syscall.GETSOCKOPT.number(), fd, level, name, value.address(), length.address());
        return kept(result, value, length);
    }

    @Override
    default int setsockopt(CallState state, int fd, int level, int name, Memory value, int length) {
        return kept(call(state, SYSCALL, Syscall.SETSOCKOPT.number(), fd, level, name, value.address(), length), value);
    }

    @Override
    default int recvmsg(CallState state, int fd, Memory message, int flags) {
        return kept(repeated(state, SYSCALL, Syscall.RECVMSG.number(), fd, message.address(), flags, 0, 0), message);
    }

    @Override
    default int sendmsg(CallState state, int fd, Memory message, int flags) {
        return kept(repeated(state, SYSCALL, Syscall.SENDMSG.number(), fd, message.address(), flags, 0, 0), message);
    }

    // There is no room for an address and its length: without the one the kernel does not look at the other.

    @Override
    default int recv(CallState state, int fd, Memory buffer, int offset, int length, int flags) {
        int received =
                repeated(state, SYSCALL, Syscall.RECVFROM.number(), fd, buffer.address() + offset, length, flags, 0);
        return kept(received, buffer);
    }

    @Override
    default int send(CallState state, int fd, Memory buffer, int offset, int length, int flags) {
        int sent = repeated(state, SYSCALL, Syscall.SENDTO.number(), fd, buffer.address() + offset, length, flags, 0);
        return kept(sent, buffer);
    }
}
