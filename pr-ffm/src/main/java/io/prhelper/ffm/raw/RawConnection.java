// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.raw;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.SocketCalls;
import io.prhelper.ffm.libc.Varying;
import io.prhelper.ffm.struct.DescriptorMessage;
import io.prhelper.ffm.struct.Timeval;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A connection to a helper on which anything can be sent: any bytes, any number of descriptors with any of them. For tests of helpers;
 * {@link HelperClient} keeps to the protocol. Not safe for use by several threads.
 */
public final class RawConnection implements AutoCloseable {
    /** The most descriptors that Linux passes with one message (unix(7), SCM_MAX_FD). */
    public static final int MAX_DESCRIPTORS = 253;

    private static final int[] NONE = {};
    private static final int CAPACITY = 16 * 1024;

    private final SocketCalls sockets = Kernel.linux().sockets();
    private final String name;
    private final OwnedFd socket;
    private final CallState state = new CallState();
    private final Memory buffer = new Memory(CAPACITY);
    private final DescriptorMessage message = new DescriptorMessage(MAX_DESCRIPTORS);

    private RawConnection(String name, OwnedFd socket) {
        this.name = name;
        this.socket = socket;
    }

    /** What came of a {@link #receive}. */
    public sealed interface Input {
        /** Some bytes, at least one; the caller's to keep. */
        record Bytes(ByteBuffer bytes) implements Input {}

        /** Why there are no bytes. */
        enum Nothing implements Input {
            /** The helper closed the connection, having read all that was sent. */
            END,
            /** The helper closed the connection, and left something unread. */
            RESET,
            /** Nothing came in time. */
            SILENCE
        }
    }

    /**
     * Connects, and sends and reads nothing.
     *
     * @param patience how long {@link #receive} waits, from 1 us on
     * @throws IOException if nobody listens there; the message names the path
     */
    public static RawConnection connect(Path path, Duration patience) throws IOException {
        RawConnection connection = new RawConnection(path.toString(), OwnedFd.connect(path));
        try {
            connection.setPatience(patience);
            return connection;
        } catch (IOException | RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    private void setPatience(Duration patience) throws IOException {
        int name = Varying.SO_RCVTIMEO.value();
        int result = sockets.setsockopt(state, fd(), Flags.SOL_SOCKET, name, new Timeval(patience), Timeval.SIZE);
        KernelException.check("setsockopt", "SO_RCVTIMEO", result);
    }

    /** The socket itself; it stays this object's. */
    public int fd() {
        return socket.fd();
    }

    /**
     * Sends bytes, and descriptors with the first of them.
     *
     * @param bytes 1 to 16384 bytes, sent with one call
     * @param fds up to 253 descriptors; they stay the caller's
     * @return false if the helper has closed the connection
     * @throws IOException if a descriptor is not open
     */
    public boolean send(byte[] bytes, int... fds) throws IOException {
        if (bytes.length < 1 || bytes.length > CAPACITY || fds.length > MAX_DESCRIPTORS) {
            throw new IllegalArgumentException("1 to " + CAPACITY + " bytes with up to " + MAX_DESCRIPTORS
                    + " descriptors, not " + bytes.length + " and " + fds.length);
        }
        message.attach(fds);
        int sent = 0;
        while (sent < bytes.length) {
            buffer.buffer().put(0, bytes, sent, bytes.length - sent);
            message.data(buffer, 0, bytes.length - sent);
            int count = sockets.sendmsg(state, socket.fd(), message, Flags.MSG_NOSIGNAL);
            if (Errno.EPIPE.is(count) || Errno.ECONNRESET.is(count)) {
                return false;
            }
            sent += KernelException.check("sendmsg", name, count);
            message.attach(NONE);
        }
        return true;
    }

    /** Sends no more, but still receives. */
    public void endOutput() throws IOException {
        int result = sockets.shutdown(state, socket.fd(), Flags.SHUT_WR);
        if (!Errno.ENOTCONN.is(result)) {
            KernelException.check("shutdown", name, result);
        }
    }

    /** True if the helper has read all that was sent, or has closed the connection. */
    public boolean allRead() throws IOException {
        int unread = Kernel.linux().ioctls().ioctl(state, fd(), Varying.SIOCOUTQ.value(), buffer);
        KernelException.check("ioctl", "SIOCOUTQ", unread);
        return buffer.buffer().getInt(0) == 0;
    }

    /**
     * Receives what has come, or waits for something.
     *
     * @param most the most bytes to take, from 1 on
     */
    public Input receive(int most) throws IOException {
        int count = sockets.recv(state, socket.fd(), buffer, 0, Math.min(most, CAPACITY), 0);
        if (count == 0) {
            return Input.Nothing.END;
        }
        if (Errno.ECONNRESET.is(count)) {
            return Input.Nothing.RESET;
        }
        if (Errno.EAGAIN.is(count)) {
            return Input.Nothing.SILENCE;
        }
        byte[] bytes = new byte[KernelException.check("recv", name, count)];
        buffer.buffer().get(0, bytes);
        return new Input.Bytes(ByteBuffer.wrap(bytes));
    }

    /** Closes the connection. */
    @Override
    public void close() {
        socket.close();
    }
}
