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
public final class NodeReader {
    /** Major number of /dev/sgN ({@code linux/major.h}). */
    private static final int SCSI_GENERIC_MAJOR = 21;

    private final Kernel kernel;
    private final CallState state;
    private final Statx statx = new Statx();
    private boolean block;
    private boolean scsi;

    /** For one thread. */
    public NodeReader(Kernel kernel, CallState state) {
        this.kernel = kernel;
        this.state = state;
    }

    /** Looks at what a descriptor stands for; what follows is about that. */
    public void look(int fd) {
        boolean known = statx.of(kernel.files(), state, fd) == 0;
        block = known && statx.isBlockDevice();
        scsi = block || (known && statx.isCharacterDevice() && statx.rdevMajor() == SCSI_GENERIC_MAJOR);
    }

    /** As if it had looked at a block device whose number no host has, 0:0; for a rehearsal. */
    public void lookAtNothing() {
        block = true;
        scsi = true;
    }

    /** Whether it is a block device or /dev/sgN: what may take SCSI commands. */
    public boolean isScsiCandidate() {
        return scsi;
    }

    /** Whether it is a block device. */
    public boolean isBlockDevice() {
        return block;
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
