// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CallState;
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
 * client has sent by then may hold that close up ({@link Refusals}).
 */
final class Acceptor {

    /** So that a crowd at the door does not keep this thread from the clients inside. */
    private static final int AT_A_TIME = 16;

    /** How long a worker waits for the next message of a client that it has just served. */
    private static final Timeval LINGER = new Timeval(Duration.ofMillis(5));

    private final Kernel kernel;
    private final CallState state;
    private final int listener;
    private final Registry registry;
    private final Admission admission;
    private final Refusals refusals;
    private final Keeper keeper;
    private final Door door;
    private final Lifecycle life;
    private final Events events;
    private final Poller poller;
    private final Channel channel;
    private final Closing closing;
    private final PeerProcess process;
    private final Ucred ucred = new Ucred();
    private final Memory number = new Memory(Integer.BYTES);

    Acceptor(
            Kernel kernel,
            CallState state,
            int listener,
            Registry registry,
            Admission admission,
            Refusals refusals,
            Keeper keeper,
            Door door,
            Lifecycle life,
            Events events,
            Poller poller,
            Channel channel,
            PeerProcess process,
            Closing closing) {
        this.kernel = kernel;
        this.state = state;
        this.listener = listener;
        this.registry = registry;
        this.admission = admission;
        this.refusals = refusals;
        this.keeper = keeper;
        this.door = door;
        this.life = life;
        this.events = events;
        this.poller = poller;
        this.channel = channel;
        this.process = process;
        this.closing = closing;
    }

    /** Lets in who is there; nobody once the server stops, and whoever stops it waits for this to end. */
    void accept() {
        if (registry.openDoor()) {
            try {
                door.held();
                acceptSome();
            } finally {
                registry.shutDoor();
            }
        }
    }

    private void acceptSome() {
        boolean holding = true;
        try {
            for (int i = 0; i < AT_A_TIME; i++) {
                int fd = kernel.sockets().accept4(state, listener, Memory.NULL, Memory.NULL, Flags.SOCK_CLOEXEC);
                if (Errno.EAGAIN.is(fd)) {
                    break;
                }
                if (fd >= 0) {
                    door.held();
                    Connection connection = admit(fd);
                    if (connection == null || begin(connection) == Owner.MINE) {
                        holding = false;
                        turnAway(fd, connection);
                        break;
                    }
                } else if (!Errno.ECONNABORTED.is(fd)) {
                    // No descriptors, or worse: the keeper arms the listener again in a while, nobody spins on it.
                    holding = false;
                    keeper.pauseAccepting();
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
        Connection connection = admit(fd);
        if (connection == null) {
            closing.close(fd);
        } else if (begin(connection) == Owner.MINE) {
            closing.close(connection);
        }
    }

    /** Others may accept from here on. */
    private void letGo() {
        boolean armed = false;
        door.free();
        try {
            armed = poller.armRead(listener) >= 0;
        } finally {
            if (!armed) {
                door.held();
                keeper.pauseAccepting();
            }
        }
    }

    /** Closes the socket of a client that got no place, or could not be greeted: then it keeps its place until it is closed. */
    private void turnAway(int fd, @Nullable Connection connection) {
        if (connection != null) {
            try {
                letGo();
            } finally {
                closing.close(connection);
            }
            return;
        }
        int user = ucred.uid();
        int slot = refusals.begin(user);
        if (slot == Connection.NONE) {
            closeOrPark(user, fd);
            return;
        }
        try {
            letGo();
        } finally {
            closeIn(slot, fd);
        }
    }

    private void closeOrPark(int user, int fd) {
        boolean room = true;
        try {
            if (mayTakeLong(fd)) {
                room = refusals.park(user, fd);
            } else {
                kernel.files().close(state, fd);
            }
        } finally {
            if (room) {
                letGo();
            } else {
                keeper.pauseAccepting();
            }
        }
    }

    /** Whether the close of a client's socket may take long: then the client sees the end now. */
    private boolean mayTakeLong(int fd) {
        try {
            if (!refusals.mayHoldDescriptors(fd)) {
                return false;
            }
            kernel.sockets().shutdown(state, fd, Flags.SHUT_RDWR);
        } catch (Throwable noMemory) {
            // It sees the end when the socket is closed.
            events.failed(noMemory);
        }
        return true;
    }

    private void closeIn(int slot, int fd) {
        int next = fd;
        while (next != Connection.NONE) {
            try {
                closing.close(next);
            } catch (Throwable noMemory) {
                // It is closed all the same.
                events.failed(noMemory);
            }
            next = refusals.next(slot);
        }
    }

    /** A client with a place; null if there is none for it. */
    private @Nullable Connection admit(int fd) {
        try {
            PeerCredentials peer = credentials(fd);
            Connection connection = admission.admit(fd, peer, process.of(fd, peer.pid()));
            if (connection != null) {
                keeper.somebodyCame();
            }
            return connection;
        } catch (Throwable noMemory) {
            // Its socket is all there is of it.
            events.failed(noMemory);
            return null;
        }
    }

    /** Greets a client; from then on it belongs to whom the epoll set gives it. Still this thread's if that fails. */
    private Owner begin(Connection connection) {
        try {
            registry.add(connection);
            events.connected(connection);
            if (life.isStopping()
                    || !setLinger(connection.fd)
                    || !refusals.letSend(connection.fd, state, number)
                    || !channel.greet(connection.fd, connection.protocol)) {
                return Owner.MINE;
            }
            connection.handOver();
            return poller.add(connection.fd) >= 0 ? Owner.GIVEN_AWAY : Owner.MINE;
        } catch (Throwable thrown) {
            events.failed(connection, thrown);
            return Owner.MINE;
        }
    }

    private PeerCredentials credentials(int fd) {
        number.buffer().putInt(0, Ucred.SIZE);
        int name = Varying.SO_PEERCRED.value();
        int result = kernel.sockets().getsockopt(state, fd, Flags.SOL_SOCKET, name, ucred, number);
        return result < 0 ? new PeerCredentials(0, -1, -1) : new PeerCredentials(ucred.pid(), ucred.uid(), ucred.gid());
    }

    private boolean setLinger(int fd) {
        int name = Varying.SO_RCVTIMEO.value();
        return kernel.sockets().setsockopt(state, fd, Flags.SOL_SOCKET, name, LINGER, Timeval.SIZE) >= 0;
    }
}
