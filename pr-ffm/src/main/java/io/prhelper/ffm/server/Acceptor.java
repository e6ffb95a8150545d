// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.core.protocol.ServerProtocol;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.struct.DirectMemory;
import io.prhelper.ffm.struct.Ucred;

/** Takes new clients off the listener: asks the kernel who they are, keeps to the limits, greets. */
final class Acceptor {
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int SO_RCVTIMEO = 20;

    /** So that a crowd at the door does not keep this thread from the clients inside. */
    private static final int AT_A_TIME = 16;

    private static final long LINGER_MICROS = 5_000;

    private final Serving serving;
    private final Kernel kernel;
    private final CallState state;
    private final Poller poller;
    private final Channel channel;
    private final DirectMemory option = new DirectMemory(16);
    private final Ucred ucred = new Ucred(option, 0);
    private final DirectMemory length = new DirectMemory(Integer.BYTES);

    Acceptor(Serving serving, CallState state, Poller poller, Channel channel) {
        this.serving = serving;
        this.state = state;
        this.poller = poller;
        this.channel = channel;
        kernel = serving.kernel();
    }

    void accept() {
        int listener = serving.listener();
        for (int i = 0; i < AT_A_TIME; i++) {
            int fd = kernel.sockets().accept4(state, listener, 0, 0, SOCK_CLOEXEC);
            if (Errno.EMFILE.is(fd) || Errno.ENFILE.is(fd) || Errno.ENOBUFS.is(fd) || Errno.ENOMEM.is(fd)) {
                // No descriptors: the keeper arms the listener again in a while, nobody spins on it.
                serving.pool().pauseAccepting();
                return;
            }
            if (fd < 0) {
                break;
            }
            welcome(fd);
        }
        poller.armRead(listener);
    }

    private void welcome(int fd) {
        PeerCredentials peer = credentials(fd);
        String limit = serving.registry().admit(peer);
        if (limit != null) {
            kernel.files().close(state, fd);
            serving.events().tell(told -> told.refused(peer, limit));
            return;
        }
        Connection connection = new Connection(
                serving.nextNumber(),
                fd,
                peer,
                new ServerProtocol(serving.features()),
                System.nanoTime() + serving.limits().handshake().toNanos());
        serving.registry().give(connection);
        serving.events().tell(told -> told.connected(connection.number, peer));
        setLinger(fd);
        if (!channel.greet(fd, connection.protocol) || poller.add(fd) < 0) {
            connection.markClosed();
            serving.registry().remove(connection);
            kernel.files().close(state, fd);
            serving.events().tell(told -> told.disconnected(connection.number, peer));
        }
    }

    private PeerCredentials credentials(int fd) {
        length.buffer().putInt(0, Ucred.SIZE);
        int result =
                kernel.sockets().getsockopt(state, fd, SOL_SOCKET, SO_PEERCRED, option.address(), length.address());
        return result < 0 ? new PeerCredentials(0, -1, -1) : new PeerCredentials(ucred.pid(), ucred.uid(), ucred.gid());
    }

    /** How long a worker waits for the next message of a client it has just served: {@code struct timeval}. */
    private void setLinger(int fd) {
        option.buffer().putLong(0, 0);
        option.buffer().putLong(Long.BYTES, LINGER_MICROS);
        kernel.sockets().setsockopt(state, fd, SOL_SOCKET, SO_RCVTIMEO, option.address(), 2 * Long.BYTES);
    }
}
