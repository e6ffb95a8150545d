// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.struct.DirectMemory;

/** A {@link ScsiExchange} at a fixed address, so that the kernel reads commands from and writes answers to where they stand. */
public final class NativeExchange {
    private final DirectMemory command = new DirectMemory(ScsiExchange.COMMAND_CAPACITY);
    private final DirectMemory answer = new DirectMemory(ScsiExchange.ANSWER_CAPACITY);
    private final ScsiExchange exchange = new ScsiExchange(
            command.slice(0, ScsiExchange.COMMAND_CAPACITY), answer.slice(0, ScsiExchange.ANSWER_CAPACITY));
    private final CallState state = new CallState();

    /** A new one, for one thread. */
    public NativeExchange() {}

    /** The exchange. */
    public ScsiExchange exchange() {
        return exchange;
    }

    /** Address of the CDB; the data out follows it. */
    public long command() {
        return command.address();
    }

    /** Address of the answer: head, sense, data in. */
    public long answer() {
        return answer.address();
    }

    /** Where the calls of this thread leave errno. */
    public CallState state() {
        return state;
    }
}
