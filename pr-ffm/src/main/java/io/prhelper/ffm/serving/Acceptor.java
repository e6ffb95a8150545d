// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.protocol.ServerProtocol;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.Varying;
import io.prhelper.ffm.struct.Timeval;
import io.prhelper.ffm.struct.Ucred;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes new clients off the listener: asks the kernel who they are, keeps to the limits, greets.
 *
 * <p>One worker at a time holds the listener. It lets go of it before it closes the socket of a client that it turned away: what the
 * client has sent by then may hold that close up.
 */
final class Acceptor {

    /** So that a crowd at the door does not keep this thread from the clients inside. */
    private static final int AT_A_TIME = 16;

    /** How long a worker waits for the next message of a client that it has just served. */
    private static final Timeval LINGER = new Timeval(Duration.ofMillis(5));

    private final Serving serving;
    private final Kernel kernel;
    private final CallState state;
    private final Poller poller;
    private final Channel channel;
    private final Closing closing;
    private final Ucred ucred = new Ucred();
    private final Memory length = new Memory(Integer.BYTES);

    Acceptor(Serving serving, CallState state, Poller poller, Channel channel, Closing closing) {
        this.serving = serving;
        this.state = state;
        this.poller = poller;
        this.channel = channel;
        this.closing = closing;
        kernel = serving.kernel();
    }

    void accept() {
        boolean holding = true;
        try {
            for (int i = 0; i < AT_A_TIME; i++) {
                int fd = kernel.sockets()
                        .accept4(state, serving.listener(), Memory.NULL, Memory.NULL, Flags.SOCK_CLOEXEC);
                if (Errno.EAGAIN.is(fd)) {
                    break;
                }
                if (fd >= 0) {
                    Connection connection = admitted(fd);
                    if (connection == null || !isBegun(connection)) {
                        holding = false;
                        turnAway(fd, connection);
                        break;
                    }
                } else if (!Errno.ECONNABORTED.is(fd)) {
                    // No descriptors, or worse: the keeper arms the listener again in a while, nobody spins on it.
                    holding = false;
                    serving.pool().pauseAccepting();
                    break;
                }
            }
        } finally {
            if (holding) {
                letGo();
            }
        }
    }

    /** Gives a place to a client that did not come through the listener, and greets it; closes its socket if that fails. */
    void adopt(int fd) {
        Connection connection = admitted(fd);
        if (connection == null) {
            closing.close(fd);
        } else if (!isBegun(connection)) {
            closing.close(connection);
        }
    }

    /** Others may accept from here on. */
    private void letGo() {
        boolean armed = false;
        try {
            armed = poller.armRead(serving.listener()) >= 0;
        } finally {
            if (!armed) {
                serving.pool().pauseAccepting();
            }
        }
    }

    /**
     * Closes the socket of a client that got no place, or could not be greeted: then it keeps its place until it is closed. If so many
     * of the former are stuck that they could take all threads, nobody accepts until one of them ends.
     */
    private void turnAway(int fd, @Nullable Connection connection) {
        if (connection != null) {
            letGo();
            closing.close(connection);
            return;
        }
        if (serving.beginRefusal()) {
            letGo();
        }
        try {
            closing.close(fd);
        } finally {
            if (serving.endRefusal()) {
                letGo();
            }
        }
    }

    /** A client with a place; null if there is none for it. */
    private @Nullable Connection admitted(int fd) {
        try {
            PeerCredentials peer = credentials(fd);
            String limit = serving.registry().exceeded(peer);
            if (limit == null) {
                return placed(fd, peer, serving.registry().admit(peer));
            }
            serving.events().refused(peer, limit);
        } catch (Throwable noMemory) {
            // Its socket is all there is of it.
            serving.events().failed(noMemory);
        }
        return null;
    }

    private Connection placed(int fd, PeerCredentials peer, Registry.Place place) {
        boolean done = false;
        try {
            Connection connection = new Connection(
                    serving.nextNumber(),
                    fd,
                    peer,
                    place,
                    serving.policy().serves(peer),
                    new ServerProtocol(serving.features()),
                    System.nanoTime() + serving.limits().handshake().toNanos());
            serving.pool().somebodyCame();
            done = true;
            return connection;
        } finally {
            if (!done) {
                serving.registry().leave(place);
            }
        }
    }

    /** Greets a client; from then on it belongs to whom the epoll set gives it. */
    private boolean isBegun(Connection connection) {
        try {
            serving.registry().add(connection);
            serving.events().connected(connection);
            if (serving.stopping() || !setLinger(connection.fd) || !channel.greet(connection.fd, connection.protocol)) {
                return false;
            }
            connection.handOver();
            return poller.add(connection.fd) >= 0;
        } catch (Throwable thrown) {
            serving.events().failed(connection, thrown);
            return false;
        }
    }

    private PeerCredentials credentials(int fd) {
        length.buffer().putInt(0, Ucred.SIZE);
        int name = Varying.SO_PEERCRED.value();
        int result = kernel.sockets().getsockopt(state, fd, Flags.SOL_SOCKET, name, ucred, length);
        return result < 0 ? new PeerCredentials(0, -1, -1) : new PeerCredentials(ucred.pid(), ucred.uid(), ucred.gid());
    }

    private boolean setLinger(int fd) {
        int name = Varying.SO_RCVTIMEO.value();
        return kernel.sockets().setsockopt(state, fd, Flags.SOL_SOCKET, name, LINGER, Timeval.SIZE) >= 0;
    }
}
