// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.struct.Statx;
import java.nio.charset.StandardCharsets;

/**
 * Asks the kernel what a device number stands for (sysfs(5), {@code Documentation/ABI/testing/sysfs-block} and {@code sysfs-block-dm}):
 * {@code partition} is there for partitions only, {@code dm/uuid} for device-mapper devices, and begins with {@code mpath-} for
 * multipath maps.
 */
public final class Sysfs {
    private static final String MULTIPATH = "mpath-";

    private final Kernel kernel;
    private final CallState state;
    private final String folder;

    /**
     * For one thread.
     *
     * @param folder {@code /sys}
     */
    public Sysfs(Kernel kernel, CallState state, String folder) {
        this.kernel = kernel;
        this.state = state;
        this.folder = folder;
    }

    /** What that node, which may take SCSI commands, stands for; only the kernel is asked, no device. */
    public DeviceKind kind(NodeReader node) {
        return kind(node.isBlockDevice(), node.major(), node.minor(), node.isTape());
    }

    private DeviceKind kind(boolean block, int major, int minor, boolean tape) {
        String device = folder + (block ? "/dev/block/" : "/dev/char/") + Integer.toUnsignedString(major) + ":"
                + Integer.toUnsignedString(minor);
        int there = exists(device);
        if (Errno.ENOENT.is(there)) {
            return exists(folder + "/dev/block") == 0 ? DeviceKind.GONE : DeviceKind.UNKNOWN;
        }
        if (there < 0) {
            return DeviceKind.UNKNOWN;
        }
        return block ? blockKind(device) : tape ? DeviceKind.SCSI_TAPE : DeviceKind.SCSI_GENERIC;
    }

    private DeviceKind blockKind(String device) {
        int partition = exists(device + "/partition");
        if (!Errno.ENOENT.is(partition)) {
            return partition == 0 ? DeviceKind.PARTITION : DeviceKind.UNKNOWN;
        }
        int mapped = exists(device + "/dm/uuid");
        if (!Errno.ENOENT.is(mapped)) {
            return mapped < 0 ? DeviceKind.UNKNOWN : isMultipath(device) ? DeviceKind.MULTIPATH : DeviceKind.MAPPED;
        }
        return DeviceKind.DISK;
    }

    private boolean isMultipath(String device) {
        int fd = kernel.files().open(state, Memory.cString(device + "/dm/uuid"), Flags.O_CLOEXEC, 0);
        if (fd < 0) {
            return false;
        }
        try {
            Memory text = new Memory(MULTIPATH.length());
            int count = kernel.files().read(state, fd, text, MULTIPATH.length());
            byte[] bytes = new byte[Math.max(count, 0)];
            text.buffer().get(0, bytes);
            return new String(bytes, StandardCharsets.UTF_8).equals(MULTIPATH);
        } finally {
            kernel.files().close(state, fd);
        }
    }

    private int exists(String path) {
        return new Statx().of(kernel.files(), state, Flags.AT_FDCWD, Memory.cString(path), 0);
    }
}
