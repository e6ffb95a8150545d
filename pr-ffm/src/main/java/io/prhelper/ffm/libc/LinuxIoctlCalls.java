// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;

import java.lang.foreign.MemorySegment;

/** {@link IoctlCalls} of the C library. */
final class LinuxIoctlCalls implements IoctlCalls {
    private static final MemorySegment IOCTL = find("ioctl");

    @Override
    public int ioctl(CallState state, int fd, int request, Memory argument) {
        return kept(call(state, IOCTL, fd, request, argument.address(), 0, 0, 0), argument);
    }
}
