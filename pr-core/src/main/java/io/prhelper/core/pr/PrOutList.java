// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.TransportId;
import java.nio.ByteBuffer;

/**
 * The three parameter lists of PERSISTENT RESERVE OUT, and their encoder.
 *
 * <pre>
 *         basic (SPC-5, 6.17.3)                  REGISTER AND MOVE (SPC-5, 6.17.4)
 *   0     RESERVATION KEY                        RESERVATION KEY
 *   8     SERVICE ACTION RESERVATION KEY         SERVICE ACTION RESERVATION KEY
 *   16    obsolete (4)                           reserved (1)
 *   17                                           UNREG bit 1, APTPL bit 0
 *   18                                           RELATIVE TARGET PORT IDENTIFIER (2)
 *   20    SPEC_I_PT 3, ALL_TG_PT 2, APTPL 0      TRANSPORTID LENGTH (4)
 *   21    reserved (3)
 *   24    with SPEC_I_PT: length of what follows (4)
 *                                                TransportID
 *   28    TransportIDs
 * </pre>
 */
final class PrOutList {
    static final int BASIC_LENGTH = 24;
    static final int SERVICE_ACTION_KEY_OFFSET = 8;
    static final int BASIC_FLAGS_OFFSET = 20;
    static final int SPEC_I_PT = 0x08;
    static final int ALL_TG_PT = 0x04;
    static final int APTPL = 0x01;
    static final int TRANSPORT_IDS_OFFSET = 28;
    static final int MOVE_FLAGS_OFFSET = 17;
    static final int UNREG = 0x02;
    static final int RELATIVE_TARGET_PORT_OFFSET = 18;
    static final int TRANSPORT_ID_LENGTH_OFFSET = 20;

    private PrOutList() {}

    static byte[] cdb(PrOutCommand command) {
        ByteBuffer cdb = ByteBuffer.allocate(PrCommand.CDB_LENGTH);
        cdb.put(0, (byte) PrOutCommand.OPERATION_CODE);
        cdb.put(1, (byte) command.action().code());
        cdb.put(2, (byte) command.scopeAndType().toByte());
        cdb.putInt(5, command.dataOut().length);
        return cdb.array();
    }

    static byte[] encode(PrOutCommand command) {
        return switch (command) {
            case PrOutCommand.Register register -> register(register, register.options());
            case PrOutCommand.RegisterAndIgnoreExistingKey register -> register(register, register.options());
            case PrOutCommand.RegisterAndMove move -> move(move);
            case PrOutCommand.Reserve reserve -> basic(reserve);
            case PrOutCommand.Release release -> basic(release);
            case PrOutCommand.Clear clear -> basic(clear);
            case PrOutCommand.Preempt preempt -> basic(preempt);
            case PrOutCommand.PreemptAndAbort preempt -> basic(preempt);
            case PrOutCommand.ReplaceLostReservation replace -> basic(replace);
        };
    }

    private static byte[] basic(PrOutCommand command) {
        byte[] list = new byte[BASIC_LENGTH];
        putKeys(command, ByteBuffer.wrap(list));
        return list;
    }

    private static void putKeys(PrOutCommand command, ByteBuffer list) {
        list.putLong(0, command.key().value());
        list.putLong(SERVICE_ACTION_KEY_OFFSET, command.serviceActionKey().value());
    }

    private static byte[] register(PrOutCommand command, RegisterOptions options) {
        int idsLength =
                options.transportIds().stream().mapToInt(TransportId::length).sum();
        int flags = (options.specIPt() ? SPEC_I_PT : 0)
                | (options.allTgPt() ? ALL_TG_PT : 0)
                | (options.aptpl() ? APTPL : 0);
        ByteBuffer list = ByteBuffer.allocate(options.specIPt() ? TRANSPORT_IDS_OFFSET + idsLength : BASIC_LENGTH);
        putKeys(command, list);
        list.put(BASIC_FLAGS_OFFSET, (byte) flags);
        if (options.specIPt()) {
            list.putInt(BASIC_LENGTH, idsLength).position(TRANSPORT_IDS_OFFSET);
            options.transportIds().forEach(id -> list.put(id.encode()));
        }
        return list.array();
    }

    private static byte[] move(PrOutCommand.RegisterAndMove command) {
        byte[] id = command.destination().encode();
        int flags = (command.unreg() ? UNREG : 0) | (command.aptpl() ? APTPL : 0);
        ByteBuffer list = ByteBuffer.allocate(BASIC_LENGTH + id.length);
        putKeys(command, list);
        list.put(MOVE_FLAGS_OFFSET, (byte) flags)
                .putShort(RELATIVE_TARGET_PORT_OFFSET, (short) command.relativeTargetPort())
                .putInt(TRANSPORT_ID_LENGTH_OFFSET, id.length)
                .put(BASIC_LENGTH, id);
        return list.array();
    }
}
