// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.core.protocol.ServerProtocol;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Kernel;

/** Executes one whole request: the checks that come before any device, then the device. */
final class Request {
    private static final int F_GETFL = 3;
    private static final int O_ACCMODE = 3;
    private static final int O_RDONLY = 0;

    private final Kernel kernel;
    private final CallState state;
    private final DevicePort port;

    Request(Kernel kernel, CallState state, DevicePort port) {
        this.kernel = kernel;
        this.state = state;
        this.port = port;
    }

    void execute(ServerProtocol protocol, ScsiExchange exchange, int device) {
        Sense refusal = protocol.refusal(exchange);
        if (refusal != null) {
            exchange.checkCondition(refusal);
        } else if (exchange.opcode() != Wire.PERSISTENT_RESERVE_IN && isReadOnly(device)) {
            exchange.checkCondition(Sense.INVALID_OPCODE);
        } else if (exchange.opcode() == Wire.CLEANUP) {
            // Only a multipath map has anything to forget.
            exchange.good(0);
        } else {
            port.execute(device, exchange);
        }
    }

    /** Also where it can not be told. An O_PATH descriptor shows as read-only. */
    private boolean isReadOnly(int device) {
        int flags = kernel.files().fcntl(state, device, F_GETFL, 0);
        return flags < 0 || (flags & O_ACCMODE) == O_RDONLY;
    }
}
