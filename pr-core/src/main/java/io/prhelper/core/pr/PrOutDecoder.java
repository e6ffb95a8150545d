// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import java.nio.ByteBuffer;
import java.util.List;

/** Decodes PERSISTENT RESERVE OUT; the order of the checks is that of a device server (SPC-5, 6.17.1 and 6.17.3). */
final class PrOutDecoder {
    private final PrOutAction action;
    private final ScopeAndType scopeAndType;
    private final ByteBuffer list;

    private PrOutDecoder(PrOutAction action, ScopeAndType scopeAndType, ByteBuffer list) {
        this.action = action;
        this.scopeAndType = scopeAndType;
        this.list = list;
    }

    static Decoded<PrOutCommand> decode(byte[] cdb, byte[] dataOut) {
        if (cdb.length == 0 || cdb[0] != PrOutCommand.OPERATION_CODE) {
            return Decoded.refused(Sense.INVALID_OPCODE);
        }
        if (cdb.length < PrCommand.CDB_LENGTH) {
            return Decoded.refused(Sense.INVALID_FIELD_IN_CDB);
        }
        PrOutAction action = PrOutAction.of(cdb[1] & 0x1f).orElse(null);
        if (action == null) {
            return Decoded.refused(Sense.INVALID_FIELD_IN_CDB);
        }
        long length = ByteBuffer.wrap(cdb).getInt(5) & 0xffff_ffffL;
        if (length < PrOutList.BASIC_LENGTH || length > dataOut.length) {
            return Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR);
        }
        ByteBuffer list = ByteBuffer.wrap(dataOut, 0, (int) length);
        return new PrOutDecoder(action, ScopeAndType.fromByte(cdb[2]), list).command();
    }

    private Decoded<PrOutCommand> command() {
        return switch (action) {
            case REGISTER -> options().map(options -> new PrOutCommand.Register(key(), serviceActionKey(), options));
            case REGISTER_AND_IGNORE_EXISTING_KEY ->
                options()
                        .map(options ->
                                new PrOutCommand.RegisterAndIgnoreExistingKey(key(), serviceActionKey(), options));
            case REGISTER_AND_MOVE -> move();
            case RESERVE -> basic(new PrOutCommand.Reserve(key(), scopeAndType));
            case RELEASE -> basic(new PrOutCommand.Release(key(), scopeAndType));
            case CLEAR -> basic(new PrOutCommand.Clear(key()));
            case PREEMPT -> basic(new PrOutCommand.Preempt(key(), serviceActionKey(), scopeAndType));
            case PREEMPT_AND_ABORT -> basic(new PrOutCommand.PreemptAndAbort(key(), serviceActionKey(), scopeAndType));
            case REPLACE_LOST_RESERVATION ->
                basic(new PrOutCommand.ReplaceLostReservation(key(), serviceActionKey(), scopeAndType));
        };
    }

    private ReservationKey key() {
        return new ReservationKey(list.getLong(0));
    }

    private ReservationKey serviceActionKey() {
        return new ReservationKey(list.getLong(PrOutList.SERVICE_ACTION_KEY_OFFSET));
    }

    private boolean flag(int bit) {
        return (list.get(PrOutList.BASIC_FLAGS_OFFSET) & bit) != 0;
    }

    private Decoded<PrOutCommand> basic(PrOutCommand command) {
        if (flag(PrOutList.SPEC_I_PT)) {
            return Decoded.refused(Sense.INVALID_FIELD_IN_PARAMETER_LIST);
        }
        return list.limit() == PrOutList.BASIC_LENGTH
                ? Decoded.valid(command)
                : Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR);
    }

    private Decoded<RegisterOptions> options() {
        boolean aptpl = flag(PrOutList.APTPL);
        boolean allTgPt = flag(PrOutList.ALL_TG_PT);
        if (flag(PrOutList.SPEC_I_PT)) {
            return transportIds().map(ids -> new RegisterOptions(aptpl, allTgPt, true, ids));
        }
        return list.limit() == PrOutList.BASIC_LENGTH
                ? Decoded.valid(new RegisterOptions(aptpl, allTgPt, false, List.of()))
                : Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR);
    }

    private Decoded<List<TransportId>> transportIds() {
        if (list.limit() < PrOutList.TRANSPORT_IDS_OFFSET) {
            return Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR);
        }
        // Not the length that the list has: 05/26/00, not 05/1A/00 (SPC-5, 6.17.3).
        if (list.getInt(PrOutList.BASIC_LENGTH) != list.limit() - PrOutList.TRANSPORT_IDS_OFFSET) {
            return Decoded.refused(Sense.INVALID_FIELD_IN_PARAMETER_LIST);
        }
        return TransportId.decodeList(tail(PrOutList.TRANSPORT_IDS_OFFSET));
    }

    private Decoded<PrOutCommand> move() {
        if (list.getInt(PrOutList.TRANSPORT_ID_LENGTH_OFFSET) != list.limit() - PrOutList.BASIC_LENGTH) {
            return Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR);
        }
        int flags = list.get(PrOutList.MOVE_FLAGS_OFFSET);
        return TransportId.decode(tail(PrOutList.BASIC_LENGTH))
                .map(destination -> new PrOutCommand.RegisterAndMove(
                        key(),
                        serviceActionKey(),
                        (flags & PrOutList.UNREG) != 0,
                        (flags & PrOutList.APTPL) != 0,
                        list.getShort(PrOutList.RELATIVE_TARGET_PORT_OFFSET) & 0xffff,
                        destination));
    }

    private byte[] tail(int from) {
        byte[] bytes = new byte[list.limit() - from];
        list.get(from, bytes);
        return bytes;
    }
}
