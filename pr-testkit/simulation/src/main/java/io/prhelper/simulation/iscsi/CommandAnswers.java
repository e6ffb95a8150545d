// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What a target sends when a command has ended: data, status, sense, and how much of what was expected was missing (RFC 7143, 11.4 and 11.7). */
final class CommandAnswers {
    private static final int OVERFLOW = 0x04;
    private static final int UNDERFLOW = 0x02;
    private static final int BLOCK_LENGTH = 512;

    private final ServerConnection connection;
    private final Negotiation agreed;

    CommandAnswers(ServerConnection connection, Negotiation agreed) {
        this.connection = connection;
        this.agreed = agreed;
    }

    void answer(ServerCommand command, ScsiExchange exchange) throws IOException {
        byte[] data = exchange.copyDataIn();
        long room = command.reads() ? command.expected() : 0;
        long presented = command.writes() ? presented(exchange) : data.length;
        long residual = command.expected() - presented;
        int flags = residual == 0 ? 0 : residual > 0 ? UNDERFLOW : OVERFLOW;
        boolean collapsed = exchange.status() == ScsiStatus.GOOD.code() && room > 0 && data.length > 0;
        int sent = sendData(
                command, data, (int) Math.min(room, data.length), collapsed ? flags : -1, (int) Math.abs(residual));
        if (!collapsed) {
            Pdu response = Pdu.of(Pdu.Opcode.SCSI_RESPONSE, Pdu.FINAL | flags, sense(exchange))
                    .withByte(Pdu.At.STATUS, exchange.status())
                    .with(Pdu.At.DATA_NUMBER, command.reads() ? sent : command.asked())
                    .with(Pdu.At.RESIDUAL, (int) Math.abs(residual));
            connection.answer(command.request(), response);
        }
    }

    /** Bytes that a command says it writes: what an initiator that expects another number is told of (RFC 7143, 11.4.5). */
    private static long presented(ScsiExchange exchange) {
        ByteBuffer cdb = exchange.command();
        return switch (exchange.opcode()) {
            case 0x2a -> (cdb.getShort(7) & 0xffffL) * BLOCK_LENGTH;
            case 0x8a -> (cdb.getInt(10) & 0xffff_ffffL) * BLOCK_LENGTH;
            case PrOutCommand.OPERATION_CODE -> cdb.getInt(5) & 0xffff_ffffL;
            default -> 0;
        };
    }

    /**
     * Sends the data in PDUs and sequences as long as agreed.
     *
     * @param flags of the status that goes with the last one, or -1 where none does: GOOD
     * @return PDUs
     */
    private int sendData(ServerCommand command, byte[] data, int length, int flags, int residual) throws IOException {
        int number = 0;
        int offset = 0;
        int burst = 0;
        while (offset < length) {
            int part = Math.min(Math.min(length - offset, agreed.initiatorSegment()), agreed.maxBurst() - burst);
            burst += part;
            boolean last = offset + part == length;
            boolean endsBurst = last || burst == agreed.maxBurst();
            boolean status = last && flags >= 0;
            Pdu pdu = Pdu.of(
                            Pdu.Opcode.DATA_IN,
                            (endsBurst ? Pdu.FINAL : 0) | (status ? flags | Pdu.WITH_STATUS : 0),
                            Arrays.copyOfRange(data, offset, offset + part))
                    .withTaskTag(command.taskTag())
                    .with(Pdu.At.TRANSFER_TAG, Pdu.NO_TAG)
                    .with(Pdu.At.DATA_NUMBER, number++)
                    .with(Pdu.At.BUFFER_OFFSET, offset)
                    .with(Pdu.At.RESIDUAL, status ? residual : 0);
            connection.send(pdu, status);
            offset += part;
            burst = endsBurst ? 0 : burst;
        }
        return number;
    }

    /** SenseLength and sense; nothing where there is none. */
    private static byte[] sense(ScsiExchange exchange) {
        if (exchange.status() != ScsiStatus.CHECK_CONDITION.code()) {
            return new byte[0];
        }
        byte[] sense = exchange.copySense();
        int length = Math.min(8 + (sense[7] & 0xff), sense.length);
        return ByteBuffer.allocate(2 + length)
                .putShort((short) length)
                .put(sense, 0, length)
                .array();
    }
}
