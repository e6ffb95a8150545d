// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** Commands to SCSI devices. */
public interface ScsiCalls {
    /** ioctl(2); never repeated: a command may have reached the device. */
    int ioctl(CallState state, int fd, long request, long argument);
}
