// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.ServerListener;
import io.prhelper.ffm.device.Device;
import io.prhelper.ffm.device.DeviceNode;
import io.prhelper.ffm.device.SgIo;
import io.prhelper.ffm.device.Sysfs;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The way of one thread to the devices: decides before any ioctl whether a node is one, whether it is served, and whether it has room. */
final class DeviceGate {
    private final Devices devices;
    private final int most;
    private final DeviceNode node;
    private final Sysfs sysfs;
    private final SgIo sgIo;
    private final Events events;

    DeviceGate(Devices devices, int most, DeviceNode node, Sysfs sysfs, SgIo sgIo, Events events) {
        this.devices = devices;
        this.most = most;
        this.node = node;
        this.sysfs = sysfs;
        this.sgIo = sgIo;
        this.events = events;
    }

    /** Executes the command, or ends it without; returns why the policy refuses it, or null. */
    @Nullable
    Denial execute(Connection connection, ScsiExchange exchange) {
        int fd = connection.device;
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
                issue(connection, device, exchange);
            } finally {
                device.leave();
            }
        } else {
            exchange.end(ScsiStatus.BUSY);
        }
        return null;
    }

    private void issue(Connection connection, Device device, ScsiExchange exchange) {
        if (!events.issuesWanted()) {
            sgIo.issue(exchange);
            return;
        }
        long began = System.nanoTime();
        sgIo.issue(exchange);
        long nanos = System.nanoTime() - began;
        events.issued(new ServerListener.Issued(
                connection.number, device.toString(), ByteBuffer.wrap(exchange.copyCdb()), exchange.status(), nanos));
    }
}
