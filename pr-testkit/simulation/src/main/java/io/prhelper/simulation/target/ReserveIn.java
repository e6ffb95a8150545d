// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * PERSISTENT RESERVE IN (SPC-5, 6.16). The whole answer is made in a buffer of the unit and cut off at the allocation length, so that
 * nothing but that length decides where it ends.
 */
final class ReserveIn {
    private static final int READ_KEYS = 0x00;
    private static final int READ_RESERVATION = 0x01;
    private static final int REPORT_CAPABILITIES = 0x02;
    private static final int READ_FULL_STATUS = 0x03;

    private static final int HEADER = 8;
    /** For the two deviations that name them: enough for the last byte that means something. */
    private static final int SHORT_CAPABILITIES = 6;

    private static final int SHORT_RESERVATION = 22;
    private static final int RESERVATION = 16;
    private static final int STATUS = 24;
    private static final int TYPE_MASK_VALID = 0x80;
    private static final int TEST_UNIT_READY_ALLOWED = 0x10;
    private static final int COMMANDS_ALLOWED = 0x50;
    private static final int ALL_SIX_TYPES = 0xea01;

    private final UnitState state;
    private final Options options;
    private final Ports ports;
    private final List<byte[]> transportIds = new ArrayList<>();
    private ByteBuffer data = ByteBuffer.allocate(256);

    ReserveIn(UnitState state, Options options, Ports ports) {
        this.state = state;
        this.options = options;
        this.ports = ports;
    }

    void execute(ScsiExchange exchange) {
        int allocation = exchange.cdb(7) << 8 | exchange.cdb(8);
        int action = exchange.serviceAction();
        if (isRefused(action, allocation)) {
            Verdict.INVALID_CDB.end(exchange);
            return;
        }
        int length = switch (action) {
            case READ_KEYS -> keys(allocation);
            case READ_RESERVATION -> reservation(allocation);
            case REPORT_CAPABILITIES -> capabilities();
            case READ_FULL_STATUS -> options.has(Deviation.NO_FULL_STATUS) ? -1 : fullStatus(allocation);
            default -> -1;
        };
        if (length < 0) {
            Verdict.INVALID_CDB.end(exchange);
            return;
        }
        boolean empty = allocation < HEADER && options.has(Deviation.SHORT_ALLOCATION_EMPTY);
        int transferred = empty ? 0 : Math.min(Math.min(allocation, length), exchange.room());
        exchange.answer().put(ScsiExchange.DATA_IN_OFFSET, data, 0, transferred);
        exchange.good(transferred);
    }

    private boolean isRefused(int action, int allocation) {
        if (action == REPORT_CAPABILITIES && options.has(Deviation.SHORT_CAPABILITIES_REFUSED)) {
            return allocation < SHORT_CAPABILITIES;
        }
        return allocation < HEADER && options.has(Deviation.SHORT_ALLOCATION_REFUSED);
    }

    private int first() {
        return state.listedAfter(UnitState.NONE);
    }

    private void begin(int length) {
        if (data.capacity() < length) {
            data = ByteBuffer.allocate(2 * length);
        }
        data.putInt(0, state.generation());
        data.putInt(4, length - HEADER);
    }

    /** SPC-5, 6.16.2. */
    private int keys(int allocation) {
        int length = HEADER + 8 * state.registrations();
        begin(length);
        int at = HEADER;
        for (int slot = first(); slot != UnitState.NONE; slot = state.listedAfter(slot)) {
            data.putLong(at, state.key(slot));
            at += 8;
        }
        if (options.has(Deviation.KEYS_LENGTH_CUT) && allocation < length) {
            data.putInt(4, (allocation - HEADER) / 8 * 8);
        }
        if (options.has(Deviation.KEYS_CUT_WHOLE) && allocation < length) {
            // What is left of the key that does not fit.
            data.putLong(Math.max(HEADER, allocation & -8), 0);
        }
        if (options.has(Deviation.KEYS_CUT_AFTER_KEY) && allocation > HEADER) {
            return Math.min(length, allocation & -8);
        }
        return length;
    }

    /** SPC-5, 6.16.3: key 0 for the all registrants types. */
    private int reservation(int allocation) {
        ReservationType type = state.type();
        if (type == null) {
            begin(HEADER);
            return HEADER;
        }
        if (allocation < HEADER + RESERVATION && options.has(Deviation.SHORT_RESERVATION_REFUSED)) {
            return -1;
        }
        begin(HEADER + RESERVATION);
        boolean shown = allocation >= SHORT_RESERVATION || !options.has(Deviation.RESERVATION_WHOLE_OR_ZERO);
        boolean nobody = type.isAllRegistrants() && !options.has(Deviation.KEYS_IN_A_LIST);
        data.putLong(HEADER, nobody || !shown ? 0 : state.holderKey());
        data.putLong(HEADER + 8, 0);
        data.put(SHORT_RESERVATION - 1, (byte) (shown ? type.code() : 0));
        return HEADER + RESERVATION;
    }

    /** SPC-5, 6.16.4. */
    private int capabilities() {
        int supported = bit(Feature.REPLACE_LOST_RESERVATION, 7)
                | bit(Feature.COMPATIBLE_RESERVATION_HANDLING, 4)
                | bit(Feature.SPECIFIED_INITIATOR_PORTS, 3)
                | bit(Feature.ALL_TARGET_PORTS, 2)
                | bit(Feature.PERSIST_THROUGH_POWER_LOSS, 0);
        boolean silent = options.has(Deviation.CAPABILITIES_SILENT_ON_TYPES);
        data.putInt(
                0, 0x0008_0000 | supported << 8 | (silent ? 0 : TYPE_MASK_VALID) | allowedCommands() | persistent());
        data.putInt(4, silent ? 0 : ALL_SIX_TYPES << 16);
        return HEADER;
    }

    private int allowedCommands() {
        if (options.has(Deviation.CAPABILITIES_ALLOW_COMMANDS)) {
            return COMMANDS_ALLOWED;
        }
        return options.has(Deviation.CAPABILITIES_SILENT_ON_COMMANDS) ? 0 : TEST_UNIT_READY_ALLOWED;
    }

    private int bit(Feature feature, int position) {
        return options.has(feature) ? 1 << position : 0;
    }

    private int persistent() {
        return state.isPersistent() ? 1 : 0;
    }

    /** SPC-5, 6.16.5. */
    private int fullStatus(int allocation) {
        int length = HEADER + state.registrations() * STATUS + portsLength();
        begin(length);
        int at = HEADER;
        int whole = HEADER;
        int exact = length;
        int early = HEADER;
        for (int slot = first(); slot != UnitState.NONE; slot = state.listedAfter(slot)) {
            int start = at;
            at += putStatus(at, slot);
            early = early == start && start - HEADER + transportId(slot).length <= allocation ? at : early;
            whole = at <= allocation ? at : whole;
            exact = at == allocation ? start : exact;
        }
        if (options.has(Deviation.FULL_STATUS_LENGTH_CUT)) {
            data.putInt(4, whole - HEADER);
        }
        if (options.has(Deviation.FULL_STATUS_STOPS_EARLY)) {
            data.putInt(4, early - HEADER);
            return early;
        }
        return options.has(Deviation.FULL_STATUS_EXACT_FIT_DROPPED) ? exact : length;
    }

    private int portsLength() {
        if (transportIds.size() * ports.targetPortCount() < state.slots()) {
            transportIds.clear();
            for (TransportId id : ports.initiators()) {
                transportIds.add(ports.shown(id, transportIds.size()));
            }
        }
        int length = 0;
        for (int slot = 0; slot < state.slots(); slot++) {
            length += state.isRegistered(slot) ? transportId(slot).length : 0;
        }
        return length;
    }

    private byte[] transportId(int slot) {
        return transportIds.get(ports.initiatorOf(slot));
    }

    private int putStatus(int at, int slot) {
        ReservationType type = state.type();
        boolean holder = type != null && state.isHolder(slot);
        boolean everyPort = state.isOnEveryPort(slot) && !options.has(Deviation.FULL_STATUS_HIDES_ALL_TG_PT);
        byte[] id = transportId(slot);
        boolean swapped = options.has(Deviation.FULL_STATUS_BYTES_SWAPPED);
        data.putLong(at, swapped ? Long.reverseBytes(state.key(slot)) : state.key(slot));
        data.putInt(at + 8, 0);
        data.put(at + 12, (byte) ((everyPort ? 2 : 0) | (holder ? 1 : 0)));
        data.put(at + 13, (byte) (type != null && holder ? type.code() : 0));
        data.putInt(at + 14, 0);
        short targetPort = shownPort(slot);
        data.putShort(at + 18, swapped ? Short.reverseBytes(targetPort) : targetPort);
        data.putInt(at + 20, id.length);
        data.put(at + STATUS, id);
        return STATUS + id.length;
    }

    private short shownPort(int slot) {
        boolean hidden = options.has(Deviation.FULL_STATUS_HIDES_PORTS)
                || (state.isOnEveryPort(slot) && options.has(Deviation.FULL_STATUS_HIDES_PORT_OF_ALL_TG_PT));
        return (short) (hidden ? 0 : ports.relativeId(slot));
    }
}
