// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.Policy;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import org.jspecify.annotations.Nullable;

/** Executes one whole request: the checks that come before any device, then the device. */
final class Request {

    private final Kernel kernel;
    private final CallState state;
    private final DeviceGate gate;
    private final @Nullable DevicePort plugged;
    private final Events events;
    private final Progress progress;

    /** A bit for each PERSISTENT RESERVE OUT service action that is forbidden. */
    private final int forbidden;

    /**
     * For one thread.
     *
     * @param plugged what executes commands instead of the gate, or null
     */
    Request(
            Kernel kernel,
            CallState state,
            DeviceGate gate,
            @Nullable DevicePort plugged,
            Policy policy,
            Events events,
            Progress progress) {
        this.kernel = kernel;
        this.state = state;
        this.gate = gate;
        this.plugged = plugged;
        this.events = events;
        this.progress = progress;
        int bits = 0;
        for (PrOutAction action : policy.forbidden()) {
            bits |= 1 << action.code();
        }
        forbidden = bits;
    }

    void execute(Connection connection, ScsiExchange exchange) {
        progress.calls();
        try {
            decide(connection, exchange);
        } finally {
            progress.returned();
        }
    }

    private void decide(Connection connection, ScsiExchange exchange) {
        boolean out = exchange.opcode() == Wire.PERSISTENT_RESERVE_OUT;
        Sense refusal = connection.protocol.refusal(exchange);
        if (refusal != null) {
            exchange.checkCondition(refusal);
        } else if (!connection.served) {
            deny(connection, exchange, new Denial.OfPeer());
        } else if (out && (forbidden >>> exchange.serviceAction() & 1) != 0) {
            deny(connection, exchange, new Denial.OfAction(exchange.serviceAction()));
        } else if (exchange.opcode() != Wire.PERSISTENT_RESERVE_IN && isReadOnly(connection.device)) {
            exchange.checkCondition(Sense.INVALID_OPCODE);
        } else if (exchange.opcode() == Wire.CLEANUP) {
            // Only a multipath map has anything to forget.
            exchange.good(0);
        } else if (plugged != null) {
            plugged.execute(connection.device, exchange);
        } else {
            Denial denial = gate.execute(connection, exchange);
            if (denial != null) {
                events.denied(connection, denial);
            }
        }
    }

    private void deny(Connection connection, ScsiExchange exchange, Denial denial) {
        exchange.checkCondition(Sense.INVALID_OPCODE);
        events.denied(connection, denial);
    }

    /** Also where it can not be told. An O_PATH descriptor shows as read-only. */
    private boolean isReadOnly(int device) {
        int flags = kernel.files().fcntl(state, device, Flags.F_GETFL, 0);
        return flags < 0 || (flags & Flags.O_ACCMODE) == Flags.O_RDONLY;
    }
}
