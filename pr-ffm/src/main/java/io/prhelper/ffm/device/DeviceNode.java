// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.struct.Statx;

/**
 * What is behind a descriptor; asked without troubling a remote or user-space file server, which might never answer.
 *
 * <p>SG_IO (2285h) is not a number encoded for one driver: another character device may take it for something else. So the type of the
 * node is decided before any ioctl.
 */
public final class DeviceNode {
    /** Major number of /dev/sgN ({@code linux/major.h}). */
    private static final int SCSI_GENERIC_MAJOR = 21;

    private final Kernel kernel;
    private final CallState state;
    private final Statx statx = new Statx();

    /** For one thread. */
    public DeviceNode(Kernel kernel, CallState state) {
        this.kernel = kernel;
        this.state = state;
    }

    /** Looks at a descriptor; true if it stands for a block device or /dev/sgN. */
    public boolean isScsiCandidate(int fd) {
        return statx.of(kernel.files(), state, fd) == 0
                && (statx.isBlockDevice() || (statx.isCharacterDevice() && statx.rdevMajor() == SCSI_GENERIC_MAJOR));
    }

    /** True if the node that was looked at is a block device's. */
    public boolean isBlockDevice() {
        return statx.isBlockDevice();
    }

    /** Major number of its device. */
    public int major() {
        return statx.rdevMajor();
    }

    /** Minor number of its device. */
    public int minor() {
        return statx.rdevMinor();
    }

    /** Which file system the node is in. */
    public long fileSystem() {
        return statx.fileSystem();
    }

    /** Which inode of it the node is. */
    public long inode() {
        return statx.inode();
    }
}
