// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import io.prhelper.core.multipath.Told;
import io.prhelper.core.multipath.Word;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.PollCalls;
import io.prhelper.ffm.libc.SocketCalls;
import io.prhelper.ffm.libc.Varying;
import io.prhelper.ffm.struct.PollFd;
import io.prhelper.ffm.struct.SockaddrUn;
import io.prhelper.ffm.struct.Timeval;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    /** A limit that the socket has already holds for the next call as well, if it is that of its time but for so much. */
    private static final long NEAR_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final SocketCalls sockets;
    private final PollCalls poll;
    private final List<String> addresses;
    private final @Nullable SockaddrUn[] sockaddrs;
    private final Duration usual;
    private final Duration resume;
    private final CallState state = new CallState();
    private final Memory message = new Memory(Long.BYTES + MOST);
    private final PollFd waiting = new PollFd();
    private final Timeval limit = new Timeval(Duration.ZERO);
    private @Nullable OwnedFd socket;

    /** Which of the addresses is the first to be tried: where it listened last. */
    private int listening;

    /** The limits that the socket has, in nanoseconds; 0 for none. */
    private long sendLimit;

    private long receiveLimit;

    /** When what is said now must have its answer. */
    private long end;

    /**
     * Not connected yet.
     *
     * @param addresses tried in this order, but that where it listened last before the others
     */
    Multipathd(Kernel kernel, List<String> addresses) {
        this(kernel, addresses, USUAL, RESUME);
    }

    /** With other limits, from the first call to the whole answer: for tests, which do not wait for so long. */
    Multipathd(Kernel kernel, List<String> addresses, Duration usual, Duration resume) {
        sockets = kernel.sockets();
        poll = kernel.poll();
        this.addresses = addresses;
        sockaddrs = new SockaddrUn[addresses.size()];
        this.usual = usual;
        this.resume = resume;
    }

    /** Connected to whoever has the other end of a pair; for a rehearsal. */
    static Multipathd connected(Kernel kernel, OwnedFd socket) {
        Multipathd daemon = new Multipathd(kernel, List.of());
        daemon.socket = socket;
        return daemon;
    }

    /** Whether somebody listens at one of these. */
    static boolean isThere(Kernel kernel, List<String> addresses) {
        try (Multipathd daemon = new Multipathd(kernel, addresses)) {
            daemon.begin(USUAL);
            daemon.connected();
            return true;
        } catch (IOException | IllegalArgumentException nobody) {
            return false;
        }
    }

    /** Says a word about a map. */
    Told tell(Word word, String map) {
        return tell(word, map, () -> {});
    }

    /**
     * Says a word about a map.
     *
     * @param said what this thread does before it waits for the answer; in a rehearsal it is who answers
     */
    Told tell(Word word, String map, Runnable said) {
        try {
            begin(word == Word.Plain.RESUME ? resume : usual);
            OwnedFd to = connected();
            send(to, word.text(map));
            said.run();
            return new Told.Answered(receive(to));
        } catch (IOException | IllegalArgumentException failed) {
            // Whatever comes on this connection is not the answer to the next word.
            close();
            return new Told.Silent("multipathd: " + failed.getMessage());
        }
    }

    private void begin(Duration patience) {
        end = System.nanoTime() + patience.toNanos();
    }

    private OwnedFd connected() throws IOException {
        OwnedFd open = socket;
        if (open != null && waiting.of(poll, state, open.fd(), PollFd.POLLIN) == 0) {
            return open;
        }
        // What came before the question is no answer: multipathd has ended since, or is out of step.
        close();
        open = connect();
        socket = open;
        return open;
    }

    private OwnedFd connect() throws IOException {
        try (OwnedFd made = new OwnedFd(KernelException.check(
                "socket",
                "AF_UNIX",
                sockets.socket(state, Flags.AF_UNIX, Flags.SOCK_STREAM | Flags.SOCK_CLOEXEC, 0)))) {
            sendLimit = 0;
            receiveLimit = 0;
            String name = "";
            int result = -Errno.ENOENT.code();
            for (int i = 0; i < addresses.size(); i++) {
                int place = (listening + i) % addresses.size();
                name = addresses.get(place);
                SockaddrUn address = sockaddr(place);
                // One that lets nobody in keeps a caller as one that does not answer.
                limitSend(made);
                result = sockets.connect(state, made.fd(), address, address.length());
                if (result == 0) {
                    listening = place;
                    return new OwnedFd(made.release());
                }
            }
            throw failed("connect", name.replace('\0', '@'), result);
        }
    }

    private SockaddrUn sockaddr(int place) {
        SockaddrUn made = sockaddrs[place];
        if (made == null) {
            made = new SockaddrUn(addresses.get(place).getBytes(StandardCharsets.UTF_8));
            sockaddrs[place] = made;
        }
        return made;
    }

    private void limitSend(OwnedFd of) throws IOException {
        sendLimit = limit(of, Varying.SO_SNDTIMEO, sendLimit);
    }

    private void limitReceive(OwnedFd of) throws IOException {
        receiveLimit = limit(of, Varying.SO_RCVTIMEO, receiveLimit);
    }

    /**
     * The next call waits for what is left of the time: one that sends a byte now and then does not hold anybody up.
     *
     * @param there the limit that it has
     * @return the limit that it has now
     */
    private long limit(OwnedFd of, Varying option, long there) throws IOException {
        long left = end - System.nanoTime();
        if (left < TimeUnit.MILLISECONDS.toNanos(1)) {
            // 0 would be for ever.
            throw late();
        }
        if (there > 0 && Math.abs(there - left) <= NEAR_NANOS) {
            return there;
        }
        limit.set(Duration.ofNanos(left));
        int result = sockets.setsockopt(state, of.fd(), Flags.SOL_SOCKET, option.value(), limit, Timeval.SIZE);
        KernelException.check("setsockopt", "time limit", result);
        return left;
    }

    private static IOException late() {
        return new ProtocolException("no answer in time");
    }

    private static IOException failed(String call, String argument, int result) {
        return Errno.EAGAIN.is(result) ? late() : new KernelException(call, argument, result);
    }

    private void send(OwnedFd to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length + 1;
        message.buffer().putLong(0, length);
        message.buffer().put(Long.BYTES, bytes);
        message.buffer().put(Long.BYTES + bytes.length, (byte) 0);
        int sent = 0;
        while (sent < Long.BYTES + length) {
            limitSend(to);
            int count = sockets.send(state, to.fd(), message, sent, Long.BYTES + length - sent, Flags.MSG_NOSIGNAL);
            if (count < 0) {
                throw failed("send", text, count);
            }
            sent += count;
        }
    }

    private String receive(OwnedFd from) throws IOException {
        int there = receive(from, 0, Long.BYTES);
        long length = message.buffer().getLong(0);
        if (length < 1 || length > MOST) {
            throw new ProtocolException("an answer of " + Long.toUnsignedString(length) + " bytes is announced");
        }
        int whole = Long.BYTES + (int) length;
        there = receive(from, there, whole);
        byte[] bytes = new byte[(int) length];
        message.buffer().get(Long.BYTES, bytes);
        int textLength = 0;
        while (bytes[textLength] != 0) {
            textLength++;
            if (textLength == bytes.length) {
                throw new ProtocolException("an answer of " + length + " bytes has no end");
            }
        }
        if (there > whole) {
            // Nobody has asked for the rest: it would be taken for the next answer.
            close();
        }
        // It becomes part of a sentence.
        return new String(bytes, 0, textLength, StandardCharsets.UTF_8).strip().replace('\n', ' ');
    }

    /**
     * Receives until so many bytes are there, and more if they come with them: the length and the text may come together.
     *
     * @return how many are there
     */
    private int receive(OwnedFd from, int before, int wanted) throws IOException {
        int there = before;
        while (there < wanted) {
            limitReceive(from);
            int count = sockets.recv(state, from.fd(), message, there, Long.BYTES + MOST - there, 0);
            if (count == 0) {
                throw new ProtocolException("it closed the connection");
            }
            if (count < 0) {
                throw failed("recv", "an answer", count);
            }
            there += count;
        }
        return there;
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
