// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import java.util.List;

/** Decodes PERSISTENT RESERVE OUT; the order of the checks is that of a device server (SPC-5, 6.17.1 and 6.17.3). */
final class PrOutDecoder {
    private PrOutDecoder() {}

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
        PrOutBytes bytes = new PrOutBytes(action, cdb.clone(), dataOut.clone());
        if (bytes.listLength() < PrOutBytes.BASIC_LENGTH || bytes.listLength() > dataOut.length) {
            return Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR);
        }
        return switch (action) {
            case REGISTER -> options(bytes).map(options -> new PrOutCommand.Register(bytes, options));
            case REGISTER_AND_IGNORE_EXISTING_KEY ->
                options(bytes).map(options -> new PrOutCommand.RegisterAndIgnoreExistingKey(bytes, options));
            case REGISTER_AND_MOVE -> move(bytes);
            case RESERVE -> basic(bytes, new PrOutCommand.Reserve(bytes));
            case RELEASE -> basic(bytes, new PrOutCommand.Release(bytes));
            case CLEAR -> basic(bytes, new PrOutCommand.Clear(bytes));
            case PREEMPT -> basic(bytes, new PrOutCommand.Preempt(bytes));
            case PREEMPT_AND_ABORT -> basic(bytes, new PrOutCommand.PreemptAndAbort(bytes));
            case REPLACE_LOST_RESERVATION -> basic(bytes, new PrOutCommand.ReplaceLostReservation(bytes));
        };
    }

    private static Decoded<PrOutCommand> basic(PrOutBytes bytes, PrOutCommand command) {
        if (bytes.specIPt()) {
            return Decoded.refused(Sense.INVALID_FIELD_IN_PARAMETER_LIST);
        }
        return bytes.listLength() == PrOutBytes.BASIC_LENGTH
                ? Decoded.valid(command)
                : Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR);
    }

    private static Decoded<RegisterOptions> options(PrOutBytes bytes) {
        if (bytes.specIPt()) {
            return transportIds(bytes).map(ids -> new RegisterOptions(bytes.aptpl(), bytes.allTgPt(), true, ids));
        }
        return bytes.listLength() == PrOutBytes.BASIC_LENGTH
                ? Decoded.valid(new RegisterOptions(bytes.aptpl(), bytes.allTgPt(), false, List.of()))
                : Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR);
    }

    private static Decoded<List<TransportId>> transportIds(PrOutBytes bytes) {
        if (!bytes.hasTransportIdsLength()) {
            return Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR);
        }
        // Not the length that the list has: 05/26/00, not 05/1A/00 (SPC-5, 6.17.3).
        return bytes.transportIdsFill()
                ? TransportId.decodeList(bytes.transportIds())
                : Decoded.refused(Sense.INVALID_FIELD_IN_PARAMETER_LIST);
    }

    private static Decoded<PrOutCommand> move(PrOutBytes bytes) {
        return bytes.destinationFills()
                ? TransportId.decode(bytes.destination())
                        .map(destination -> new PrOutCommand.RegisterAndMove(bytes, destination))
                : Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR);
    }
}
