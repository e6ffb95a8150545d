// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DevicePort;
import org.jspecify.annotations.Nullable;

/** What executes commands, by what a device is. For one thread. */
public final class Backends {
    private final @Nullable DevicePort plugged;
    private final DevicePort sgIo;
    private final DevicePort maps;
    private final DevicePort noDevice = new NoDevice();

    /**
     * These.
     *
     * @param plugged executes commands for whatever there is, or null
     * @param sgIo executes commands for what takes SCSI commands, if nothing is plugged in
     * @param maps executes commands for multipath maps, or null: then they are disks like others
     */
    public Backends(@Nullable DevicePort plugged, DevicePort sgIo, @Nullable DevicePort maps) {
        this.plugged = plugged;
        this.sgIo = sgIo;
        this.maps = maps == null ? sgIo : maps;
    }

    /** What executes commands for a device of that kind. */
    public DevicePort of(DeviceKind kind) {
        DevicePort own = plugged;
        if (own != null) {
            return own;
        }
        return switch (kind) {
            case OTHER -> noDevice;
            case MULTIPATH -> maps;
            case DISK, SCSI_GENERIC, SCSI_TAPE, PARTITION, MAPPED, GONE, UNKNOWN, FOREIGN -> sgIo;
        };
    }

    /** What is no device has nothing to forget, and executes nothing. */
    private static final class NoDevice implements DevicePort {
        @Override
        public void execute(int fd, ScsiExchange exchange) {
            if (exchange.opcode() == Wire.CLEANUP) {
                exchange.good(0);
            } else {
                exchange.checkCondition(Sense.IO_PROCESS_TERMINATED);
            }
        }
    }
}
