// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.sgio.DeviceNode;
import io.prhelper.ffm.sgio.SgIo;
import org.jspecify.annotations.Nullable;

/** The way of one thread to the devices: decides before any ioctl whether a node is one, whether it is served, and whether it has room. */
final class DeviceGate {
    private final Devices devices;
    private final int most;
    private final DeviceNode node;
    private final Sysfs sysfs;
    private final SgIo sgIo;

    DeviceGate(Devices devices, int most, DeviceNode node, Sysfs sysfs, SgIo sgIo) {
        this.devices = devices;
        this.most = most;
        this.node = node;
        this.sysfs = sysfs;
        this.sgIo = sgIo;
    }

    /** Executes the command, or ends it without; returns why the policy refuses it, or null. */
    @Nullable
    Denial execute(int fd, ScsiExchange exchange) {
        if (!node.isScsiCandidate(fd)) {
            exchange.checkCondition(Sense.IO_PROCESS_TERMINATED);
            return null;
        }
        Device device = devices.find(node, sysfs);
        if (device.verdict().refuses()) {
            exchange.checkCondition(Sense.INVALID_OPCODE);
            return new Denial.OfDevice(device);
        }
        if (device.enter(most)) {
            try {
                sgIo.device(fd);
                sgIo.issue(exchange);
            } finally {
                device.leave();
            }
        } else {
            exchange.end(ScsiStatus.BUSY);
        }
        return null;
    }
}
