// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.client;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.UnansweredException.Reason;
import io.prhelper.ffm.client.UnansweredException.Sent;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.struct.DescriptorMessage;
import io.prhelper.ffm.struct.PollFd;
import io.prhelper.ffm.struct.SockaddrUn;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client's socket, for one conversation at a time. Whoever waits on it is woken by its deadline, by an interrupt of its thread and by
 * {@link #close} from another one: both shut the socket down, and whoever leaves last closes the descriptor, so that its number is
 * never that of another file while a call uses it.
 */
final class Line extends AbstractInterruptibleChannel {
    /** A listener whose queue is full refuses, and nothing tells when there is room (unix(7)). */
    private static final Duration UNTIL_NEXT_TRY = Duration.ofMillis(5);

    private final Kernel kernel;
    private final CallState state;
    private final String name;
    private final OwnedFd socket;
    private final PollFd awaited = new PollFd();

    /** Whether a conversation is under way; guarded by this. */
    private boolean busy;

    private long deadline;
    private int whole;
    private int sent;

    private Line(Kernel kernel, CallState state, String name, OwnedFd socket) {
        this.kernel = kernel;
        this.state = state;
        this.name = name;
        this.socket = socket;
    }

    /**
     * Connects.
     *
     * @param state for the calls of one thread at a time
     * @param deadline by {@link System#nanoTime}
     * @throws KernelException if nobody listens there, or this process may not connect
     * @throws UnansweredException if nobody accepts until the deadline, or the thread is interrupted
     */
    static Line connect(Kernel kernel, CallState state, Path path, long deadline) throws IOException {
        int type = Flags.SOCK_STREAM | Flags.SOCK_CLOEXEC | Flags.SOCK_NONBLOCK;
        OwnedFd socket = new OwnedFd(
                KernelException.check("socket", "AF_UNIX", kernel.sockets().socket(state, Flags.AF_UNIX, type, 0)));
        boolean connected = false;
        try {
            Line line = new Line(kernel, state, path.toString(), socket);
            line.connect(new SockaddrUn(path.toString().getBytes(StandardCharsets.UTF_8)), deadline);
            connected = true;
            return line;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    private void connect(SockaddrUn address, long until) throws IOException {
        deadline = until;
        int result = kernel.sockets().connect(state, socket.fd(), address, SockaddrUn.SIZE);
        while (Errno.EAGAIN.is(result)) {
            if (remaining() <= 0) {
                throw without(Reason.TIMED_OUT, "the helper at " + name + " accepts nobody in time", null);
            }
            try {
                Thread.sleep(UNTIL_NEXT_TRY);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw without(Reason.INTERRUPTED, "interrupted", null);
            }
            result = kernel.sockets().connect(state, socket.fd(), address, SockaddrUn.SIZE);
        }
        KernelException.check("connect", name, result);
    }

    /**
     * Begins a conversation; {@link #leave} ends it.
     *
     * @param until its deadline, by {@link System#nanoTime}
     * @param bytes how many it will send
     * @throws IllegalStateException if one is under way on another thread
     */
    void enter(long until, int bytes) throws UnansweredException {
        synchronized (this) {
            if (busy) {
                throw new IllegalStateException("a command of another thread is under way to the helper at " + name);
            }
            deadline = until;
            whole = bytes;
            sent = 0;
            if (!isOpen()) {
                throw without(Reason.CLOSED, "the connection to " + name + " is closed", null);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw without(Reason.INTERRUPTED, "interrupted before the call", null);
            }
            busy = true;
        }
        begin();
    }

    /** Ends the conversation. */
    void leave() {
        try {
            end(true);
        } catch (AsynchronousCloseException interrupted) {
            // Whoever waited has been told, and an answer that came all the same is one.
        }
        synchronized (this) {
            busy = false;
            if (!isOpen()) {
                socket.close();
            }
        }
    }

    /** Sends a message, which has a descriptor; as much of it as goes at once. */
    int send(DescriptorMessage message) throws UnansweredException {
        int count = kernel.sockets().sendmsg(state, socket.fd(), message, Flags.MSG_NOSIGNAL);
        while (Errno.EAGAIN.is(count)) {
            await(PollFd.POLLOUT);
            count = kernel.sockets().sendmsg(state, socket.fd(), message, Flags.MSG_NOSIGNAL);
        }
        return count("sendmsg", count);
    }

    /** Sends these bytes. */
    void send(Memory memory, int from, int end) throws UnansweredException {
        int next = from;
        while (next < end) {
            int count = kernel.sockets().send(state, socket.fd(), memory, next, end - next, Flags.MSG_NOSIGNAL);
            if (Errno.EAGAIN.is(count)) {
                await(PollFd.POLLOUT);
            } else {
                next += count("send", count);
            }
        }
    }

    private int count(String call, int result) throws UnansweredException {
        check(call, result);
        sent += result;
        return result;
    }

    /** Receives at most so many bytes, and waits for the first; 0 where the helper left. */
    int receive(Memory memory, int offset, int most) throws UnansweredException {
        int count;
        do {
            await(PollFd.POLLIN);
            count = kernel.sockets().recv(state, socket.fd(), memory, offset, most, 0);
        } while (Errno.EAGAIN.is(count));
        return check("recv", count);
    }

    private void await(int events) throws UnansweredException {
        awaited.lookAt(socket.fd(), events);
        int ready;
        do {
            long nanos = remaining();
            if (nanos <= 0) {
                throw without(Reason.TIMED_OUT, "no answer in time from the helper at " + name, null);
            }
            // Rounded up: a wait of nothing would be repeated until the last millisecond is over.
            ready = kernel.poll().poll(state, awaited, 1, (int) ((nanos + 999_999) / 1_000_000));
        } while (ready == 0 || Errno.EINTR.is(ready));
        check("poll", ready);
    }

    private long remaining() {
        return deadline - System.nanoTime();
    }

    private int check(String call, int result) throws UnansweredException {
        if (result >= 0) {
            return result;
        }
        if (Errno.EPIPE.is(result) || Errno.ECONNRESET.is(result)) {
            throw left();
        }
        KernelException refused = new KernelException(call, name, result);
        throw without(Reason.REFUSED, refused.sentence(), refused);
    }

    /** The helper closed the connection. */
    UnansweredException left() {
        return without(Reason.HELPER_LEFT, "the helper at " + name + " closed the connection", null);
    }

    /** There is no answer. Where the line was closed under the conversation, that is the reason, whatever it looked like. */
    UnansweredException without(Reason reason, String sentence, @Nullable Throwable cause) {
        Sent what = sent == 0 ? Sent.NOTHING : sent < whole ? Sent.PART : Sent.ALL;
        if (isOpen() || reason == Reason.CLOSED || reason == Reason.INTERRUPTED) {
            return new UnansweredException(reason, what, sentence, cause);
        }
        return Thread.currentThread().isInterrupted()
                ? new UnansweredException(Reason.INTERRUPTED, what, "interrupted, and by that closed", null)
                : new UnansweredException(Reason.CLOSED, what, "the connection to " + name + " was closed", null);
    }

    @Override
    protected void implCloseChannel() {
        synchronized (this) {
            if (busy) {
                kernel.sockets().shutdown(new CallState(), socket.fd(), Flags.SHUT_RDWR);
            } else {
                socket.close();
            }
        }
    }
}
