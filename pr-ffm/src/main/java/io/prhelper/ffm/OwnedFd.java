// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.SocketCalls;
import io.prhelper.ffm.struct.SockaddrUn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file descriptor that this object owns: closed exactly once, by whoever closes first. */
public final class OwnedFd implements AutoCloseable {

    private final int fd;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Takes ownership.
     *
     * @param fd open, and nobody else's from now on
     * @throws IllegalArgumentException if {@code fd} is negative
     */
    public OwnedFd(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("not a file descriptor: " + fd);
        }
        this.fd = fd;
    }

    /**
     * Opens a file, such as a disk.
     *
     * @param writable read and write, else read only
     * @param path of the file
     * @return close-on-exec and non-blocking
     * @throws IOException if it can not be opened; the message names it
     */
    public static OwnedFd open(Path path, boolean writable) throws IOException {
        return open(path, Flags.O_NONBLOCK | (writable ? Flags.O_RDWR : 0));
    }

    /**
     * A descriptor that names a file without opening it: no command can be sent through it (open(2), O_PATH).
     *
     * @param path of the file
     * @return close-on-exec
     * @throws IOException if there is no such file; the message names it
     */
    public static OwnedFd nameOnly(Path path) throws IOException {
        return open(path, Flags.O_PATH);
    }

    private static OwnedFd open(Path path, int flags) throws IOException {
        Memory name = Memory.cString(path.toString());
        int fd = Kernel.linux().files().open(new CallState(), name, Flags.O_CLOEXEC | flags, 0);
        return new OwnedFd(KernelException.check("open", path.toString(), fd));
    }

    /**
     * An empty file in memory, readable and writable: stands for a disk where there is none (memfd_create(2)).
     *
     * @param name shows in /proc
     * @return close-on-exec
     * @throws IOException if the kernel refuses it
     */
    public static OwnedFd inMemory(String name) throws IOException {
        int fd = Kernel.linux().files().memfd_create(new CallState(), Memory.cString(name), Flags.MFD_CLOEXEC);
        return new OwnedFd(KernelException.check("memfd_create", name, fd));
    }

    /**
     * A stream socket that is connected to a Unix socket (unix(7)).
     *
     * @param path where somebody listens
     * @return close-on-exec and blocking
     * @throws IOException if nobody listens there, or the process may not connect; the message names it
     */
    public static OwnedFd connect(Path path) throws IOException {
        SocketCalls sockets = Kernel.linux().sockets();
        CallState state = new CallState();
        SockaddrUn address = new SockaddrUn(path.toString().getBytes(StandardCharsets.UTF_8));
        OwnedFd socket = new OwnedFd(KernelException.check(
                "socket", "AF_UNIX", sockets.socket(state, Flags.AF_UNIX, Flags.SOCK_STREAM | Flags.SOCK_CLOEXEC, 0)));
        int connected = sockets.connect(state, socket.fd(), address, SockaddrUn.SIZE);
        if (connected < 0) {
            socket.close();
            throw new KernelException("connect", path.toString(), connected);
        }
        return socket;
    }

    /**
     * The number.
     *
     * @return 0 or more
     * @throws IllegalStateException if it was closed or given away
     */
    public int fd() {
        if (closed.get()) {
            throw new IllegalStateException("descriptor " + fd + " is closed");
        }
        return fd;
    }

    /**
     * Gives the ownership to the caller.
     *
     * @return 0 or more, the caller's to close
     * @throws IllegalStateException if it was closed or given away
     */
    public int release() {
        if (!closed.compareAndSet(false, true)) {
            throw new IllegalStateException("descriptor " + fd + " is closed");
        }
        return fd;
    }

    /** Closes it; does nothing the second time. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Kernel.linux().files().close(new CallState(), fd);
        }
    }

    @Override
    public String toString() {
        return "fd " + fd + (closed.get() ? " (closed)" : "");
    }
}
