// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.Nexus;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * An I_T_L nexus with a target that iSCSI reaches: a session of its own, with any initiator port. So a test that was written for a {@link
 * io.prhelper.simulation.target.SimulatedNexus} runs on a real target. Unit attentions are answers like others: none is taken on
 * the way. One command at a time; not safe for use by several threads.
 */
public final class IscsiNexus implements Nexus, AutoCloseable {
    /** Data segments that this end takes, in bytes: all that an exchange has room for. */
    private static final int LONGEST_DATA = 1 << 16;

    private static final int SIMPLE_TASK = 1;
    private static final int CLOSE_SESSION = 0;
    private static final int SENSE_LENGTH_BYTES = 2;

    private final TransportId.IscsiPort initiator;
    private final IscsiAddress address;
    private final PduChannel channel;
    private final LoginResult agreed;
    private int commandNumber;
    private int expectedStatusNumber;
    private int nextTag;

    private IscsiNexus(TransportId.IscsiPort initiator, IscsiAddress address, PduChannel channel, LoginResult agreed) {
        this.initiator = initiator;
        this.address = address;
        this.channel = channel;
        this.agreed = agreed;
        commandNumber = Login.FIRST_COMMAND_NUMBER;
        expectedStatusNumber = agreed.expectedStatusNumber();
    }

    /**
     * Logs in to the target as this initiator port. A session that the port has there ends (RFC 7143, 6.3.5).
     *
     * @param initiator its name and session identifier
     * @param address of the target, and of the unit that commands go to
     * @param limit how long the target may take for the connection, and then for each answer; at least a millisecond
     * @return the session, to be closed; whether there is such a unit shows with the first command
     * @throws IOException if there is no connection, or the target refuses the login
     * @throws IllegalArgumentException if the limit is shorter
     */
    public static IscsiNexus login(TransportId.IscsiPort initiator, IscsiAddress address, Duration limit)
            throws IOException {
        int milliseconds = Math.toIntExact(limit.toMillis());
        if (milliseconds < 1) {
            throw new IllegalArgumentException("a limit of at least a millisecond, not " + limit);
        }
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(milliseconds);
            socket.connect(new InetSocketAddress(unbracketed(address.host()), address.port()), milliseconds);
            PduChannel channel = new PduChannel(socket, LONGEST_DATA);
            return new IscsiNexus(
                    initiator, address, channel, new Login(channel, LONGEST_DATA).run(initiator, address.target()));
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public TransportId initiator() {
        return initiator;
    }

    /** The portal group, which is the target port of an iSCSI target (RFC 7143, 4.4.1): what the target said at the login. */
    @Override
    public int targetPort() {
        return agreed.portalGroup();
    }

    /** {@return where the logical unit is, as it was handed in} */
    public IscsiAddress address() {
        return address;
    }

    /**
     * Sends the command and waits for its end.
     *
     * @throws UncheckedIOException if the connection failed, there came more data than the exchange has room for, the target took longer than
     *     the limit or broke the protocol: nobody knows then whether the command was executed
     */
    @Override
    public void execute(ScsiExchange exchange) {
        int tag = nextTag++;
        try {
            channel.write(command(tag, exchange));
            for (Pdu answer = receive(); !take(answer, tag, exchange); ) {
                answer = receive();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(this + ": " + failed.getMessage(), failed);
        }
    }

    private Pdu command(int tag, ScsiExchange exchange) {
        byte[] dataOut = exchange.copyDataOut();
        int expected = dataOut.length > 0 ? dataOut.length : DataInLength.of(exchange);
        int direction = expected == 0 ? 0 : dataOut.length > 0 ? Pdu.WRITE : Pdu.READ;
        Pdu command = numbered(Pdu.of(
                        Pdu.Opcode.SCSI_COMMAND,
                        Pdu.FINAL | direction | SIMPLE_TASK,
                        Arrays.copyOf(dataOut, Math.min(dataOut.length, agreed.immediateData()))))
                .withTaskTag(tag)
                .withLun(address.lun())
                .with(Pdu.At.TRANSFER_LENGTH, expected);
        command.header().put(Pdu.At.CDB, exchange.copyCdb());
        return command;
    }

    private Pdu numbered(Pdu pdu) {
        return pdu.with(Pdu.At.COMMAND_NUMBER, commandNumber++)
                .with(Pdu.At.EXPECTED_STATUS_NUMBER, expectedStatusNumber);
    }

    private Pdu receive() throws IOException {
        Pdu answer = channel.read();
        boolean counts = answer.opcode() != Pdu.Opcode.READY_TO_TRANSFER
                && (answer.opcode() != Pdu.Opcode.DATA_IN || (answer.flags() & Pdu.WITH_STATUS) != 0)
                && (answer.opcode() != Pdu.Opcode.NOP_IN || answer.taskTag() != Pdu.NO_TAG);
        if (counts) {
            expectedStatusNumber = answer.word(Pdu.At.STATUS_NUMBER) + 1;
        }
        return answer;
    }

    /** Whether the command has ended with this PDU. */
    private boolean take(Pdu answer, int tag, ScsiExchange exchange) throws IOException {
        if (answer.opcode() == Pdu.Opcode.NOP_IN) {
            answerPing(answer);
            return false;
        }
        if (answer.opcode() == Pdu.Opcode.ASYNC_MESSAGE) {
            throw new ProtocolException("the target ends the session, event " + answer.unsigned(Pdu.At.DATA_NUMBER));
        }
        if (answer.opcode() == Pdu.Opcode.REJECT) {
            throw new ProtocolException("the target rejects the command, reason " + answer.unsigned(Pdu.At.RESPONSE));
        }
        if (answer.taskTag() != tag) {
            throw new ProtocolException(answer.kind() + " for task " + answer.taskTag() + " instead of " + tag);
        }
        return switch (answer.opcode()) {
            case Pdu.Opcode.DATA_IN -> takeData(answer, exchange);
            case Pdu.Opcode.READY_TO_TRANSFER -> sendData(answer, exchange);
            case Pdu.Opcode.SCSI_RESPONSE -> takeStatus(answer, exchange);
            default -> throw new ProtocolException("no answer to a command: " + answer.kind());
        };
    }

    private void answerPing(Pdu ping) throws IOException {
        if (ping.word(Pdu.At.TRANSFER_TAG) != Pdu.NO_TAG) {
            channel.write(Pdu.of(Pdu.Opcode.NOP_OUT | Pdu.IMMEDIATE, Pdu.FINAL, ping.data())
                    .withLun(ping.lun())
                    .withTaskTag(Pdu.NO_TAG)
                    .with(Pdu.At.TRANSFER_TAG, ping.word(Pdu.At.TRANSFER_TAG))
                    .with(Pdu.At.COMMAND_NUMBER, commandNumber)
                    .with(Pdu.At.EXPECTED_STATUS_NUMBER, expectedStatusNumber));
        }
    }

    private static boolean takeData(Pdu answer, ScsiExchange exchange) throws ProtocolException {
        int offset = answer.word(Pdu.At.BUFFER_OFFSET);
        int end = offset + answer.data().length;
        if (offset < 0 || end > exchange.room()) {
            throw new ProtocolException("data for the bytes from " + offset + " to " + end + " of " + exchange.room());
        }
        exchange.answer().put(ScsiExchange.DATA_IN_OFFSET + offset, answer.data());
        boolean ended = (answer.flags() & Pdu.WITH_STATUS) != 0;
        exchange.end(ended ? answer.unsigned(Pdu.At.STATUS) : exchange.status(), Math.max(exchange.transferred(), end));
        return ended;
    }

    /** All that the target asks for, in as many PDUs as it wants (RFC 7143, 11.8). */
    private boolean sendData(Pdu request, ScsiExchange exchange) throws IOException {
        int from = request.word(Pdu.At.BUFFER_OFFSET);
        int end = from + request.word(Pdu.At.DESIRED_LENGTH);
        if (from < 0 || end > exchange.dataOutLength() || end <= from) {
            throw new ProtocolException(
                    "the target asks for the bytes from " + from + " to " + end + " of " + exchange.dataOutLength());
        }
        byte[] all = exchange.copyDataOut();
        int number = 0;
        while (from < end) {
            int length = Math.min(end - from, agreed.longestData());
            channel.write(Pdu.of(
                            Pdu.Opcode.DATA_OUT,
                            from + length == end ? Pdu.FINAL : 0,
                            Arrays.copyOfRange(all, from, from + length))
                    .withLun(address.lun())
                    .withTaskTag(request.taskTag())
                    .with(Pdu.At.TRANSFER_TAG, request.word(Pdu.At.TRANSFER_TAG))
                    .with(Pdu.At.EXPECTED_STATUS_NUMBER, expectedStatusNumber)
                    .with(Pdu.At.DATA_NUMBER, number++)
                    .with(Pdu.At.BUFFER_OFFSET, from));
            from += length;
        }
        return false;
    }

    private static boolean takeStatus(Pdu answer, ScsiExchange exchange) throws ProtocolException {
        if (answer.unsigned(Pdu.At.RESPONSE) != 0) {
            throw new ProtocolException("the target failed, response " + answer.unsigned(Pdu.At.RESPONSE));
        }
        ByteBuffer data = ByteBuffer.wrap(answer.data());
        if (data.capacity() >= SENSE_LENGTH_BYTES) {
            int length = Math.min(data.getShort(0) & 0xffff, data.capacity() - SENSE_LENGTH_BYTES);
            exchange.answer()
                    .put(
                            ScsiExchange.SENSE_OFFSET,
                            answer.data(),
                            SENSE_LENGTH_BYTES,
                            Math.min(length, ScsiExchange.SENSE_LENGTH));
        }
        exchange.end(answer.unsigned(Pdu.At.STATUS), exchange.transferred());
        return true;
    }

    /** Logs out, without waiting long for the answer, and ends the connection; registrations stay. */
    @Override
    public void close() throws IOException {
        try (channel) {
            channel.write(numbered(Pdu.of(Pdu.Opcode.LOGOUT | Pdu.IMMEDIATE, Pdu.FINAL | CLOSE_SESSION))
                    .withTaskTag(nextTag));
            while (receive().opcode() != Pdu.Opcode.LOGOUT_RESPONSE) {
                // What was on its way before.
            }
        } catch (EOFException ended) {
            // A target may end the connection without an answer, as LIO does now and then.
        }
    }

    /** {@code iscsi,iqn... at iscsi://...}. */
    @Override
    public String toString() {
        return initiator + " at " + address;
    }
}
