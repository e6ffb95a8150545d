// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import java.nio.ByteBuffer;

/**
 * An iSCSI protocol data unit (RFC 7143, 11.2): a basic header segment and a data segment. An additional header segment is passed over:
 * there is none in what the two ends of this package take part in.
 */
final class Pdu {
    /** Bytes of a basic header segment. */
    static final int HEADER_LENGTH = 48;

    /** Initiator or target task tag that is none. */
    static final int NO_TAG = 0xffff_ffff;

    /** Bit 7 of byte 1: the last or only PDU of its kind; in a login the wish to go to the next stage. */
    static final int FINAL = 0x80;

    /** Bit 6 of byte 1 of login and text: the text goes on in the next PDU. */
    static final int CONTINUE = 0x40;

    /** Bit 6 of byte 1 of a SCSI command: data is expected. */
    static final int READ = 0x40;

    /** Bit 5 of byte 1 of a SCSI command: data is sent. */
    static final int WRITE = 0x20;

    /** Bit 0 of byte 1 of Data-In: the status is in it. */
    static final int WITH_STATUS = 0x01;

    /** Bit 6 of byte 0: to be delivered at once, its CmdSN does not count. */
    static final int IMMEDIATE = 0x40;

    /** What byte 0 says (RFC 7143, 11.2.1.2). */
    static final class Opcode {
        static final int NOP_OUT = 0x00;
        static final int SCSI_COMMAND = 0x01;
        static final int TASK_MANAGEMENT = 0x02;
        static final int LOGIN = 0x03;
        static final int TEXT = 0x04;
        static final int DATA_OUT = 0x05;
        static final int LOGOUT = 0x06;
        static final int NOP_IN = 0x20;
        static final int SCSI_RESPONSE = 0x21;
        static final int TASK_MANAGEMENT_RESPONSE = 0x22;
        static final int LOGIN_RESPONSE = 0x23;
        static final int TEXT_RESPONSE = 0x24;
        static final int DATA_IN = 0x25;
        static final int LOGOUT_RESPONSE = 0x26;
        static final int READY_TO_TRANSFER = 0x31;
        static final int ASYNC_MESSAGE = 0x32;
        static final int REJECT = 0x3f;

        private Opcode() {}
    }

    /** Where the fields are that several kinds have in the same place. */
    static final class At {
        static final int FLAGS = 1;
        static final int RESPONSE = 2;
        static final int STATUS = 3;
        static final int AHS_LENGTH = 4;
        static final int DATA_LENGTH = 4;
        static final int LUN = 8;
        static final int ISID = 8;
        static final int TSIH = 14;
        static final int TASK_TAG = 16;
        static final int TRANSFER_LENGTH = 20;
        static final int TRANSFER_TAG = 20;
        static final int REFERENCED_TASK_TAG = 20;
        static final int COMMAND_NUMBER = 24;
        static final int STATUS_NUMBER = 24;
        static final int EXPECTED_STATUS_NUMBER = 28;
        static final int EXPECTED_COMMAND_NUMBER = 28;
        static final int CDB = 32;
        static final int MAXIMUM_COMMAND_NUMBER = 32;
        static final int DATA_NUMBER = 36;
        static final int STATUS_CLASS = 36;
        static final int BUFFER_OFFSET = 40;
        static final int RESIDUAL = 44;
        static final int DESIRED_LENGTH = 44;

        private At() {}
    }

    private final ByteBuffer header;
    private final byte[] data;

    /** Of these 48 bytes and this data; the length fields of the header are those of its sender. */
    Pdu(ByteBuffer header, byte[] data) {
        this.header = header;
        this.data = data;
    }

    /** A PDU to be filled in, without data. */
    static Pdu of(int opcode, int flags) {
        return of(opcode, flags, new byte[0]);
    }

    /** A PDU to be filled in. */
    static Pdu of(int opcode, int flags, byte[] data) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH);
        header.put(0, (byte) opcode).put(At.FLAGS, (byte) flags);
        return new Pdu(header, data);
    }

    /** The basic header segment, 48 bytes. */
    ByteBuffer header() {
        return header;
    }

    /** The data segment without padding; not a copy. */
    byte[] data() {
        return data;
    }

    int opcode() {
        return header.get(0) & 0x3f;
    }

    boolean isImmediate() {
        return (header.get(0) & IMMEDIATE) != 0;
    }

    int flags() {
        return unsigned(At.FLAGS);
    }

    boolean isFinal() {
        return (flags() & FINAL) != 0;
    }

    int unsigned(int position) {
        return header.get(position) & 0xff;
    }

    int word(int position) {
        return header.getInt(position);
    }

    Pdu with(int position, int word) {
        header.putInt(position, word);
        return this;
    }

    Pdu withByte(int position, int value) {
        header.put(position, (byte) value);
        return this;
    }

    int taskTag() {
        return word(At.TASK_TAG);
    }

    Pdu withTaskTag(int tag) {
        return with(At.TASK_TAG, tag);
    }

    /** Simple logical units up to 255, peripheral device addressing (SAM-5, 4.7.7.2); -1 for another form. */
    int lun() {
        return (header.getLong(At.LUN) & ~(0xffL << 48)) == 0 ? unsigned(At.LUN + 1) : -1;
    }

    Pdu withLun(int lun) {
        header.putLong(At.LUN, (long) lun << 48);
        return this;
    }

    /** The name of the kind, for messages. */
    String kind() {
        return String.format("opcode %02xh", opcode());
    }
}
