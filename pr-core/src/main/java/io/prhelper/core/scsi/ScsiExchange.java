// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import java.nio.ByteBuffer;

/**
 * One command and its outcome, in buffers that are made once and used for every command of a thread.
 *
 * <pre>
 *  command  +----------+---------------------------+
 *           | CDB (16) | data out (up to 8192)     |
 *           +----------+---------------------------+
 *  answer   +----------+------------+--------------------------+
 *           | head (8) | sense (96) | data in (up to 8192)     |
 *           +----------+------------+--------------------------+
 * </pre>
 *
 * For a command that no client sent there may be {@linkplain #room() room} for more data in. The answer has the layout of a helper protocol
 * reply, so that a reply is sent from where the device wrote it; its head belongs to the protocol machine. Not safe for use by several threads.
 */
public final class ScsiExchange {
    /** Bytes of a CDB as it travels: shorter CDBs are padded with zeros. */
    public static final int CDB_LENGTH = 16;

    /** The most sense data a reply carries, in bytes. */
    public static final int SENSE_LENGTH = 96;

    /** The most data that a client's command has in either direction, in bytes. */
    public static final int MAX_DATA_LENGTH = 8192;

    /** Where the sense starts in the answer buffer. */
    public static final int SENSE_OFFSET = 8;

    /** Where the data in starts in the answer buffer. */
    public static final int DATA_IN_OFFSET = SENSE_OFFSET + SENSE_LENGTH;

    /** Capacity that a command buffer needs, in bytes. */
    public static final int COMMAND_CAPACITY = CDB_LENGTH + MAX_DATA_LENGTH;

    /** Capacity that an answer buffer needs, in bytes. */
    public static final int ANSWER_CAPACITY = DATA_IN_OFFSET + MAX_DATA_LENGTH;

    private static final byte[] ZEROS = new byte[MAX_DATA_LENGTH];

    private final ByteBuffer command;
    private final ByteBuffer answer;
    private int dataOutLength;
    private int status;
    private int transferred;
    private boolean senseSet;
    private boolean ended;

    /**
     * An exchange over the caller's buffers from their start, big-endian whatever position, limit and order they have.
     *
     * @param command at least {@value #COMMAND_CAPACITY} bytes
     * @param answer at least {@value #ANSWER_CAPACITY} bytes; what it has beyond those is more {@link #room}
     * @throws IllegalArgumentException if a buffer is too small
     */
    public ScsiExchange(ByteBuffer command, ByteBuffer answer) {
        if (command.capacity() < COMMAND_CAPACITY || answer.capacity() < ANSWER_CAPACITY) {
            throw new IllegalArgumentException("an exchange needs buffers of at least " + COMMAND_CAPACITY + " and "
                    + ANSWER_CAPACITY + " bytes, not " + command.capacity() + " and " + answer.capacity());
        }
        this.command = command.duplicate().clear();
        this.answer = answer.duplicate().clear();
    }

    /**
     * An exchange in heap buffers.
     *
     * @return one with room for {@value #MAX_DATA_LENGTH} bytes of data in
     */
    public static ScsiExchange allocate() {
        return allocate(MAX_DATA_LENGTH);
    }

    /**
     * An exchange in heap buffers with more room for data in than a client's command needs.
     *
     * @param room bytes of data in, at least {@value #MAX_DATA_LENGTH}
     * @return one with so much room
     * @throws IllegalArgumentException if it is less
     */
    public static ScsiExchange allocate(int room) {
        return new ScsiExchange(ByteBuffer.allocate(COMMAND_CAPACITY), ByteBuffer.allocate(DATA_IN_OFFSET + room));
    }

    /** {@return bytes of data in that there is room for, 8192 unless the answer buffer is longer} */
    public int room() {
        return answer.capacity() - DATA_IN_OFFSET;
    }

    /** {@return the buffer of CDB and data out, to be used by absolute position} */
    public ByteBuffer command() {
        return command;
    }

    /** {@return the buffer of head, sense and data in, to be used by absolute position} */
    public ByteBuffer answer() {
        return answer;
    }

    /**
     * A byte of the CDB.
     *
     * @param index 0 to 15
     * @return 0 to FFh
     */
    public int cdb(int index) {
        return command.get(index) & 0xff;
    }

    /** {@return the operation code, CDB byte 0: 0 to FFh} */
    public int opcode() {
        return cdb(0);
    }

    /**
     * The service action of both PERSISTENT RESERVE commands (SPC-5, 6.16 and 6.17).
     *
     * @return bits 0 to 4 of CDB byte 1: 0 to 1Fh
     */
    public int serviceAction() {
        return cdb(1) & 0x1f;
    }

    /** {@return bytes of data out (the parameter list) that follow the CDB in {@link #command()}, 0 to 8192} */
    public int dataOutLength() {
        return dataOutLength;
    }

    /**
     * A byte of the data out.
     *
     * @param index 0 to {@link #dataOutLength} - 1; behind that stands what an earlier command left
     * @return 0 to FFh
     */
    public int dataOut(int index) {
        return command.get(CDB_LENGTH + index) & 0xff;
    }

    /** {@return a copy of the CDB, 16 bytes: a shorter one is padded with zeros} */
    public byte[] copyCdb() {
        return copy(command, 0, CDB_LENGTH);
    }

    /** {@return a copy of the data out, {@link #dataOutLength} bytes} */
    public byte[] copyDataOut() {
        return copy(command, CDB_LENGTH, dataOutLength);
    }

    /** {@return a copy of the data in that the command transferred, {@link #transferred} bytes} */
    public byte[] copyDataIn() {
        return copy(answer, DATA_IN_OFFSET, transferred);
    }

    /** {@return a copy of the sense bytes, all 96; zeros where the command ended without sense} */
    public byte[] copySense() {
        return copy(answer, SENSE_OFFSET, SENSE_LENGTH);
    }

    private static byte[] copy(ByteBuffer from, int offset, int length) {
        byte[] bytes = new byte[length];
        from.get(offset, bytes);
        return bytes;
    }

    /**
     * Puts a command in: what a client or a test does, where a server receives it in place.
     *
     * @param cdb 1 to 16 bytes
     * @param dataOut up to 8192 bytes
     * @throws IllegalArgumentException if either has more bytes, or the CDB none
     */
    public void put(byte[] cdb, byte[] dataOut) {
        if (cdb.length < 1 || cdb.length > CDB_LENGTH) {
            throw new IllegalArgumentException("a CDB has 1 to 16 bytes, not " + cdb.length);
        }
        if (dataOut.length > MAX_DATA_LENGTH) {
            throw new IllegalArgumentException("at most 8192 bytes of data out, not " + dataOut.length);
        }
        command.put(0, ZEROS, 0, CDB_LENGTH);
        command.put(0, cdb);
        command.put(CDB_LENGTH, dataOut);
        begin(dataOut.length);
    }

    /**
     * The command stands complete in {@link #command()}: clears what an earlier one left in the answer.
     *
     * @param dataOutLength bytes that follow the CDB there, 0 to 8192
     */
    public void begin(int dataOutLength) {
        this.dataOutLength = dataOutLength;
        status = 0;
        transferred = 0;
        ended = false;
        clearSense();
    }

    /** Clears the sense of an answer that was written past this object, so that nothing of it can leave with a later one. */
    public void forgetSense() {
        senseSet = true;
        clearSense();
    }

    /**
     * Zeroes the start of the data in, so that nothing of an earlier answer can leave with a later one.
     *
     * @param length bytes to zero, 0 to {@link #room()}
     */
    public void clearDataIn(int length) {
        for (int done = 0; done < length; done += ZEROS.length) {
            answer.put(DATA_IN_OFFSET + done, ZEROS, 0, Math.min(length - done, ZEROS.length));
        }
    }

    private void clearSense() {
        if (senseSet) {
            answer.put(SENSE_OFFSET, ZEROS, 0, SENSE_LENGTH);
            senseSet = false;
        }
    }

    /**
     * The command ended GOOD and left its data in the data in.
     *
     * @param length bytes of it, 0 to {@link #room()}
     * @throws IllegalArgumentException if it is more or less
     */
    public void good(int length) {
        end(0, length);
    }

    /**
     * The command ended with this status byte. Sense is kept for CHECK CONDITION only, where the device wrote it into {@link
     * #answer()}.
     *
     * @param statusByte of which the low eight bits count, as in {@link ScsiStatus#code}
     * @param length bytes of data in that are defined, 0 to {@link #room()}
     * @throws IllegalArgumentException if the length is more or less
     */
    public void end(int statusByte, int length) {
        if (length < 0 || length > room()) {
            throw new IllegalArgumentException("data in of 0 to " + room() + " bytes, not " + length);
        }
        status = statusByte & 0xff;
        transferred = length;
        ended = true;
        senseSet = true;
        if (status != ScsiStatus.CHECK_CONDITION.code()) {
            clearSense();
        }
    }

    /**
     * The command ended GOOD with this data in.
     *
     * @param dataIn up to {@link #room()} bytes, which are copied
     * @throws IllegalArgumentException if there are more
     */
    public void good(byte[] dataIn) {
        end(0, dataIn.length);
        answer.put(DATA_IN_OFFSET, dataIn);
    }

    /**
     * The command ended with a status that has no sense, and without data in.
     *
     * @param endStatus any but CHECK CONDITION, for which there is {@link #checkCondition}
     */
    public void end(ScsiStatus endStatus) {
        end(endStatus.code(), 0);
    }

    /**
     * The command ended with CHECK CONDITION.
     *
     * @param sense written into the answer in fixed format (SPC-5, 4.4.3)
     */
    public void checkCondition(Sense sense) {
        senseSet = true;
        clearSense();
        sense.putFixed(answer, SENSE_OFFSET);
        end(ScsiStatus.CHECK_CONDITION.code(), 0);
    }

    /** {@return false as long as nobody has said how the command ended} */
    public boolean hasEnded() {
        return ended;
    }

    /**
     * How the command ended.
     *
     * @return the status byte, 0 to FFh; 0 also as long as it has not ended, see {@link #hasEnded}
     */
    public int status() {
        return status;
    }

    /** {@return bytes of data in that the command transferred, 0 to {@link #room()}} */
    public int transferred() {
        return transferred;
    }
}
