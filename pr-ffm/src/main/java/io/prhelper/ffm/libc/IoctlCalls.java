// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** Commands to drivers. */
public interface IoctlCalls {
    /** ioctl(2); never repeated: a command may have reached the device. */
    int ioctl(CallState state, int fd, int request, Memory argument);
}
