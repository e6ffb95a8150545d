// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.struct.Statx;

/**
 * What is behind a descriptor; asked without troubling a remote or user-space file server, which might never answer.
 *
 * <p>SG_IO (2285h) is not a number encoded for one driver: another character device may take it for something else. So the type of the
 * node is decided before any ioctl. A tape driver hands it to the SCSI layer as a disk's does, which asks for CAP_SYS_RAWIO
 * ({@code drivers/scsi/st.c}, {@code st_ioctl}).
 */
public final class NodeReader {
    /** Major numbers of /dev/sgN, and of /dev/stN and /dev/nstN ({@code linux/major.h}). */
    private static final int SCSI_GENERIC_MAJOR = 21;

    private static final int SCSI_TAPE_MAJOR = 9;

    private final Kernel kernel;
    private final CallState state;
    private final Statx statx = new Statx();
    private boolean block;
    private boolean character;
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
        character = known && statx.isCharacterDevice();
        scsi = block || (character && (statx.rdevMajor() == SCSI_GENERIC_MAJOR || isTape()));
    }

    /** As if it had looked at a block device whose number no host has, 0:0; for a rehearsal. */
    public void lookAtNothing() {
        block = true;
        character = false;
        scsi = true;
    }

    /** Whether it is a block device, /dev/sgN or a tape: what may take SCSI commands. */
    public boolean isScsiCandidate() {
        return scsi;
    }

    /** Whether it is a block device. */
    public boolean isBlockDevice() {
        return block;
    }

    /** Whether it is a character device, of whatever driver. */
    public boolean isCharacterDevice() {
        return character;
    }

    /** Whether a character device is the SCSI tape driver's. */
    public boolean isTape() {
        return statx.rdevMajor() == SCSI_TAPE_MAJOR;
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
