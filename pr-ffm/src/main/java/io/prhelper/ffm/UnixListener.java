// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.FileCalls;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.KernelException;
import io.prhelper.ffm.libc.SocketCalls;
import io.prhelper.ffm.struct.DirectMemory;
import io.prhelper.ffm.struct.SockaddrUn;
import io.prhelper.ffm.struct.Statx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * A listening Unix stream socket.
 *
 * <p>It is bound to a temporary name, listens, and is then renamed: the file existing means that it can be connected to. Only a stale
 * socket at the path is replaced, and only our own inode is removed.
 */
public final class UnixListener implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int BACKLOG = 128;
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;

    private static final FileCalls FILES = Kernel.linux().files();
    private static final SocketCalls SOCKETS = Kernel.linux().sockets();

    private final OwnedFd socket;
    private final CallState state = new CallState();
    private final byte[] path;
    private final long inode;
    private final long fileSystem;

    private UnixListener(OwnedFd socket, byte[] path, Statx identity) {
        this.socket = socket;
        this.path = path;
        inode = identity.inode();
        fileSystem = identity.fileSystem();
    }

    /**
     * Listens at a path.
     *
     * @param path at most 107 bytes in UTF-8
     * @param mode permissions of the socket file, or empty for what the umask leaves
     * @throws IOException if the path is too long, its directory is missing, it is no stale socket, or somebody listens there;
     *     nothing is deleted then. The message is one sentence that names the path.
     */
    public static UnixListener bind(String path, OptionalInt mode) throws IOException {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > SockaddrUn.MAX_PATH) {
            throw new IOException("UNIX socket path '" + path + "' is too long: it must be less than 108 bytes");
        }
        CallState state = new CallState();
        refuseUnlessStale(state, path, bytes);
        OwnedFd socket = new OwnedFd(KernelException.check(
                "socket", "AF_UNIX", SOCKETS.socket(state, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)));
        try {
            return new UnixListener(socket, bytes, publish(state, socket, path, bytes, mode));
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    private static Statx publish(CallState state, OwnedFd socket, String path, byte[] bytes, OptionalInt mode)
            throws IOException {
        byte[] temporary = temporaryName(path);
        DirectMemory from = DirectMemory.cString(temporary);
        int bound = SOCKETS.bind(state, socket.fd(), new SockaddrUn(temporary).address(), SockaddrUn.SIZE);
        if (bound < 0) {
            throw new IOException("Failed to bind socket to " + path + ": " + Errno.text(-bound));
        }
        try {
            if (mode.isPresent()) {
                KernelException.check("chmod", path, FILES.chmod(state, from.address(), mode.getAsInt()));
            }
            KernelException.check("listen", path, SOCKETS.listen(state, socket.fd(), BACKLOG));
            Statx identity = new Statx();
            KernelException.check("statx", path, stat(state, from, identity));
            KernelException.check(
                    "rename",
                    path,
                    FILES.rename(
                            state, from.address(), DirectMemory.cString(bytes).address()));
            return identity;
        } catch (IOException failed) {
            FILES.unlink(state, from.address());
            throw failed;
        }
    }

    /** Beside the path, hidden, and never longer than what fits: the last name is replaced, not extended. */
    private static byte[] temporaryName(String path) {
        String unique = ".pr" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);
        return (path.substring(0, path.lastIndexOf('/') + 1) + unique).getBytes(StandardCharsets.UTF_8);
    }

    private static void refuseUnlessStale(CallState state, String path, byte[] bytes) throws IOException {
        Statx there = new Statx();
        int result = stat(state, DirectMemory.cString(bytes), there);
        if (Errno.ENOENT.is(result)) {
            return;
        }
        if (result < 0) {
            throw new IOException("Failed to bind socket to " + path + ": " + Errno.text(-result));
        }
        if (!there.isSocket()) {
            throw new IOException("Failed to bind socket to " + path + ": a file that is no socket is there");
        }
        int probe = KernelException.check(
                "socket", "AF_UNIX", SOCKETS.socket(state, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        try (OwnedFd owned = new OwnedFd(probe)) {
            int connected = SOCKETS.connect(state, owned.fd(), new SockaddrUn(bytes).address(), SockaddrUn.SIZE);
            if (!Errno.ECONNREFUSED.is(connected) && !Errno.ENOENT.is(connected)) {
                throw new IOException("Failed to bind socket to " + path + ": "
                        + (connected == 0 || Errno.EAGAIN.is(connected)
                                ? "another process listens there"
                                : Errno.text(-connected)));
            }
        }
    }

    private static int stat(CallState state, DirectMemory path, Statx result) {
        return FILES.statx(
                state,
                AT_FDCWD,
                path.address(),
                AT_SYMLINK_NOFOLLOW,
                Statx.STATX_TYPE | Statx.STATX_INO,
                result.address());
    }

    /** The listening descriptor, non-blocking; it stays this object's. */
    public int fd() {
        return socket.fd();
    }

    /** Stops listening, and removes the file if it is still ours. */
    @Override
    public void close() {
        DirectMemory name = DirectMemory.cString(path);
        Statx there = new Statx();
        boolean ours = stat(state, name, there) == 0 && there.inode() == inode && there.fileSystem() == fileSystem;
        socket.close();
        if (ours) {
            FILES.unlink(state, name.address());
        }
    }
}
