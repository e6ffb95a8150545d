// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.FileIdentity;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.FileCalls;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.KernelException;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.Varying;
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
 */
final class SocketFile {
    private static final int BACKLOG = 128;
    private static final int OWNER_UNCHANGED = -1;

    private final Kernel kernel;
    private final FileCalls files;
    private final CallState state = new CallState();
    private final String path;
    private final String directory;
    private FileIdentity ours = new FileIdentity(0, 0);

    private SocketFile(Kernel kernel, String path) {
        this.kernel = kernel;
        files = kernel.files();
        this.path = path;
        directory = path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** Makes {@code socket} listen at {@code path}. */
    static SocketFile publish(Kernel kernel, int socket, String path, OptionalInt mode, OptionalInt group)
            throws IOException {
        SocketFile file = new SocketFile(kernel, path);
        file.staleThere();
        String temporary = file.bindBeside(socket);
        try {
            file.giveTo(group, temporary);
            file.listen(socket, temporary, mode);
            file.moveInto(temporary);
        } catch (IOException failed) {
            file.unlink(temporary);
            throw failed;
        }
        return file;
    }

    /** Removes the file if it is still ours. */
    void remove() {
        try {
            if (ours.equals(identity(path))) {
                unlink(path);
            }
        } catch (IOException gone) {
            // Somebody else has removed it.
        }
    }

    /** Returns a temporary name in the same directory. */
    private String bindBeside(int socket) throws IOException {
        while (true) {
            String name = ".pr" + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 30), Character.MAX_RADIX);
            int bound = bind(socket, name);
            if (bound == 0) {
                return directory + name;
            }
            if (!Errno.EADDRINUSE.is(bound)) {
                throw failure(Errno.text(-bound));
            }
        }
    }

    private int bind(int socket, String name) throws IOException {
        if (bytes(directory + name).length <= SockaddrUn.MAX_PATH) {
            return bindAt(socket, directory + name);
        }
        // The path fits, a longer name beside it does not: reach the directory by a shorter way.
        int flags = Flags.O_PATH | Varying.O_DIRECTORY.value() | Flags.O_CLOEXEC;
        int fd = files.open(state, Memory.cString(directory), flags, 0);
        if (fd < 0) {
            return fd;
        }
        try (OwnedFd owned = new OwnedFd(fd)) {
            return bindAt(socket, "/proc/self/fd/" + owned.fd() + "/" + name);
        }
    }

    private int bindAt(int socket, String name) {
        return kernel.sockets().bind(state, socket, new SockaddrUn(bytes(name)), SockaddrUn.SIZE);
    }

    private void giveTo(OptionalInt group, String temporary) throws IOException {
        if (group.isPresent()) {
            int given = files.chown(state, Memory.cString(temporary), OWNER_UNCHANGED, group.getAsInt());
            KernelException.check("chown", path, given);
        }
    }

    private void listen(int socket, String temporary, OptionalInt mode) throws IOException {
        if (mode.isPresent()) {
            KernelException.check("chmod", path, files.chmod(state, Memory.cString(temporary), mode.getAsInt()));
        }
        KernelException.check("listen", path, kernel.sockets().listen(state, socket, BACKLOG));
        ours = identity(temporary);
    }

    private void moveInto(String temporary) throws IOException {
        while (true) {
            int renamed = rename(temporary, Flags.RENAME_NOREPLACE);
            if (renamed == 0) {
                return;
            }
            FileIdentity stale = staleThere();
            if (Errno.EINVAL.is(renamed)) {
                // A file system without these flags, such as NFS or 9p: what was just seen must do.
                renamed = rename(temporary, 0);
                if (renamed == 0) {
                    return;
                }
            }
            if (!Errno.EEXIST.is(renamed)) {
                throw failure(Errno.text(-renamed));
            }
            if (stale != null && exchanged(temporary, stale)) {
                unlink(temporary);
                return;
            }
        }
    }

    /** False if the path was free meanwhile. */
    private boolean exchanged(String temporary, FileIdentity stale) throws IOException {
        int renamed = rename(temporary, Flags.RENAME_EXCHANGE);
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
                rename(temporary, Flags.RENAME_EXCHANGE);
            }
        }
        if (!stillStale) {
            throw failure("another process took it at the same time");
        }
        return true;
    }

    private int rename(String temporary, int flags) {
        return files.renameat2(
                state, Flags.AT_FDCWD, Memory.cString(temporary), Flags.AT_FDCWD, Memory.cString(path), flags);
    }

    /** The stale socket at the path; null if there is nothing; an exception for anything else. */
    private @Nullable FileIdentity staleThere() throws IOException {
        Statx there = new Statx();
        int result = stat(path, there);
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
        return new FileIdentity(there.fileSystem(), there.inode());
    }

    private int probe() throws IOException {
        try (OwnedFd socket = UnixListener.unbound(kernel)) {
            return kernel.sockets().connect(state, socket.fd(), new SockaddrUn(bytes(path)), SockaddrUn.SIZE);
        }
    }

    private FileIdentity identity(String name) throws IOException {
        Statx there = new Statx();
        KernelException.check("statx", name, stat(name, there));
        return new FileIdentity(there.fileSystem(), there.inode());
    }

    private int stat(String name, Statx result) {
        return result.of(files, state, Memory.cString(name), Flags.AT_SYMLINK_NOFOLLOW);
    }

    private void unlink(String name) {
        files.unlink(state, Memory.cString(name));
    }

    private IOException failure(String reason) {
        return new IOException("Failed to bind socket to " + path + ": " + reason);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
