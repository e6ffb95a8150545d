// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.device.DeviceList;
import io.prhelper.ffm.device.Finding;
import io.prhelper.ffm.device.NodeReader;
import io.prhelper.ffm.device.Sysfs;

/** Finds out for one thread which device a descriptor stands for. */
final class DeviceFinder {
    private final Devices devices;
    private final NodeReader node;
    private final Sysfs sysfs;
    private final DeviceList list;

    DeviceFinder(Devices devices, NodeReader node, Sysfs sysfs, DeviceList list) {
        this.devices = devices;
        this.node = node;
        this.sysfs = sysfs;
        this.list = list;
    }

    Finding find(int fd) {
        node.look(fd);
        return devices.find(node, sysfs, list);
    }

    /** Goes the same way for a device that no host has; for a rehearsal. */
    void findNothing() {
        node.lookAtNothing();
        devices.find(node, sysfs, list);
    }
}
