// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.struct.SockaddrUn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A listening Unix stream socket.
 *
 * <p>The file existing means that it can be connected to. Only a stale socket at the path is replaced, unless more is {@linkplain
 * #replacing asked for}, and only our own file is removed: a file that is no socket, and the socket of another process, stay what they
 * are.
 */
public final class UnixListener implements AutoCloseable {

    private final OwnedFd socket;
    private @Nullable SocketFile file;

    private UnixListener(OwnedFd socket, @Nullable SocketFile file) {
        this.socket = socket;
        this.file = file;
    }

    /**
     * A non-blocking socket that listens already, such as the service manager's. It is owned from now on; its file stays.
     *
     * @param socket listening
     * @return the listener
     */
    public static UnixListener adopted(OwnedFd socket) {
        return new UnixListener(socket, null);
    }

    /**
     * Listens at a path.
     *
     * @param path at most 108 bytes in UTF-8
     * @param mode permissions of the socket file, or empty for what the umask leaves
     * @return the listener
     * @throws IOException if the path is too long, its directory is missing, it is no stale socket, or somebody listens there;
     *     nothing is deleted then. The message is one sentence that names the path.
     */
    public static UnixListener bind(String path, OptionalInt mode) throws IOException {
        return bind(path, mode, OptionalInt.empty());
    }

    /**
     * Listens at a path, for a group.
     *
     * @param path at most 108 bytes in UTF-8
     * @param mode permissions of the socket file, or empty for what the umask leaves
     * @param group id of the group that the file is to belong to, or empty for the process's
     * @return the listener
     * @throws IOException as {@link #bind(String, OptionalInt)}, and if the process may not give the file to that group
     */
    public static UnixListener bind(String path, OptionalInt mode, OptionalInt group) throws IOException {
        return bind(Kernel.linux(), path, mode, group, false);
    }

    /**
     * Listens at a path, whatever is there: all but a directory, and a socket on which a process of the same user listens, is replaced. A
     * symbolic link is, and nothing happens to what it leads to. For folders in which others leave what they like.
     *
     * @param path at most 108 bytes in UTF-8
     * @param mode permissions of the socket file, or empty for what the umask leaves
     * @param group id of the group that the file is to belong to, or empty for the process's
     * @return the listener
     * @throws IOException as {@link #bind(String, OptionalInt, OptionalInt)}
     */
    public static UnixListener replacing(String path, OptionalInt mode, OptionalInt group) throws IOException {
        return bind(Kernel.linux(), path, mode, group, true);
    }

    static UnixListener bind(Kernel kernel, String path, OptionalInt mode) throws IOException {
        return bind(kernel, path, mode, OptionalInt.empty(), false);
    }

    static UnixListener bind(Kernel kernel, String path, OptionalInt mode, OptionalInt group, boolean anything)
            throws IOException {
        int length = path.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0) {
            throw new IOException("the UNIX socket path is empty");
        }
        if (length > SockaddrUn.MAX_PATH) {
            throw new IOException("UNIX socket path '" + path + "' is too long: it may have 108 bytes");
        }
        OwnedFd socket = unbound(kernel);
        try {
            return new UnixListener(socket, SocketFile.publish(kernel, socket.fd(), path, mode, group, anything));
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    /** A new socket, non-blocking. */
    static OwnedFd unbound(Kernel kernel) throws IOException {
        int type = Flags.SOCK_STREAM | Flags.SOCK_NONBLOCK | Flags.SOCK_CLOEXEC;
        return new OwnedFd(KernelException.check(
                "socket", "AF_UNIX", kernel.sockets().socket(new CallState(), Flags.AF_UNIX, type, 0)));
    }

    /** {@return what was at the path and whose, in words such as {@code a symbolic link of user 107}; null if nothing was} */
    public synchronized @Nullable String replaced() {
        SocketFile made = file;
        return made == null ? null : made.replaced();
    }

    /** {@return the listening descriptor, non-blocking; it stays this object's} */
    public int fd() {
        return socket.fd();
    }

    /**
     * Removes the file if it is still ours, and stops listening. In this order: as long as the socket lives its inode number is not
     * used again, and no other process takes the file for stale and replaces it.
     */
    @Override
    public synchronized void close() {
        SocketFile made = file;
        if (made != null) {
            file = null;
            made.remove();
        }
        socket.close();
    }
}
