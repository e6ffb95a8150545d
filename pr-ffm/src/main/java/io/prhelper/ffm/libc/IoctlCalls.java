// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** Commands to drivers. */
public interface IoctlCalls {
    /** {@code int ioctl(int fd, unsigned long request, void *argument)}; never repeated: a command may have reached the device */
    int ioctl(CallState state, int fd, int request, Memory argument);
}
