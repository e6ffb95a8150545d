// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.FileCalls;
import io.prhelper.ffm.libc.KernelException;
import io.prhelper.ffm.libc.ProcessKernel;
import io.prhelper.ffm.struct.Scratch;
import io.prhelper.ffm.struct.Statx;
import java.io.IOException;

/**
 * Life in the background. A JVM can not fork, so the launcher starts it as a background process with the writing end of a pipe, and
 * ends when it has read {@link #READY} from there (status 0) or the end of the pipe (status 1).
 *
 * {@snippet :
 * Daemon daemon = Daemon.detach(pipe); // after the socket listens; paths that come later are absolute by now
 * // ... pid file, privileges, serving; whoever fails says so on standard error and ends ...
 * daemon.ready(); // last: the caller of the command gets its prompt back
 * }
 *
 * <p>Standard error stays the caller's until {@link #ready}, so errors of every step reach its terminal without being handed on. The
 * pipe should not be descriptor 3, which is socket activation's.
 */
public final class Daemon {
    /** What the launcher reads when the daemon serves. */
    public static final String READY = "ready\n";

    private static final int O_RDWR = 0x2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final int STANDARD_STREAMS = 3;

    private static final ProcessKernel KERNEL = ProcessKernel.linux();
    private static final FileCalls FILES = KERNEL.files();

    private final CallState state = new CallState();
    private final OwnedFd pipe;
    private final OwnedFd nowhere;

    private Daemon(int pipe) throws IOException {
        if (!isPipe(pipe)) {
            throw new IOException("file descriptor " + pipe + " is no pipe to the launcher");
        }
        KernelException.check("fcntl", "pipe", FILES.fcntl(state, pipe, F_SETFD, FD_CLOEXEC));
        this.pipe = new OwnedFd(pipe);
        // Opened now: later there may be no right to.
        try (Scratch scratch = new Scratch()) {
            int fd = FILES.open(state, scratch.text("/dev/null"), O_RDWR | O_CLOEXEC, 0);
            nowhere = new OwnedFd(KernelException.check("open", "/dev/null", fd));
        }
    }

    private boolean isPipe(int fd) {
        Statx kind = new Statx();
        try (Scratch scratch = new Scratch()) {
            int result =
                    FILES.statx(state, fd, scratch.text(""), Statx.AT_EMPTY_PATH, Statx.STATX_TYPE, kind.address());
            return result == 0 && kind.isPipe();
        }
    }

    /**
     * Leaves the caller's session and directory: a session of its own, current directory {@code /}.
     *
     * @param pipe the descriptor that the launcher waits on; owned from now on
     * @throws IOException if the process leads a group of processes, or there is no pipe; the message is to follow {@code Failed to
     *     daemonize: }
     */
    public static Daemon detach(int pipe) throws IOException {
        Daemon daemon = new Daemon(pipe);
        KernelException.check("setsid", "", KERNEL.process().setsid(daemon.state));
        try (Scratch scratch = new Scratch()) {
            KernelException.check("chdir", "/", KERNEL.process().chdir(daemon.state, scratch.text("/")));
        }
        return daemon;
    }

    /**
     * Lets go of the caller's standard streams, which become {@code /dev/null}, and tells the launcher that all is well.
     *
     * @throws IOException if a stream can not be let go; that the launcher is gone is none
     */
    public void ready() throws IOException {
        for (int fd = 0; fd < STANDARD_STREAMS; fd++) {
            KernelException.check("dup2", "/dev/null", FILES.dup2(state, nowhere.fd(), fd));
        }
        nowhere.close();
        try (Scratch scratch = new Scratch()) {
            FILES.write(state, pipe.fd(), scratch.text(READY), READY.length());
        }
        pipe.close();
    }
}
