// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.FileIdentity;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.file.Folder;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.FileCalls;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.KernelException;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.SocketCalls;
import io.prhelper.ffm.struct.SockaddrUn;
import io.prhelper.ffm.struct.Statx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The file of a listening socket.
 *
 * <p>The socket is bound to a temporary name, listens, and is then renamed, never over anything: to a free path with
 * RENAME_NOREPLACE, and in exchange for a stale socket with RENAME_EXCHANGE, which is taken back if what came out is not the socket
 * that was found stale. So of several helpers that start at once one gets the path, and no file is lost without a lock.
 *
 * <p>The folder may belong to somebody else, who can put any file at any of these names at any moment. So mode and group are given to a
 * descriptor that was seen to be our socket, and the start fails where another file is found.
 */
final class SocketFile {
    private static final int BACKLOG = 128;

    private final Kernel kernel;
    private final FileCalls files;
    private final SocketCalls sockets;
    private final CallState state = new CallState();
    private final String path;
    private final Folder folder;
    private final Memory name;
    private FileIdentity ours = new FileIdentity(0, 0);

    private SocketFile(Kernel kernel, String path) throws IOException {
        this.kernel = kernel;
        files = kernel.files();
        sockets = kernel.sockets();
        this.path = path;
        name = Folder.nameOf(path);
        try {
            folder = Folder.of(files, path);
        } catch (IOException missing) {
            throw failure(String.valueOf(missing.getMessage()));
        }
    }

    /** Makes {@code socket} listen at {@code path}. */
    static SocketFile publish(Kernel kernel, int socket, String path, OptionalInt mode, OptionalInt group)
            throws IOException {
        SocketFile file = new SocketFile(kernel, path);
        try {
            file.publish(socket, mode, group);
        } catch (IOException | RuntimeException failed) {
            file.folder.close();
            throw failed;
        }
        return file;
    }

    private void publish(int socket, OptionalInt mode, OptionalInt group) throws IOException {
        staleThere();
        if (mode.isPresent()) {
            // The file is made with these permissions less those of the umask, unix(7): never with more than were asked
            // for.
            KernelException.check("fchmod", path, files.fchmod(state, socket, mode.getAsInt()));
        }
        Memory temporary = bindBeside(socket);
        try {
            KernelException.check("listen", path, sockets.listen(state, socket, BACKLOG));
            ours = new BoundSocket(kernel, path, socket).claim(folder, temporary, mode, group);
            moveInto(temporary);
            Statx there = new Statx();
            if (folder.look(name, there) == 0 && !ours.equals(identity(there))) {
                throw BoundSocket.swapped(path);
            }
        } catch (IOException failed) {
            folder.remove(temporary);
            throw failed;
        }
    }

    /** Removes the file if it is still ours. */
    void remove() {
        try {
            if (ours.equals(identity(name))) {
                folder.remove(name);
            }
        } catch (IOException gone) {
            // Somebody else has removed it.
        } finally {
            folder.close();
        }
    }

    /** Returns a temporary name in the same folder. */
    private Memory bindBeside(int socket) throws IOException {
        while (true) {
            String temporary =
                    ".pr" + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 30), Character.MAX_RADIX);
            int bound = bind(socket, temporary);
            if (bound == 0) {
                return Memory.cString(temporary);
            }
            if (!Errno.EADDRINUSE.is(bound)) {
                throw failure(Errno.text(-bound));
            }
        }
    }

    private int bind(int socket, String temporary) {
        // Where people look for a socket by its path, such as ss(8), this is what they see of it.
        byte[] beside = bytes(path.substring(0, path.lastIndexOf('/') + 1) + temporary);
        // The path fits, a longer name beside it does not: reach the folder by a shorter way.
        byte[] address = beside.length <= SockaddrUn.MAX_PATH ? beside : bytes(folder.path() + "/" + temporary);
        return sockets.bind(state, socket, new SockaddrUn(address), SockaddrUn.SIZE);
    }

    private void moveInto(Memory temporary) throws IOException {
        while (true) {
            int renamed = folder.rename(temporary, name, Flags.RENAME_NOREPLACE);
            if (renamed == 0) {
                return;
            }
            FileIdentity stale = staleThere();
            if (Errno.EINVAL.is(renamed)) {
                // A file system without these flags, such as NFS or 9p: what was just seen must do.
                renamed = folder.rename(temporary, name, 0);
                if (renamed == 0) {
                    return;
                }
            }
            if (!Errno.EEXIST.is(renamed)) {
                throw failure(Errno.text(-renamed));
            }
            if (stale != null && exchanged(temporary, stale)) {
                folder.remove(temporary);
                return;
            }
        }
    }

    /** False if the path was free meanwhile. */
    private boolean exchanged(Memory temporary, FileIdentity stale) throws IOException {
        int renamed = folder.rename(temporary, name, Flags.RENAME_EXCHANGE);
        if (Errno.ENOENT.is(renamed)) {
            return false;
        }
        if (renamed < 0) {
            throw failure(Errno.text(-renamed));
        }
        boolean stillStale = false;
        try {
            stillStale = identity(temporary).equals(stale);
        } finally {
            if (!stillStale) {
                folder.rename(temporary, name, Flags.RENAME_EXCHANGE);
            }
        }
        if (!stillStale) {
            throw failure("another process took it at the same time");
        }
        return true;
    }

    /** The stale socket at the path; null if there is nothing; an exception for anything else. */
    private @Nullable FileIdentity staleThere() throws IOException {
        Statx there = new Statx();
        int result = folder.look(name, there);
        if (Errno.ENOENT.is(result)) {
            return null;
        }
        if (result < 0) {
            throw failure(Errno.text(-result));
        }
        if (!there.isSocket()) {
            throw failure("a file that is no socket is there");
        }
        int connected = probe();
        if (connected == 0 || Errno.EAGAIN.is(connected)) {
            throw failure("another process listens there");
        }
        if (!Errno.ECONNREFUSED.is(connected) && !Errno.ENOENT.is(connected)) {
            throw failure(Errno.text(-connected));
        }
        return identity(there);
    }

    private int probe() throws IOException {
        try (OwnedFd socket = UnixListener.unbound(kernel)) {
            return sockets.connect(state, socket.fd(), new SockaddrUn(bytes(path)), SockaddrUn.SIZE);
        }
    }

    private FileIdentity identity(Memory which) throws IOException {
        Statx there = new Statx();
        KernelException.check("statx", path, folder.look(which, there));
        return identity(there);
    }

    static FileIdentity identity(Statx file) {
        return new FileIdentity(file.fileSystem(), file.inode());
    }

    private IOException failure(String reason) {
        return failure(path, reason);
    }

    /** One sentence that names the path. */
    static IOException failure(String path, String reason) {
        return new IOException("Failed to bind socket to " + path + ": " + reason);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
