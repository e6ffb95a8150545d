// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.ProcessKernel;
import io.prhelper.ffm.struct.IntOption;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket that the service manager passes as descriptor 3 (sd_listen_fds(3)).
 *
 * <p>At start-up, before anything listens:
 *
 * {@snippet :
 * Optional<SocketActivation> activation = SocketActivation.detect();
 * // a socket path on the command line is an error now
 * int listener = activation.isPresent() ? activation.get().adopt(program).fd() : UnixListener.bind(path, mode).fd();
 * }
 *
 * <p>The socket file belongs to the service manager and is never removed. Descriptor 3 of a JVM that was passed none is the JVM's own
 * class image, so it is not touched unless the environment names our process.
 */
public final class SocketActivation {
    private static final int FIRST_DESCRIPTOR = 3;

    private final Kernel kernel = Kernel.linux();
    private final CallState state = new CallState();
    private final long count;

    private SocketActivation(long count) {
        this.count = count;
    }

    /**
     * Whether sockets were passed to this process; LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES are removed from the environment, so that
     * nobody takes them for his own.
     *
     * @return empty where nobody activated this process
     */
    public static Optional<SocketActivation> detect() {
        Optional<SocketActivation> found =
                in(System.getenv(), ProcessHandle.current().pid());
        CallState state = new CallState();
        for (String name : new String[] {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) {
            ProcessKernel.linux().process().unsetenv(state, Memory.cString(name));
        }
        return found;
    }

    /** What that environment means to the process with that id. */
    static Optional<SocketActivation> in(Map<String, String> environment, long pid) {
        long count = number(environment.get("LISTEN_FDS"));
        return number(environment.get("LISTEN_PID")) == pid && count > 0
                ? Optional.of(new SocketActivation(count))
                : Optional.empty();
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? -1 : Long.parseUnsignedLong(text);
        } catch (NumberFormatException noNumber) {
            return -1;
        }
    }

    /**
     * Takes the socket over: checks that it is a listening Unix stream socket, and makes it close-on-exec and non-blocking.
     *
     * @param program how the program was called, for the message
     * @return the listening socket, non-blocking
     * @throws IOException if there is more than one socket, or it is of another kind; the message is for the caller of the command
     */
    public OwnedFd adopt(String program) throws IOException {
        if (count > 1) {
            throw new IOException(program + " does not support socket activation with LISTEN_FDS > 1");
        }
        return adopt(FIRST_DESCRIPTOR);
    }

    OwnedFd adopt(int fd) throws IOException {
        require(fd, Flags.SO_DOMAIN, Flags.AF_UNIX, "is no Unix socket");
        require(fd, Flags.SO_TYPE, Flags.SOCK_STREAM, "is no stream socket");
        require(fd, Flags.SO_ACCEPTCONN, 1, "does not listen");
        set(fd, Flags.F_GETFD, Flags.F_SETFD, Flags.FD_CLOEXEC);
        set(fd, Flags.F_GETFL, Flags.F_SETFL, Flags.O_NONBLOCK);
        return new OwnedFd(fd);
    }

    private void require(int fd, int option, int wanted, String otherwise) throws IOException {
        int value = IntOption.get(kernel.sockets(), state, fd, option);
        if (value < 0) {
            throw failed(fd, ": " + Errno.text(-value));
        }
        if (value != wanted) {
            throw failed(fd, " " + otherwise);
        }
    }

    private void set(int fd, int get, int set, int flag) throws IOException {
        int flags = kernel.files().fcntl(state, fd, get, 0);
        int result = flags < 0 ? flags : kernel.files().fcntl(state, fd, set, flags | flag);
        if (result < 0) {
            throw failed(fd, ": " + Errno.text(-result));
        }
    }

    private static IOException failed(int fd, String why) {
        return new IOException("Failed to use socket activation: file descriptor " + fd + why);
    }
}
