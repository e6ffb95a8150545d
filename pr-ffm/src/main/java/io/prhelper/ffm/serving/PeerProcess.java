// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.struct.Statx;

/**
 * Which process a client is. Those outside our PID namespace are all process 0 in SO_PEERCRED; the inode of a pidfd (SO_PEERPIDFD, Linux 6.5)
 * tells them apart from Linux 6.9 on: it is one process's, and no other's after it. Before that all pidfds had one inode.
 *
 * <p>For one thread.
 */
final class PeerProcess {
    /** The kernel does not tell. */
    static final long UNKNOWN = 0;

    private final Kernel kernel;
    private final CallState state;
    private final int anonymous;
    private final Memory pidfd = new Memory(Integer.BYTES);
    private final Memory length = new Memory(Integer.BYTES);
    private final Statx statx = new Statx();

    /** {@code anonymous} is any descriptor without an inode of its own. */
    PeerProcess(Kernel kernel, CallState state, int anonymous) {
        this.kernel = kernel;
        this.state = state;
        this.anonymous = anonymous;
    }

    /**
     * A number that no other process has.
     *
     * @param pid what SO_PEERCRED says of the socket
     * @return the process id, a negative number for a process outside our PID namespace, or {@link #UNKNOWN}
     */
    long of(int socket, int pid) {
        return pid > 0 ? pid : outside(socket);
    }

    private long outside(int socket) {
        length.buffer().putInt(0, Integer.BYTES);
        if (kernel.sockets().getsockopt(state, socket, Flags.SOL_SOCKET, Flags.SO_PEERPIDFD, pidfd, length) < 0) {
            return UNKNOWN;
        }
        int fd = pidfd.buffer().getInt(0);
        try {
            return inode(fd);
        } finally {
            kernel.files().close(state, fd);
        }
    }

    private long inode(int fd) {
        if (statx.of(kernel.files(), state, anonymous) < 0) {
            return UNKNOWN;
        }
        long common = statx.fileSystem();
        boolean own = statx.of(kernel.files(), state, fd) >= 0 && statx.fileSystem() != common;
        return own ? -statx.inode() : UNKNOWN;
    }
}
