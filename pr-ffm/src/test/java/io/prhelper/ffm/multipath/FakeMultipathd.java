// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.SocketCalls;
import io.prhelper.ffm.struct.SockaddrUn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What listens where multipathd does, on a real Unix socket, and does to its clients what a test says. */
public final class FakeMultipathd implements AutoCloseable {
    /** What is done with one client, on a thread of its own. */
    @FunctionalInterface
    public interface Behaviour {
        /** Ends the connection when it returns. */
        void serve(Client client) throws Exception;
    }

    private static final SocketCalls SOCKETS = Kernel.linux().sockets();

    private final String address;
    private final OwnedFd listener;
    private final Behaviour behaviour;
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final List<String> words = new CopyOnWriteArrayList<>();
    private boolean isClosed;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private FakeMultipathd(String address, int backlog, Behaviour behaviour) throws IOException {
        this.address = address;
        this.behaviour = behaviour;
        listener = socket();
        SockaddrUn name = name();
        CallState state = new CallState();
        try {
            KernelException.check("bind", address, SOCKETS.bind(state, listener.fd(), name, name.length()));
            KernelException.check("listen", address, SOCKETS.listen(state, listener.fd(), backlog));
        } catch (IOException refused) {
            listener.close();
            throw refused;
        }
    }

    /** One that behaves so. */
    public static FakeMultipathd at(String address, Behaviour behaviour) throws IOException {
        FakeMultipathd made = new FakeMultipathd(address, 100, behaviour);
        made.threads.add(Thread.ofPlatform().name("fake multipathd").start(made::accept));
        return made;
    }

    /** One that answers each word as it is said here. */
    public static FakeMultipathd answering(String address, UnaryOperator<String> answers) throws IOException {
        return at(address, client -> {
            for (String word = client.word(); word != null; word = client.word()) {
                client.answer(answers.apply(word));
            }
        });
    }

    /** One that listens, lets nobody in, and has as many outside as there is room for. */
    static FakeMultipathd holdingTheDoor(String address) throws IOException {
        FakeMultipathd made = new FakeMultipathd(address, 0, client -> {});
        made.clients.add(made.new Client(made.connected()));
        return made;
    }

    private static OwnedFd socket() throws IOException {
        int type = Flags.SOCK_STREAM | Flags.SOCK_CLOEXEC;
        return new OwnedFd(
                KernelException.check("socket", "", SOCKETS.socket(new CallState(), Flags.AF_UNIX, type, 0)));
    }

    private SockaddrUn name() {
        return new SockaddrUn(address.getBytes(StandardCharsets.UTF_8));
    }

    private OwnedFd connected() throws IOException {
        OwnedFd made = socket();
        KernelException.check("connect", address, connect(made.fd()));
        return made;
    }

    /** Has a socket connect to it: 0 or {@code -errno}. */
    public int connect(int fd) {
        SockaddrUn name = name();
        return SOCKETS.connect(new CallState(), fd, name, name.length());
    }

    /** All that was said to it. */
    public List<String> words() {
        return List.copyOf(words);
    }

    /** How many have connected. */
    int connections() {
        return clients.size();
    }

    private void accept() {
        while (true) {
            int fd = SOCKETS.accept4(new CallState(), listener.fd(), Memory.NULL, Memory.NULL, Flags.SOCK_CLOEXEC);
            if (fd < 0) {
                return;
            }
            Client client = new Client(new OwnedFd(fd));
            clients.add(client);
            threads.add(Thread.ofPlatform().name("fake multipathd's client").start(client::serve));
        }
    }

    /** Ends it as a process ends: nobody listens, and all connections are closed. Does nothing the second time. */
    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        SOCKETS.shutdown(new CallState(), listener.fd(), Flags.SHUT_RDWR);
        // First the one that accepts: it starts no more then.
        threads.stream().limit(1).forEach(FakeMultipathd::join);
        clients.forEach(Client::hangUp);
        threads.forEach(FakeMultipathd::join);
        clients.forEach(client -> client.fd.close());
        listener.close();
        if (!address.startsWith("\0")) {
            Files.deleteIfExists(Path.of(address));
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException now) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its side of a connection. */
    public final class Client {
        private final OwnedFd fd;
        private final CallState state = new CallState();

        private Client(OwnedFd fd) {
            this.fd = fd;
        }

        private void serve() {
            try {
                behaviour.serve(this);
            } catch (Exception gone) {
                // The client has closed its end; what it makes of this is what tests look at.
            } finally {
                hangUp();
            }
        }

        private void hangUp() {
            SOCKETS.shutdown(new CallState(), fd.fd(), Flags.SHUT_RDWR);
        }

        /** The next word, whole; null where the client has closed the connection. */
        public @Nullable String word() throws IOException {
            byte[] length = receive(Long.BYTES);
            if (length.length == 0) {
                return null;
            }
            int size = Math.toIntExact(
                    ByteBuffer.wrap(length).order(ByteOrder.nativeOrder()).getLong());
            String text = new String(receive(size), StandardCharsets.UTF_8);
            if (!text.endsWith("\0")) {
                throw new IOException("\"" + text + "\" does not end with a zero byte");
            }
            String word = text.substring(0, text.length() - 1);
            words.add(word);
            return word;
        }

        private byte[] receive(int count) throws IOException {
            Memory memory = new Memory(count);
            int there = 0;
            while (there < count) {
                int more = SOCKETS.recv(state, fd.fd(), memory, there, count - there, 0);
                if (more <= 0) {
                    return new byte[0];
                }
                there += more;
            }
            byte[] bytes = new byte[count];
            memory.buffer().get(0, bytes);
            return bytes;
        }

        /** Waits until the client has closed the connection. */
        void awaitEnd() throws IOException {
            while (receive(1).length > 0) {
                // Whatever it says.
            }
        }

        /** A whole answer, as multipathd sends it. */
        public void answer(String text) throws IOException {
            send(framed(text));
        }

        /** So many bytes are to follow. */
        public void announce(long length) throws IOException {
            send(head(length));
        }

        /** These bytes, at once. */
        public void send(byte... bytes) throws IOException {
            Memory memory = new Memory(bytes.length);
            memory.buffer().put(0, bytes);
            KernelException.check(
                    "send", "", SOCKETS.send(state, fd.fd(), memory, 0, bytes.length, Flags.MSG_NOSIGNAL));
        }
    }

    private static byte[] head(long length) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(length)
                .array();
    }

    /** An answer: its length, text, an end of line, a zero byte. */
    static byte[] framed(String text) {
        byte[] bytes = (text + "\n\0").getBytes(StandardCharsets.UTF_8);
        return joined(head(bytes.length), bytes);
    }

    /** One after the other. */
    static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
