// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.PollCalls;

/**
 * {@code struct pollfd}: a descriptor and what to look for (poll(2)).
 *
 * <pre>
 *    0  fd       int
 *    4  events   short   what to look for
 *    6  revents  short   what there was; written by the kernel, not needed here
 * </pre>
 */
public final class PollFd extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 8;

    /** There is something to read; a client that is gone shows whatever is looked for. */
    public static final int POLLIN = 0x1;

    /** There is room to write. */
    public static final int POLLOUT = 0x4;

    static final int FD = 0;
    static final int EVENTS = 4;
    static final int REVENTS = 6;

    /** Looks for nothing yet. */
    public PollFd() {
        super(SIZE);
    }

    /** Looks for those events of a descriptor, and does not wait: 1 if there is one, 0 if not, or {@code -errno}. */
    public int of(PollCalls calls, CallState state, int fd, int events) {
        lookAt(fd, events);
        return calls.poll(state, this, 1, 0);
    }

    /** Looks for those events of a descriptor; for a wait. */
    public void lookAt(int fd, int events) {
        buffer().putInt(FD, fd);
        buffer().putShort(EVENTS, (short) events);
    }
}
