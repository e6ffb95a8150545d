// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** An initiator that sends what a test says, PDU by PDU, and believes nothing. */
final class PlainInitiator implements AutoCloseable {
    static final int TO_OPERATIONAL = 0x81;
    static final int OPERATIONAL_TO_FULL = 0x87;
    static final int SECURITY_TO_FULL = 0x83;
    static final int READ = 0xc1;
    static final int WRITE = 0xa1;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final long ISID = 0x8000_0000_0001L;

    final Socket socket = new Socket();
    final PduChannel channel;
    private final String name;
    private long isid = ISID;
    private int tsih;
    private int commandNumber = 100;
    private int statusNumber;
    private boolean counting;
    private int tag;

    PlainInitiator(IscsiServer server, String name) throws IOException {
        this(server.portals().getFirst().address(), name);
    }

    PlainInitiator(InetSocketAddress portal, String name) throws IOException {
        this.name = name;
        socket.connect(portal);
        socket.setSoTimeout(PATIENCE_MILLIS);
        channel = new PduChannel(socket, 1 << 16);
    }

    /** Logged in, with nothing negotiated but what is said. */
    static PlainInitiator loggedIn(IscsiServer server, String name, String... pairs) throws IOException {
        PlainInitiator initiator = new PlainInitiator(server, name);
        assertThat(initiator
                                .logIn(server.targetName(), OPERATIONAL_TO_FULL, pairs)
                                .word(Pdu.At.STATUS_CLASS)
                        >>> 16)
                .isZero();
        return initiator;
    }

    PlainInitiator withIsid(long other) {
        isid = other;
        return this;
    }

    PlainInitiator withTsih(int other) {
        tsih = other;
        return this;
    }

    /** One login request for a normal session, and its answer. */
    Pdu logIn(String target, int flags, String... pairs) throws IOException {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("InitiatorName", name);
        text.put("TargetName", target);
        for (int i = 0; i < pairs.length; i += 2) {
            text.put(pairs[i], pairs[i + 1]);
        }
        return login(flags, LoginText.encode(text));
    }

    Pdu login(int flags, byte[] text) throws IOException {
        Pdu request = Pdu.of(Pdu.Opcode.LOGIN | Pdu.IMMEDIATE, flags, text);
        request.header().putLong(Pdu.At.ISID, isid << 16 | tsih);
        channel.write(request.withTaskTag(++tag).with(Pdu.At.COMMAND_NUMBER, commandNumber));
        Pdu response = answer();
        Map<String, String> answers = LoginText.decode(response.data());
        if ((response.flags() & 0x83) == 0x83) {
            channel.useDigests(
                    "CRC32C".equals(answers.get("HeaderDigest")), "CRC32C".equals(answers.get("DataDigest")));
        }
        return response;
    }

    /** The next PDU, with the numbers that it must have. */
    Pdu answer() throws IOException {
        Pdu pdu = channel.read();
        int number = pdu.word(Pdu.At.STATUS_NUMBER);
        boolean withStatus = switch (pdu.opcode()) {
            case Pdu.Opcode.READY_TO_TRANSFER -> false;
            case Pdu.Opcode.DATA_IN -> (pdu.flags() & 1) != 0;
            case Pdu.Opcode.NOP_IN -> pdu.taskTag() != Pdu.NO_TAG;
            default -> true;
        };
        if (withStatus) {
            assertThat(number).as("StatSN").isEqualTo(counting ? statusNumber : number);
            statusNumber = number + 1;
            counting = true;
        }
        assertThat(pdu.word(Pdu.At.EXPECTED_COMMAND_NUMBER)).as("ExpCmdSN").isEqualTo(commandNumber);
        return pdu;
    }

    /** Sends a request that is next in line. */
    int send(Pdu request) throws IOException {
        channel.write(request.withTaskTag(++tag)
                .with(Pdu.At.COMMAND_NUMBER, commandNumber)
                .with(Pdu.At.EXPECTED_STATUS_NUMBER, statusNumber));
        if (!request.isImmediate()) {
            commandNumber++;
        }
        return tag;
    }

    /** Sends a command and does not wait. */
    int command(int lun, int flags, String cdb, int expected, byte[] data) throws IOException {
        Pdu request = Pdu.of(Pdu.Opcode.SCSI_COMMAND, flags, data).withLun(lun).with(Pdu.At.TRANSFER_LENGTH, expected);
        request.header().put(Pdu.At.CDB, HexFormat.of().parseHex(cdb));
        return send(request);
    }

    /** The status of a command that writes nothing, behind its data: {@code 00}, {@code 02 05/25/00}. */
    String execute(int lun, String cdb) throws IOException {
        command(lun, READ, cdb, 4096, new byte[0]);
        return status(answer());
    }

    static String status(Pdu pdu) {
        String status = String.format("%02x", pdu.unsigned(Pdu.At.STATUS));
        return pdu.opcode() == Pdu.Opcode.SCSI_RESPONSE && pdu.data().length > 2
                ? String.format("%s %02x/%02x/%02x", status, pdu.data()[4], pdu.data()[14], pdu.data()[15])
                : status;
    }

    void dataOut(int task, int transferTag, int number, int offset, boolean last, byte[] data) throws IOException {
        channel.write(Pdu.of(Pdu.Opcode.DATA_OUT, last ? Pdu.FINAL : 0, data)
                .withTaskTag(task)
                .with(Pdu.At.TRANSFER_TAG, transferTag)
                .with(Pdu.At.DATA_NUMBER, number)
                .with(Pdu.At.BUFFER_OFFSET, offset));
    }

    /** What a task management function came to. */
    int manage(int function, int lun, int task) throws IOException {
        send(Pdu.of(Pdu.Opcode.TASK_MANAGEMENT | Pdu.IMMEDIATE, Pdu.FINAL | function)
                .withLun(lun)
                .with(Pdu.At.REFERENCED_TASK_TAG, task));
        Pdu response = answer();
        assertThat(response.opcode()).isEqualTo(Pdu.Opcode.TASK_MANAGEMENT_RESPONSE);
        return response.unsigned(Pdu.At.RESPONSE);
    }

    /** Registers a key at LUN 0; the status. */
    String register(long key) throws IOException {
        byte[] list = new byte[24];
        ByteBuffer.wrap(list).putLong(8, key);
        command(0, WRITE, "5f060000000000001800", 24, list);
        return status(answer());
    }

    /** Whether the other end has closed the connection. */
    boolean isClosed() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
