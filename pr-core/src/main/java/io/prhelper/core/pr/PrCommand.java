// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import java.util.Arrays;

/**
 * A PERSISTENT RESERVE command with typed fields, for logs, tests, tools and simulation. One that was decoded is encoded as it came, with
 * what stands in reserved fields, in fields that the service action does not look at, and behind CDB and list.
 */
public sealed interface PrCommand permits PrInCommand, PrOutCommand {
    /** Bytes of the CDB of both commands. */
    int CDB_LENGTH = 10;

    /** {@return a copy of the CDB, {@value #CDB_LENGTH} bytes, or as many as were decoded} */
    byte[] cdb();

    /** {@return a copy of the parameter list that goes with the CDB; empty for PERSISTENT RESERVE IN} */
    byte[] dataOut();

    /**
     * Puts the command into an exchange, as {@link ScsiExchange#put} does.
     *
     * @param exchange of which CDB and data out are overwritten, and the answer cleared
     * @throws IllegalArgumentException if the CDB has more than 16 bytes, or the list more than 8192
     */
    default void putInto(ScsiExchange exchange) {
        exchange.put(cdb(), dataOut());
    }

    /**
     * What a device server makes of these bytes.
     *
     * @param cdb up to its last byte that counts, or padded
     * @param dataOut the parameter list; PERSISTENT RESERVE IN has none, whatever is given
     * @return a command, or 05/20/00 for an operation code that is neither of the two, or what
     *     {@link PrInCommand#decode} and {@link PrOutCommand#decode} refuse with
     */
    static Decoded<PrCommand> decode(byte[] cdb, byte[] dataOut) {
        return switch (cdb.length == 0 ? -1 : cdb[0]) {
            case PrInCommand.OPERATION_CODE -> PrInCommand.decode(cdb).map(command -> command);
            case PrOutCommand.OPERATION_CODE ->
                PrOutCommand.decode(cdb, dataOut).map(command -> command);
            default -> Decoded.refused(Sense.INVALID_OPCODE);
        };
    }

    /**
     * Decodes the command that stands in an exchange, without the zeros to which a CDB is padded there.
     *
     * @param exchange which is not written to
     * @return as {@link #decode(byte[], byte[])}
     */
    static Decoded<PrCommand> decode(ScsiExchange exchange) {
        byte[] cdb = exchange.copyCdb();
        byte[] unpadded = Arrays.copyOf(cdb, CDB_LENGTH);
        return decode(Arrays.equals(Arrays.copyOf(unpadded, cdb.length), cdb) ? unpadded : cdb, exchange.copyDataOut());
    }
}
