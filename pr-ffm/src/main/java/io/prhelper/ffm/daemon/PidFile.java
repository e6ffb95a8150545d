// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.FileCalls;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.struct.DirectMemory;
import io.prhelper.ffm.struct.Flock;
import io.prhelper.ffm.struct.Scratch;
import io.prhelper.ffm.struct.Statx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A file with our process id, locked for as long as we live.
 *
 * <p>The lock is a POSIX record lock: it vanishes as soon as <em>any</em> descriptor of that file is closed in this process, so
 * nothing else here may open it. It is written after the process id is final and before privileges are dropped.
 */
public final class PidFile implements AutoCloseable {
    private static final int O_WRONLY = 0x1;
    private static final int O_CREAT = 0x40;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_NOFOLLOW = 0x20000;
    private static final int O_CLOEXEC = 0x80000;
    /** Not blocking, lest a named pipe at the path holds us up. */
    private static final int FLAGS = O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;

    private static final int MODE = 0600;
    private static final int F_SETLK = 6;
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;

    private static final FileCalls FILES = Kernel.linux().files();

    private final CallState state = new CallState();
    private final DirectMemory nothing = DirectMemory.cString(new byte[0]);
    private final Flock lock = Flock.writeLock();
    private final Statx ours = new Statx();
    private final Statx there = new Statx();
    private final String path;
    private final DirectMemory name;
    private final OwnedFd file;

    private PidFile(String path) throws IOException {
        this.path = path;
        name = DirectMemory.cString(path.getBytes(StandardCharsets.UTF_8));
        int fd = FILES.open(state, name.address(), FLAGS, MODE);
        if (Errno.ELOOP.is(fd)) {
            throw new IOException("Could not create '" + path + "': a symbolic link is there");
        }
        check("Could not create '" + path + "'", fd);
        file = new OwnedFd(fd);
    }

    /**
     * Writes {@code <pid>} and a newline, and holds the lock from then on.
     *
     * @param path a file to be made with mode 0600, or one from before that nobody has locked; relative to the directory in which
     *     the process is now
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
                made.file.close();
                throw failed;
            }
            // Between open and lock its last owner removed it: lock the one that is there now.
            made.file.close();
        }
    }

    private void lock() throws IOException {
        int flags = Statx.AT_EMPTY_PATH;
        int mask = Statx.STATX_TYPE | Statx.STATX_INO;
        check("Cannot stat file", FILES.statx(state, file.fd(), nothing.address(), flags, mask, ours.address()));
        if (!ours.isRegularFile()) {
            throw new IOException("Could not create '" + path + "': a file that is no regular file is there");
        }
        check("Cannot lock pid file", FILES.fcntl(state, file.fd(), F_SETLK, lock.address()));
    }

    private boolean isThere() {
        int mask = Statx.STATX_TYPE | Statx.STATX_INO;
        int result = FILES.statx(state, AT_FDCWD, name.address(), AT_SYMLINK_NOFOLLOW, mask, there.address());
        return result == 0 && there.inode() == ours.inode() && there.fileSystem() == ours.fileSystem();
    }

    private void fill() throws IOException {
        String text = ProcessHandle.current().pid() + "\n";
        check("Failed to truncate pid file", FILES.ftruncate(state, file.fd(), 0));
        try (Scratch scratch = new Scratch()) {
            int written = FILES.write(state, file.fd(), scratch.text(text), text.length());
            boolean cut = written >= 0 && written < text.length();
            check("Failed to write pid file", cut ? -Errno.ENOSPC.code() : written);
        }
    }

    private static void check(String what, int result) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + Errno.text(-result));
        }
    }

    /** Removes the file if it is still ours and the directory lets us, and gives the lock back. */
    @Override
    public void close() {
        if (isThere()) {
            FILES.unlink(state, name.address());
        }
        file.close();
    }
}
