// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Memory;

/** A {@link ScsiExchange} at a fixed address, so that the kernel reads commands from and writes answers to where they stand. */
public final class NativeExchange {
    /** A target on the same host was seen to write a little more than it was asked for: it would be somebody else's memory. */
    private static final int BEHIND = 32;

    private final Memory command = new Memory(ScsiExchange.COMMAND_CAPACITY);
    private final Memory answer;
    private final ScsiExchange exchange;
    private final CallState state = new CallState();

    /** A new one, for one thread. */
    public NativeExchange() {
        this(ScsiExchange.MAX_DATA_LENGTH);
    }

    /** The same with room for so much data in, at least 8192 bytes. */
    public NativeExchange(int room) {
        int length = ScsiExchange.DATA_IN_OFFSET + room;
        answer = new Memory(length + BEHIND);
        exchange = new ScsiExchange(command.bigEndian(), answer.bigEndian().slice(0, length));
    }

    /** The exchange. */
    public ScsiExchange exchange() {
        return exchange;
    }

    /** The CDB; the data out follows it. */
    public Memory command() {
        return command;
    }

    /** The answer: head, sense, data in. */
    public Memory answer() {
        return answer;
    }

    /** Where the calls of this thread leave errno. */
    public CallState state() {
        return state;
    }
}
