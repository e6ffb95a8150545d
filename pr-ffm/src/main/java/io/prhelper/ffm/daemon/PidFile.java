// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.file.Folder;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.FileCalls;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.struct.Flock;
import io.prhelper.ffm.struct.Statx;
import java.io.IOException;

/**
 * A file with our process id, locked for as long as we live.
 *
 * <p>The lock is a POSIX record lock: it vanishes as soon as <em>any</em> descriptor of that file is closed in this process, so
 * nothing else here may open it. It is written after the process id is final and before privileges are dropped.
 */
public final class PidFile implements AutoCloseable {

    private static final int MODE = 0600;

    private final FileCalls files = Kernel.linux().files();
    private final Folder folder;
    private final CallState state = new CallState();
    private final Flock lock = Flock.writeLock();
    private final Statx ours = new Statx();
    private final Statx there = new Statx();
    private final String path;
    private final Memory name;
    private final OwnedFd file;
    private boolean closed;

    private PidFile(String path) throws IOException {
        this.path = path;
        name = Folder.nameOf(path);
        // Not blocking, lest a named pipe at the path holds us up.
        try {
            folder = Folder.of(files, path);
        } catch (IOException missing) {
            throw failure(String.valueOf(missing.getMessage()));
        }
        int fd = folder.open(name, Flags.O_WRONLY | Flags.O_CREAT | Flags.O_NONBLOCK, MODE);
        if (fd < 0) {
            folder.close();
            throw failure(Errno.ELOOP.is(fd) ? "a symbolic link is there" : Errno.text(-fd));
        }
        file = new OwnedFd(fd);
    }

    private IOException failure(String reason) {
        return new IOException("Could not create '" + path + "': " + reason);
    }

    /**
     * Writes {@code <pid>} and a newline, and holds the lock from then on.
     *
     * @param path a file to be made with mode 0600, or one from before that nobody has locked; relative to the directory in which
     *     the process is now
     * @return the file, which goes when this is closed
     * @throws IOException if a symbolic link or no regular file is there, another process holds the lock, or writing fails; the
     *     message is for the caller of the command
     */
    public static PidFile write(String path) throws IOException {
        while (true) {
            PidFile made = new PidFile(path);
            try {
                made.lock();
                if (made.isThere()) {
                    made.fill();
                    return made;
                }
            } catch (IOException | RuntimeException failed) {
                made.release();
                throw failed;
            }
            // Between open and lock its last owner removed it: lock the one that is there now.
            made.release();
        }
    }

    private void lock() throws IOException {
        check("Cannot stat file", ours.of(files, state, file.fd()));
        if (!ours.isRegularFile()) {
            throw failure("a file that is no regular file is there");
        }
        if (ours.links() > 1) {
            // Somebody who may not write to a file may be able to give it a name in a folder of his own.
            throw failure("a file that has another name too is there");
        }
        check("Cannot lock pid file", files.fcntl(state, file.fd(), Flags.F_SETLK, lock));
    }

    private boolean isThere() {
        return folder.look(name, there) == 0
                && there.inode() == ours.inode()
                && there.fileSystem() == ours.fileSystem();
    }

    private void fill() throws IOException {
        String text = ProcessHandle.current().pid() + "\n";
        check("Failed to truncate pid file", files.ftruncate(state, file.fd(), 0));
        int written = files.write(state, file.fd(), Memory.cString(text), text.length());
        boolean cut = written >= 0 && written < text.length();
        check("Failed to write pid file", cut ? -Errno.ENOSPC.code() : written);
    }

    private static void check(String what, int result) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + Errno.text(-result));
        }
    }

    /** Removes the file if it is still ours and the directory lets us, and gives the lock back. */
    @Override
    public void close() {
        if (!closed && isThere()) {
            folder.remove(name);
        }
        release();
    }

    private void release() {
        closed = true;
        file.close();
        folder.close();
    }
}
