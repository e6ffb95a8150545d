// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.Policy;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.struct.Statx;
import java.nio.file.Path;

/** The devices that a policy names. Its paths are looked up each time: links may lead elsewhere by then. */
public final class DeviceList {
    private final Kernel kernel;
    private final CallState state;
    private final Policy policy;

    /** For one thread. */
    public DeviceList(Kernel kernel, CallState state, Policy policy) {
        this.kernel = kernel;
        this.state = state;
        this.policy = policy;
    }

    /** Whether the policy names that, or names nothing at all. */
    public boolean has(NodeReader node) {
        if (policy.anyDevice()) {
            return true;
        }
        DeviceNumber number = new DeviceNumber(node.isBlockDevice(), node.major(), node.minor());
        if (node.isScsiCandidate() && policy.numbers().contains(number)) {
            return true;
        }
        Statx listed = new Statx();
        for (Path path : policy.devices()) {
            if (listed.of(kernel.files(), state, Flags.AT_FDCWD, Memory.cString(path.toString()), 0) == 0
                    && isSame(listed, node)) {
                return true;
            }
        }
        return false;
    }

    /** A device by its number, whatever the node; a file by itself. */
    private static boolean isSame(Statx listed, NodeReader node) {
        if (!node.isScsiCandidate()) {
            return listed.inode() == node.inode() && listed.fileSystem() == node.fileSystem();
        }
        return (node.isBlockDevice() ? listed.isBlockDevice() : listed.isCharacterDevice())
                && listed.rdevMajor() == node.major()
                && listed.rdevMinor() == node.minor();
    }
}
