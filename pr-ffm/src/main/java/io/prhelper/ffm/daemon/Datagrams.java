// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.SocketCalls;
import io.prhelper.ffm.struct.MsgHdr;
import io.prhelper.ffm.struct.SockaddrUn;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams to a Unix socket, which is named in each: whoever listens there may come and go. Opened before the process is confined, since
 * the filter lets no such socket be made. Sending never waits.
 */
final class Datagrams implements AutoCloseable {
    private final SocketCalls sockets = Kernel.linux().sockets();
    private final SockaddrUn to;
    private final CallState state = new CallState();
    private final MsgHdr message = new MsgHdr();
    private final @Nullable OwnedFd socket;
    private boolean closed;

    /** To the socket with that address. Where there is no descriptor for it, none is ever sent. */
    Datagrams(SockaddrUn to) {
        this.to = to;
        int type = Flags.SOCK_DGRAM | Flags.SOCK_NONBLOCK | Flags.SOCK_CLOEXEC;
        int fd = sockets.socket(state, Flags.AF_UNIX, type, 0);
        socket = fd < 0 ? null : new OwnedFd(fd);
    }

    /** Sends one: {@code length}, or {@code -errno}. Makes nothing, so it works also where memory has ended. */
    synchronized int send(Memory bytes, int length) {
        OwnedFd from = socket;
        if (from == null || closed) {
            return -Errno.EBADF.code();
        }
        message.msgName(to);
        message.data(bytes, 0, length);
        return sockets.sendmsg(state, from.fd(), message, Flags.MSG_NOSIGNAL);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (socket != null) {
            socket.close();
        }
    }
}
