// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.FileIdentity;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.file.Folder;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.struct.Statx;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is at the path of a socket. It is held open: its inode number is no other file's meanwhile, and no name leads elsewhere. */
final class Occupant implements AutoCloseable {
    private final Kernel kernel;
    private final String path;
    private final OwnedFd node;
    private final Statx file = new Statx();

    private Occupant(Kernel kernel, String path, OwnedFd node) {
        this.kernel = kernel;
        this.path = path;
        this.node = node;
    }

    /** The file of that name; null if there is none. */
    static @Nullable Occupant find(Kernel kernel, Folder folder, Memory name, String path) throws IOException {
        int fd = folder.open(name, Flags.O_PATH, 0);
        if (Errno.ENOENT.is(fd)) {
            return null;
        }
        if (fd < 0) {
            throw SocketFile.failure(path, Errno.text(-fd));
        }
        Occupant found = new Occupant(kernel, path, new OwnedFd(fd));
        try {
            KernelException.check("statx", path, found.file.of(kernel.files(), new CallState(), fd));
        } catch (IOException failed) {
            found.close();
            throw failed;
        }
        return found;
    }

    FileIdentity identity() {
        return SocketFile.identity(file);
    }

    /**
     * What it is and whose, if it may be replaced.
     *
     * @param anything whether that is anything but a directory and a socket on which {@code user} listens, else a stale socket only
     * @throws IOException if it has to stay
     */
    String replaceable(boolean anything, int user) throws IOException {
        if (file.isSocket()) {
            return socket(anything, user);
        }
        if (!anything) {
            throw failure("a file that is no socket is there");
        }
        if (file.isDirectory()) {
            throw failure("a directory is there");
        }
        return (file.isSymbolicLink()
                        ? "a symbolic link"
                        : file.isPipe() ? "a named pipe" : file.isRegularFile() ? "a file" : "a device node")
                + " of user " + Integer.toUnsignedString(file.uid());
    }

    private String socket(boolean anything, int user) throws IOException {
        try (OwnedFd client = UnixListener.unbound(kernel)) {
            int connected = BoundSocket.connect(kernel, client, node);
            if (connected == 0) {
                int listening = BoundSocket.peer(kernel, client, path).uid();
                if (!anything || listening == user) {
                    throw failure("another process listens there");
                }
                return "a socket on which user " + Integer.toUnsignedString(listening) + " listens";
            }
            String owner = Integer.toUnsignedString(file.uid());
            if (Errno.ECONNREFUSED.is(connected)) {
                return "a socket of user " + owner + " on which nobody listens";
            }
            // Its queue is full, it is none of streams, or closed to us: whose it is then says who made it.
            boolean theirs = file.uid() != user;
            if (anything
                    && theirs
                    && (Errno.EAGAIN.is(connected) || Errno.EPROTOTYPE.is(connected) || Errno.EACCES.is(connected))) {
                return "a socket of user " + owner;
            }
            throw failure(
                    Errno.EAGAIN.is(connected)
                            ? "another process listens there"
                            : Errno.ENOENT.is(connected)
                                    ? "the socket there cannot be looked at, since /proc is missing"
                                    : Errno.text(-connected));
        }
    }

    private IOException failure(String reason) {
        return SocketFile.failure(path, reason);
    }

    @Override
    public void close() {
        node.close();
    }
}
