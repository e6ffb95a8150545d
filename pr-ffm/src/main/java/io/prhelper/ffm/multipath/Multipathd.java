// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import io.prhelper.core.multipath.Told;
import io.prhelper.core.multipath.Word;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.KernelException;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.SocketCalls;
import io.prhelper.ffm.libc.Varying;
import io.prhelper.ffm.struct.SockaddrUn;
import io.prhelper.ffm.struct.Timeval;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection to multipathd, made when the first word is said (multipathd(8); {@code libmpathcmd}). For one thread.
 *
 * <pre>
 *   0 .. 7   length of what follows, in the byte order of the machine
 *   8 ..     text that ends with a zero byte; an answer has an end of line before it
 * </pre>
 */
final class Multipathd implements AutoCloseable {
    /** Where it listens: since multipath-tools 0.12 in the file system too; the abstract name is one of the network namespace. */
    static final List<String> ADDRESSES = List.of("/run/multipathd.socket", "\0/org/kernel/linux/storage/multipathd");

    /** What multipathd gives a command by default ({@code uxsock_timeout}). */
    private static final Duration USUAL = Duration.ofSeconds(4);

    /** A map must not stay suspended because multipathd has much to do. */
    private static final Duration RESUME = Duration.ofSeconds(60);

    private static final int MOST = 4096;

    private final SocketCalls sockets;
    private final List<String> addresses;
    private final CallState state = new CallState();
    private final Memory message = new Memory(MOST);
    private @Nullable OwnedFd socket;

    /**
     * Not connected yet.
     *
     * @param addresses tried in this order
     */
    Multipathd(Kernel kernel, List<String> addresses) {
        sockets = kernel.sockets();
        this.addresses = addresses;
    }

    /** Whether somebody listens at one of these. */
    static boolean isThere(Kernel kernel, List<String> addresses) {
        try (Multipathd daemon = new Multipathd(kernel, addresses)) {
            daemon.connected(USUAL);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    /** Says a word about a map. */
    Told tell(Word word, String map) {
        try {
            OwnedFd to = connected(word == Word.Plain.RESUME ? RESUME : USUAL);
            send(to, word.text(map));
            return new Told.Answered(receive(to));
        } catch (IOException failed) {
            // Whatever comes on this connection is not the answer to the next word.
            close();
            return new Told.Silent("multipathd: " + failed.getMessage());
        }
    }

    private OwnedFd connected(Duration patience) throws IOException {
        OwnedFd open = socket;
        if (open == null) {
            open = connect();
            socket = open;
        }
        Timeval limit = new Timeval(patience);
        for (Varying option : new Varying[] {Varying.SO_RCVTIMEO, Varying.SO_SNDTIMEO}) {
            int result = sockets.setsockopt(state, open.fd(), Flags.SOL_SOCKET, option.value(), limit, Timeval.SIZE);
            KernelException.check("setsockopt", "time limit", result);
        }
        return open;
    }

    private OwnedFd connect() throws IOException {
        int result = -Errno.ENOENT.code();
        for (String name : addresses) {
            OwnedFd made = new OwnedFd(KernelException.check(
                    "socket",
                    "AF_UNIX",
                    sockets.socket(state, Flags.AF_UNIX, Flags.SOCK_STREAM | Flags.SOCK_CLOEXEC, 0)));
            SockaddrUn address = new SockaddrUn(name.getBytes(StandardCharsets.UTF_8));
            result = sockets.connect(state, made.fd(), address, address.length());
            if (result == 0) {
                return made;
            }
            made.close();
        }
        throw new KernelException("connect", "its socket", result);
    }

    private void send(OwnedFd to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length + 1;
        message.buffer().putLong(0, length);
        message.buffer().put(Long.BYTES, bytes);
        message.buffer().put(Long.BYTES + bytes.length, (byte) 0);
        int sent = 0;
        while (sent < Long.BYTES + length) {
            int count = sockets.send(state, to.fd(), message, sent, Long.BYTES + length - sent, Flags.MSG_NOSIGNAL);
            sent += KernelException.check("send", text, count);
        }
    }

    private String receive(OwnedFd from) throws IOException {
        receive(from, Long.BYTES);
        long length = message.buffer().getLong(0);
        if (length < 1 || length > MOST) {
            throw new ProtocolException("an answer of " + Long.toUnsignedString(length) + " bytes is announced");
        }
        receive(from, (int) length);
        byte[] bytes = new byte[(int) length];
        message.buffer().get(0, bytes);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8).strip();
    }

    private void receive(OwnedFd from, int length) throws IOException {
        int there = 0;
        while (there < length) {
            int count = sockets.recv(state, from.fd(), message, there, length - there, 0);
            if (count == 0) {
                throw new ProtocolException("it closed the connection");
            }
            if (Errno.EAGAIN.is(count)) {
                throw new ProtocolException("no answer in time");
            }
            there += KernelException.check("recv", "an answer", count);
        }
    }

    @Override
    public void close() {
        OwnedFd open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }
}
