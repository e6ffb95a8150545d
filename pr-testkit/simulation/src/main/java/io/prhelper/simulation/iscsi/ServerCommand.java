// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import io.prhelper.core.scsi.ScsiExchange;
import java.net.ProtocolException;

/** A SCSI command on its way into a simulated target, and the data that comes to it (RFC 7143, 11.3, 11.7 and 11.8). */
final class ServerCommand {
    private final Pdu request;
    private final ScsiExchange exchange;
    private final long expected;
    private long taken;
    private long sequenceEnd;
    private int transferTag = Pdu.NO_TAG;
    private int dataNumber;
    private int requests;
    private boolean unsolicited;
    private boolean incomplete;
    private volatile boolean complete;

    ServerCommand(Pdu request, ScsiExchange exchange) {
        this.request = request;
        this.exchange = exchange;
        expected = request.word(Pdu.At.TRANSFER_LENGTH) & 0xffff_ffffL;
        unsolicited = !request.isFinal();
    }

    int taskTag() {
        return request.taskTag();
    }

    int lun() {
        return request.lun();
    }

    ScsiExchange exchange() {
        return exchange;
    }

    /** The command as it came. */
    Pdu request() {
        return request;
    }

    /** Whether it has a place in the window of the session. */
    boolean counts() {
        return !request.isImmediate();
    }

    boolean reads() {
        return (request.flags() & Pdu.READ) != 0;
    }

    boolean writes() {
        return (request.flags() & Pdu.WRITE) != 0;
    }

    /** EXPECTED DATA TRANSFER LENGTH, bytes. */
    long expected() {
        return expected;
    }

    /** Whether all of its data is there. */
    boolean isComplete() {
        return complete;
    }

    /** Whether a Data-Out is missing in what came: the command can not be executed. */
    boolean isIncomplete() {
        return incomplete;
    }

    /**
     * Whether a Data-Out belongs to what was announced or asked for.
     *
     * @throws ProtocolException if it does not
     */
    void checkSequence(Pdu data, Negotiation agreed) throws ProtocolException {
        int tag = data.word(Pdu.At.TRANSFER_TAG);
        boolean fits = !complete && (tag == Pdu.NO_TAG ? unsolicited : !unsolicited && tag == transferTag);
        long end = taken + data.data().length;
        if (!fits || end > (unsolicited ? agreed.firstBurst() : sequenceEnd)) {
            throw new ProtocolException("data that nobody asked for");
        }
        incomplete |= data.word(Pdu.At.DATA_NUMBER) != dataNumber++;
        if (data.isFinal()) {
            unsolicited = false;
        }
    }

    /**
     * Takes data in; what an exchange has no room for is passed over.
     *
     * @throws ProtocolException if it is not what comes next
     */
    void take(int offset, byte[] data) throws ProtocolException {
        if (incomplete) {
            return;
        }
        if ((offset & 0xffff_ffffL) != taken || taken + data.length > expected) {
            throw new ProtocolException(data.length + " bytes of data at " + Integer.toUnsignedString(offset)
                    + " where byte " + taken + " of " + expected + " comes next");
        }
        int room = (int) Math.max(0, ScsiExchange.MAX_DATA_LENGTH - taken);
        exchange.command()
                .put(
                        ScsiExchange.CDB_LENGTH + (int) Math.min(taken, ScsiExchange.MAX_DATA_LENGTH),
                        data,
                        0,
                        Math.min(room, data.length));
        taken += data.length;
    }

    /** Bytes of data that the unit needs and that are not there. */
    int missing() {
        long wanted = writes() ? Math.min(expected, ScsiExchange.MAX_DATA_LENGTH) : 0;
        return (int) Math.max(0, wanted - taken);
    }

    /** The R2T for the next sequence. */
    Pdu ask(int tag, int length) {
        transferTag = tag;
        sequenceEnd = taken + length;
        dataNumber = 0;
        Pdu ask = Pdu.of(Pdu.Opcode.READY_TO_TRANSFER, Pdu.FINAL)
                .withTaskTag(taskTag())
                .with(Pdu.At.TRANSFER_TAG, tag)
                .with(Pdu.At.DATA_NUMBER, requests++)
                .with(Pdu.At.BUFFER_OFFSET, (int) taken)
                .with(Pdu.At.DESIRED_LENGTH, length);
        ask.header().putLong(Pdu.At.LUN, request.header().getLong(Pdu.At.LUN));
        return ask;
    }

    /** R2Ts that were sent. */
    int asked() {
        return requests;
    }

    /** All data is there: the command as a unit takes it. */
    ScsiExchange complete() {
        complete = true;
        exchange.command().put(0, request.header(), Pdu.At.CDB, ScsiExchange.CDB_LENGTH);
        exchange.begin((int) Math.min(taken, ScsiExchange.MAX_DATA_LENGTH));
        return exchange;
    }
}
