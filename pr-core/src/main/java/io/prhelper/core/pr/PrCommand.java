// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;

/**
 * A PERSISTENT RESERVE command with typed fields, for logs, tests, tools and simulation. A device is always sent the CDB that came,
 * never one that was decoded and encoded again.
 */
public sealed interface PrCommand permits PrInCommand, PrOutCommand {
    /** Bytes of the CDB of both commands. */
    int CDB_LENGTH = 10;

    /** The CDB, {@value #CDB_LENGTH} bytes. */
    byte[] cdb();

    /** The parameter list that goes with the CDB; empty for PERSISTENT RESERVE IN. */
    byte[] dataOut();

    /** Puts the command into an exchange. */
    default void putInto(ScsiExchange exchange) {
        exchange.put(cdb(), dataOut());
    }

    /**
     * What a device server makes of these bytes: a command, or 05/20/00 for an operation code that is neither of the two, or what
     * {@link PrInCommand#decode} and {@link PrOutCommand#decode} refuse with.
     */
    static Decoded<PrCommand> decode(byte[] cdb, byte[] dataOut) {
        return switch (cdb.length == 0 ? -1 : cdb[0]) {
            case PrInCommand.OPERATION_CODE -> PrInCommand.decode(cdb).map(command -> command);
            case PrOutCommand.OPERATION_CODE ->
                PrOutCommand.decode(cdb, dataOut).map(command -> command);
            default -> Decoded.refused(Sense.INVALID_OPCODE);
        };
    }

    /** Decodes the command that stands in an exchange. */
    static Decoded<PrCommand> decode(ScsiExchange exchange) {
        return decode(exchange.copyCdb(), exchange.copyDataOut());
    }
}
