// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.foreign.MemorySegment;

/** {@link ScsiCalls} of the C library. */
final class LinuxScsiCalls implements ScsiCalls {
    // int ioctl(int fd, unsigned long request, void *argument);
    private static final MemorySegment IOCTL = Downcalls.find("ioctl");

    LinuxScsiCalls() {}

    @Override
    public int ioctl(CallState state, int fd, long request, long argument) {
        try {
            return state.narrow((long)
                    Downcalls.CALL.invokeExact(IOCTL, state.capture(), (long) fd, request, argument, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }
}
