// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

/** What a client's descriptor stands for, as the kernel tells it (statx(2), sysfs(5)). */
public enum DeviceKind {
    /** A whole block device that is none of the others. */
    DISK,
    /** A SCSI generic node, {@code /dev/sgN}. */
    SCSI_GENERIC,
    /** A SCSI tape's node, {@code /dev/stN} or {@code /dev/nstN}. */
    SCSI_TAPE,
    /** A device-mapper device of dm-multipath: several paths to one logical unit. */
    MULTIPATH,
    /** A part of a disk: a command for it reaches the whole disk. */
    PARTITION,
    /** A device-mapper device that is no multipath map, such as a logical volume. */
    MAPPED,
    /** The node's number belongs to no device any more, or never did: the kernel says so to whoever tries. */
    GONE,
    /** A device, but sysfs does not answer what it is: it may be a part of a disk. */
    UNKNOWN,
    /** A character device of another driver, to which the number of SG_IO may mean something else; never served. */
    FOREIGN,
    /** No device: a file, a socket; where something is plugged in that executes commands, any character device that is none of the above. */
    OTHER;

    /** {@return whether a command for it reaches a disk that others use too, or may do so, without their leave (CVE-2011-4127)} */
    public boolean isPart() {
        return this == PARTITION || this == MAPPED;
    }
}
