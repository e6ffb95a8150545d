// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import io.prhelper.ffm.Policy;
import io.prhelper.ffm.device.Device.Verdict;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.struct.Statx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Asks the kernel what a device number stands for (sysfs(5), {@code Documentation/ABI/testing/sysfs-block} and {@code sysfs-block-dm}):
 * {@code partition} is there for partitions only, {@code dm/uuid} for device-mapper devices, and begins with {@code mpath-} for
 * multipath maps.
 */
public final class Sysfs {
    private static final String MULTIPATH = "mpath-";

    private final Kernel kernel;
    private final CallState state;
    private final Policy policy;
    private final String folder;

    /**
     * For one thread.
     *
     * @param folder {@code /sys}
     */
    public Sysfs(Kernel kernel, CallState state, Policy policy, String folder) {
        this.kernel = kernel;
        this.state = state;
        this.policy = policy;
        this.folder = folder;
    }

    public Verdict verdict(boolean block, int major, int minor) {
        String device = folder + (block ? "/dev/block/" : "/dev/char/") + Integer.toUnsignedString(major) + ":"
                + Integer.toUnsignedString(minor);
        int there = exists(device);
        if (Errno.ENOENT.is(there)) {
            return exists(folder + "/dev/block") == 0 ? Verdict.GONE : Verdict.UNKNOWN;
        }
        if (there < 0) {
            return Verdict.UNKNOWN;
        }
        if (!policy.anyDevice() && !isListed(block, major, minor)) {
            return Verdict.NOT_LISTED;
        }
        if (!block) {
            return Verdict.SERVED;
        }
        Verdict part = part(device);
        return policy.partitions() && part.refuses() ? Verdict.SERVED : part;
    }

    private Verdict part(String device) {
        int partition = exists(device + "/partition");
        if (!Errno.ENOENT.is(partition)) {
            return partition == 0 ? Verdict.PARTITION : Verdict.UNKNOWN;
        }
        int mapped = exists(device + "/dm/uuid");
        if (!Errno.ENOENT.is(mapped)) {
            return mapped < 0 ? Verdict.UNKNOWN : isMultipath(device) ? Verdict.MULTIPATH : Verdict.MAPPED;
        }
        return Verdict.SERVED;
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

    private boolean isListed(boolean block, int major, int minor) {
        if (block && policy.numbers().contains(new Policy.BlockDevice(major, minor))) {
            return true;
        }
        Statx listed = new Statx();
        for (Path path : policy.devices()) {
            if (stat(path.toString(), listed) == 0
                    && (block ? listed.isBlockDevice() : listed.isCharacterDevice())
                    && listed.rdevMajor() == major
                    && listed.rdevMinor() == minor) {
                return true;
            }
        }
        return false;
    }

    private int exists(String path) {
        return stat(path, new Statx());
    }

    private int stat(String path, Statx result) {
        return result.of(kernel.files(), state, Memory.cString(path), 0);
    }
}
