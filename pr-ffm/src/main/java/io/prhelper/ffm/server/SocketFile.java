// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.FileIdentity;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.file.Folder;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.FileCalls;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.SocketCalls;
import io.prhelper.ffm.struct.SockaddrUn;
import io.prhelper.ffm.struct.Statx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The file of a listening socket.
 *
 * <p>The socket is bound to a temporary name, listens, and is then renamed, never over anything: to a free path with
 * RENAME_NOREPLACE, and in exchange for what may be replaced with RENAME_EXCHANGE, which is taken back if what came out is not the
 * file that was looked at. So of several helpers that start at once one gets the path, and no file is lost without a lock.
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
    private static final int MOST_EXCHANGES = 1_000;
    private static final int MOST_LOOKS = 100;
    private static final long BETWEEN_LOOKS_NANOS = 1_000_000;

    private final Folder folder;
    private final Memory name;
    private final boolean anything;
    private @Nullable String replaced;
    private FileIdentity ours = new FileIdentity(0, 0);

    private SocketFile(Kernel kernel, String path, boolean anything) throws IOException {
        this.kernel = kernel;
        files = kernel.files();
        sockets = kernel.sockets();
        this.path = path;
        this.anything = anything;
        name = Folder.nameOf(path);
        try {
            folder = Folder.of(files, path);
        } catch (IOException missing) {
            throw failure(String.valueOf(missing.getMessage()));
        }
    }

    /**
     * Makes {@code socket} listen at {@code path}.
     *
     * @param anything whether to replace more than a stale socket, see {@link Occupant#replaceable}
     */
    static SocketFile publish(
            Kernel kernel, int socket, String path, OptionalInt mode, OptionalInt group, boolean anything)
            throws IOException {
        SocketFile file = new SocketFile(kernel, path, anything);
        try {
            file.publish(socket, mode, group);
        } catch (IOException | RuntimeException failed) {
            file.folder.close();
            throw failed;
        }
        return file;
    }

    private void publish(int socket, OptionalInt mode, OptionalInt group) throws IOException {
        Statx own = new Statx();
        own.mustTell(files, state, socket);
        try (Occupant there = Occupant.find(kernel, folder, name, path)) {
            if (there != null) {
                there.replaceable(anything, own.uid());
            }
        }
        if (mode.isPresent()) {
            // The file is made with these permissions less those of the umask, unix(7): never with more than were asked
            // for.
            KernelException.check("fchmod", path, files.fchmod(state, socket, mode.getAsInt()));
        }
        Memory temporary = bindBeside(socket);
        try {
            KernelException.check("listen", path, sockets.listen(state, socket, BACKLOG));
            ours = new BoundSocket(kernel, path, socket).claim(folder, temporary, mode, group);
            moveInto(temporary, own.uid());
            if (isAnothers()) {
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

    private void moveInto(Memory temporary, int user) throws IOException {
        while (true) {
            int renamed = folder.rename(temporary, name, Flags.RENAME_NOREPLACE);
            if (renamed == 0) {
                return;
            }
            try (Occupant there = Occupant.find(kernel, folder, name, path)) {
                String what = there == null ? null : there.replaceable(anything, user);
                if (Errno.EINVAL.is(renamed)) {
                    // A file system without these flags, such as NFS or 9p: what was just seen must do.
                    renamed = folder.rename(temporary, name, 0);
                    if (renamed == 0) {
                        replaced = what;
                        return;
                    }
                }
                if (!Errno.EEXIST.is(renamed)) {
                    throw failure(Errno.text(-renamed));
                }
                if (there != null && exchanged(temporary, there.identity())) {
                    folder.remove(temporary);
                    replaced = what;
                    return;
                }
            }
        }
    }

    /** False if the path was free meanwhile. */
    private boolean exchanged(Memory temporary, FileIdentity found) throws IOException {
        int renamed = folder.rename(temporary, name, Flags.RENAME_EXCHANGE);
        if (Errno.ENOENT.is(renamed)) {
            return false;
        }
        if (renamed < 0) {
            throw failure(Errno.text(-renamed));
        }
        boolean same = false;
        try {
            same = identity(temporary).equals(found);
        } finally {
            if (!same) {
                takeBack(temporary);
            }
        }
        if (!same) {
            throw failure("another process took it at the same time");
        }
        return true;
    }

    /**
     * Undoes an exchange. Where others do so at the same time, what comes back may be theirs, and ours be with them: each goes on until it has
     * its own, and whoever needs not is left at the path.
     */
    private void takeBack(Memory temporary) {
        for (int i = 0; i < MOST_EXCHANGES; i++) {
            boolean given = folder.rename(temporary, name, Flags.RENAME_EXCHANGE) == 0;
            if (!given || isOurs(temporary)) {
                return;
            }
            LockSupport.parkNanos(1);
        }
    }

    /** True also where that can not be told. */
    private boolean isOurs(Memory which) {
        Statx there = new Statx();
        return folder.look(which, there) != 0 || ours.equals(identity(there));
    }

    /** Whether another file is at the path; for a moment it may be that of somebody who {@linkplain #takeBack takes it back}. */
    private boolean isAnothers() {
        for (int i = 0; i < MOST_LOOKS; i++) {
            if (isOurs(name)) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        return true;
    }

    /** What was there before, and whose; null if nothing was. */
    @Nullable
    String replaced() {
        return replaced;
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
