// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.KernelException;
import io.prhelper.ffm.libc.SocketCalls;
import io.prhelper.ffm.struct.Cmsghdr;
import io.prhelper.ffm.struct.DirectMemory;
import io.prhelper.ffm.struct.Iovec;
import io.prhelper.ffm.struct.MsgHdr;
import io.prhelper.ffm.struct.Scratch;
import io.prhelper.ffm.struct.SockaddrUn;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A client's end of a Unix stream socket that sends any bytes with any descriptors, also what the helper protocol forbids: for tests of
 * servers. {@link HelperClient} is the well-behaved client. Not safe for use by several threads, but for {@link #close}.
 */
final class RawClient implements AutoCloseable {
    /** The most descriptors that the kernel takes with one message (SCM_MAX_FD). */
    static final int MAX_DESCRIPTORS = 253;

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;
    private static final int SCM_RIGHTS = 1;
    private static final int SHUT_WR = 1;

    /** CMSG_LEN(0): where the descriptors start. */
    private static final int HEADER_LENGTH = 16;

    private static final SocketCalls SOCKETS = Kernel.linux().sockets();

    private final CallState state = new CallState();
    private final String name;
    private final OwnedFd socket;

    private RawClient(String name, OwnedFd socket) {
        this.name = name;
        this.socket = socket;
    }

    /**
     * Connects; waits while the listener's backlog is full.
     *
     * @throws IOException if nobody listens there; the message names the path
     */
    static RawClient connect(Path path) throws IOException {
        CallState state = new CallState();
        try (Scratch scratch = new Scratch()) {
            SockaddrUn address = scratch.keep(new SockaddrUn(path.toString().getBytes(StandardCharsets.UTF_8)));
            OwnedFd socket = new OwnedFd(KernelException.check(
                    "socket", "AF_UNIX", SOCKETS.socket(state, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)));
            int connected = SOCKETS.connect(state, socket.fd(), address.address(), SockaddrUn.SIZE);
            if (connected < 0) {
                socket.close();
                throw new KernelException("connect", path.toString(), connected);
            }
            return new RawClient(path.toString(), socket);
        }
    }

    /** The descriptor of the socket; it stays this object's. */
    int fd() {
        return socket.fd();
    }

    /**
     * How long {@link #send} and {@link #receive} may wait; without limit if not set.
     *
     * @param limit at least 1 ms
     */
    RawClient timeout(Duration limit) throws IOException {
        try (Scratch scratch = new Scratch()) {
            DirectMemory timeval = scratch.bytes(2 * Long.BYTES);
            timeval.buffer().putLong(0, limit.toSeconds());
            timeval.buffer().putLong(Long.BYTES, limit.toNanosPart() / 1_000);
            for (int option : new int[] {SO_RCVTIMEO, SO_SNDTIMEO}) {
                KernelException.check(
                        "setsockopt",
                        name,
                        SOCKETS.setsockopt(state, fd(), SOL_SOCKET, option, timeval.address(), 2 * Long.BYTES));
            }
        }
        return this;
    }

    /**
     * Sends all bytes.
     *
     * @param descriptors travel with the first byte; they stay the caller's
     * @throws SocketTimeoutException if the peer does not take them in time
     * @throws IOException if the peer is gone
     */
    void send(byte[] bytes, int... descriptors) throws IOException {
        try (Scratch scratch = new Scratch()) {
            DirectMemory memory = scratch.copy(bytes);
            int sent = descriptors.length == 0 ? 0 : sendFirst(memory, bytes.length, descriptors);
            while (sent < bytes.length) {
                sent += check(
                        "send", SOCKETS.send(state, fd(), memory.address() + sent, bytes.length - sent, MSG_NOSIGNAL));
            }
        }
    }

    private int sendFirst(DirectMemory bytes, int length, int[] descriptors) throws IOException {
        int dataLength = Integer.BYTES * descriptors.length;
        int control = Cmsghdr.SIZE + dataLength;
        try (Scratch scratch = new Scratch()) {
            DirectMemory memory = scratch.bytes(MsgHdr.SIZE + Iovec.SIZE + control);
            MsgHdr message = new MsgHdr(memory, 0);
            Iovec data = new Iovec(memory, MsgHdr.SIZE);
            Cmsghdr header = new Cmsghdr(memory, MsgHdr.SIZE + Iovec.SIZE);
            data.iovBase(bytes.address());
            data.iovLen(length);
            message.msgIov(data.address());
            message.msgIovlen(1);
            message.msgControl(header.address());
            message.msgControllen(HEADER_LENGTH + Math.ceilDiv(dataLength, Long.BYTES) * (long) Long.BYTES);
            header.cmsgLen(HEADER_LENGTH + dataLength);
            header.cmsgLevel(SOL_SOCKET);
            header.cmsgType(SCM_RIGHTS);
            int first = MsgHdr.SIZE + Iovec.SIZE + HEADER_LENGTH;
            for (int i = 0; i < descriptors.length; i++) {
                memory.buffer().putInt(first + i * Integer.BYTES, descriptors[i]);
            }
            return check("sendmsg", SOCKETS.sendmsg(state, fd(), message.address(), MSG_NOSIGNAL));
        }
    }

    /**
     * Receives {@code count} bytes, or fewer where the peer closed its end before.
     *
     * @throws SocketTimeoutException if they do not come in time
     * @throws IOException if the connection failed
     */
    byte[] receive(int count) throws IOException {
        try (Scratch scratch = new Scratch()) {
            DirectMemory memory = scratch.bytes(count);
            int filled = 0;
            while (filled < count) {
                int more = check("recv", SOCKETS.recv(state, fd(), memory.address() + filled, count - filled, 0));
                if (more == 0) {
                    break;
                }
                filled += more;
            }
            byte[] bytes = new byte[filled];
            memory.buffer().get(0, bytes);
            return bytes;
        }
    }

    /** Waits for what the server does next: true if it closes the connection, also with something left unread; false if it sends. */
    boolean isClosedNext() throws IOException {
        try {
            return receive(1).length == 0;
        } catch (KernelException failed) {
            if (failed.is(Errno.ECONNRESET)) {
                return true;
            }
            throw failed;
        }
    }

    /** Says that nothing more will be sent. */
    void shutdownOutput() throws IOException {
        check("shutdown", SOCKETS.shutdown(state, fd(), SHUT_WR));
    }

    private int check(String call, int result) throws IOException {
        if (Errno.EAGAIN.is(result)) {
            throw new SocketTimeoutException(call + "(" + name + ") took too long");
        }
        return KernelException.check(call, name, result);
    }

    /** Closes the connection. */
    @Override
    public void close() {
        socket.close();
    }
}
