// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.device.Backends;
import io.prhelper.ffm.device.Device;
import io.prhelper.ffm.device.Finding;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * The corridor of one whole request. Each step may end it; what was decided and found stays here until the next request.
 *
 * <pre>
 *   well formed? -> may this client? may this action? -> open for writing? -> which device? -> may it be used?
 *     -> has it room? -> what executes commands for such a device
 * </pre>
 *
 * For one thread.
 */
final class RequestHandler {
    private final Kernel kernel;
    private final CallState state;
    private final Judgement judgement;
    private final DeviceFinder finder;
    private final int mostInFlight;
    private final Backends backends;
    private final Events events;
    private final Progress progress;
    private @Nullable Finding device;
    private long deviceNanos;

    RequestHandler(
            Kernel kernel,
            CallState state,
            Judgement judgement,
            DeviceFinder finder,
            int mostInFlight,
            Backends backends,
            Events events,
            Progress progress) {
        this.kernel = kernel;
        this.state = state;
        this.judgement = judgement;
        this.finder = finder;
        this.mostInFlight = mostInFlight;
        this.backends = backends;
        this.events = events;
        this.progress = progress;
    }

    /** Executes the request, or ends it without; what was decided. */
    Decision execute(Connection connection, ScsiExchange exchange) {
        device = null;
        deviceNanos = 0;
        progress.request();
        progress.calls();
        try {
            return decide(connection, exchange);
        } finally {
            progress.returned();
        }
    }

    private Decision decide(Connection connection, ScsiExchange exchange) {
        Sense malformed = connection.protocol.refusal(exchange);
        if (malformed != null) {
            exchange.checkCondition(malformed);
            return Decision.MALFORMED;
        }
        Decision denied = judgement.ofCommand(connection, exchange);
        if (denied == null && exchange.opcode() != Wire.PERSISTENT_RESERVE_IN && isReadOnly(connection.device)) {
            denied = Decision.READ_ONLY;
        }
        if (denied == null) {
            Finding found = finder.find(connection.device);
            device = found;
            denied = judgement.ofDevice(found);
            if (denied == null) {
                denied = judgement.ofRequest(connection.peer, found, exchange);
            }
            if (denied == null) {
                return enter(found, connection, exchange);
            }
        }
        exchange.checkCondition(Sense.INVALID_OPCODE);
        return denied;
    }

    private Decision enter(Finding found, Connection connection, ScsiExchange exchange) {
        Device entered = found.device();
        if (!entered.enter(mostInFlight)) {
            exchange.end(ScsiStatus.BUSY);
            return Decision.BUSY;
        }
        try {
            long began = events.deviceNow(exchange);
            backends.of(found.kind()).execute(connection.peer, connection.device, exchange);
            deviceNanos = events.deviceNow(exchange) - began;
        } finally {
            entered.leave();
        }
        return Decision.EXECUTED;
    }

    /** Also where it can not be told. An O_PATH descriptor shows as read-only. */
    private boolean isReadOnly(int fd) {
        int flags = kernel.files().fcntl(state, fd, Flags.F_GETFL, 0);
        return flags < 0 || (flags & Flags.O_ACCMODE) == Flags.O_RDONLY;
    }

    /** What was found of the device of the last request; null if it was not looked at. */
    @Nullable
    Finding device() {
        return device;
    }

    /** How long the last request was executed, 0 if it was not, or if no event wants to know. */
    long deviceNanos() {
        return deviceNanos;
    }
}
