// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import io.prhelper.ffm.DeviceKind;

/**
 * What was found out of a device, when, and through which node: numbers are used again, mostly with a new inode.
 *
 * @param device what the node stands for
 * @param kind what it is
 * @param listed whether the policy lists it, or lists none
 * @param round when it was found
 * @param fileSystem of the node
 * @param inode of the node
 */
public record Finding(Device device, DeviceKind kind, boolean listed, int round, long fileSystem, long inode) {
    /** Whether it was found in that round, of that node. */
    boolean holds(int now, NodeReader node) {
        return round == now && inode == node.inode() && fileSystem == node.fileSystem();
    }
}
