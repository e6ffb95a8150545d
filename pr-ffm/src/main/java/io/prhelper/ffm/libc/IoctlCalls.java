// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;

import java.lang.foreign.MemorySegment;

/** Commands to drivers. */
public interface IoctlCalls {
    MemorySegment IOCTL = find("ioctl");

    /** {@code int ioctl(int fd, unsigned long request, void *argument)}; never repeated: a command may have reached the device */
    default int ioctl(CallState state, int fd, int request, Memory argument) {
        return kept(call(state, IOCTL, fd, request, argument.address(), 0, 0, 0), argument);
    }
}
