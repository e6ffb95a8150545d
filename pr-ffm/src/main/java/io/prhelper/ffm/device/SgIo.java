// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import io.prhelper.core.multipath.PathAnswer.Reach;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.struct.SgIoHdr;
import java.time.Duration;

/** Sends the exchange of one thread to the SCSI device behind a descriptor, with SG_IO ({@code scsi/sg.h}). CLEANUP is GOOD. */
public final class SgIo implements DevicePort {

    /** No DID_* is that. */
    private static final int NO_ANSWER = 0xffff;

    private final Kernel kernel;
    private final NativeExchange memory;
    private final CallState state;
    private final SgIoHdr header = new SgIoHdr();
    private Reach reach = Reach.LOST;

    /**
     * For one thread.
     *
     * @param timeout 1 ms to 24 days; the kernel lifts less than 7 s to 7 s for block device nodes
     */
    public SgIo(Kernel kernel, NativeExchange memory, Duration timeout) {
        this.kernel = kernel;
        this.memory = memory;
        state = memory.state();
        header.interfaceId('S');
        header.cmdLen(ScsiExchange.CDB_LENGTH);
        header.cmdp(memory.command(), 0);
        header.mxSbLen(ScsiExchange.SENSE_LENGTH);
        header.sbp(memory.answer(), ScsiExchange.SENSE_OFFSET);
        header.timeout(Math.toIntExact(timeout.toMillis()));
    }

    /**
     * Executes a command.
     *
     * @param fd of a block device, /dev/sgN or a tape, since another device may take the number of the ioctl for something else
     */
    @Override
    public void execute(int fd, ScsiExchange exchange) {
        if (exchange.opcode() == Wire.CLEANUP) {
            // A disk has nothing to forget.
            exchange.good(0);
            return;
        }
        int offered = prepare(exchange);
        // The kernel overwrites it, whatever the outcome. Where something else answers the ioctl, an earlier command's
        // GOOD must not stand.
        header.hostStatus(NO_ANSWER);
        int result = kernel.ioctls().ioctl(state, fd, Flags.SG_IO, header);
        if (result < 0) {
            SgOutcome.failed(exchange, -result);
            reach = SgOutcome.reachOf(-result);
        } else {
            SgOutcome.completed(exchange, header, offered);
            reach = SgOutcome.reachOf(header);
        }
    }

    /** How far the last command came. */
    public Reach reach() {
        return reach;
    }

    /** Fills in direction and data; returns how many bytes of data in the device may write. */
    private int prepare(ScsiExchange exchange) {
        if (exchange.opcode() == Wire.PERSISTENT_RESERVE_IN) {
            // All of it whatever the allocation length, as the reference: the device has the CDB.
            int room = exchange.room();
            exchange.clearDataIn(room);
            header.dxferDirection(Flags.SG_DXFER_FROM_DEV);
            header.dxferLen(room);
            header.dxferp(memory.answer(), ScsiExchange.DATA_IN_OFFSET);
            return room;
        }
        header.dxferDirection(Flags.SG_DXFER_TO_DEV);
        header.dxferLen(exchange.dataOutLength());
        header.dxferp(memory.command(), ScsiExchange.CDB_LENGTH);
        return 0;
    }
}
