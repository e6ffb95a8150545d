// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.sgio;

import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.struct.DirectMemory;
import io.prhelper.ffm.struct.SgIoHdr;
import io.prhelper.ffm.struct.Statx;
import java.time.Duration;

/**
 * Sends the exchange of one thread to the SCSI device behind a descriptor, with SG_IO ({@code scsi/sg.h}).
 *
 * <p>SG_IO (2285h) is not a number encoded for one driver: another character device may take it for something else. So the type of the
 * node is decided before any ioctl.
 */
public final class SgIo implements ScsiPort {
    private static final int SG_IO = 0x2285;
    private static final int SG_DXFER_TO_DEV = -2;
    private static final int SG_DXFER_FROM_DEV = -3;

    /** Major number of /dev/sgN ({@code linux/major.h}). */
    private static final int SCSI_GENERIC_MAJOR = 21;

    private static final DirectMemory EMPTY_PATH = DirectMemory.cString(new byte[0]);

    private final Kernel kernel;
    private final NativeExchange memory;
    private final CallState state;
    private final SgIoHdr header = new SgIoHdr(new DirectMemory(SgIoHdr.SIZE), 0);
    private final Statx type = new Statx();
    private int fd = -1;

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
        header.cmdp(memory.command());
        header.mxSbLen(ScsiExchange.SENSE_LENGTH);
        header.sbp(memory.answer() + ScsiExchange.SENSE_OFFSET);
        header.timeout(Math.toIntExact(timeout.toMillis()));
    }

    /** The descriptor for the next {@link #execute}. */
    public void device(int descriptor) {
        fd = descriptor;
    }

    @Override
    public void execute(ScsiExchange exchange) {
        if (!isScsiCandidate()) {
            exchange.checkCondition(Sense.IO_PROCESS_TERMINATED);
            return;
        }
        int offered = prepare(exchange);
        int result = kernel.scsi().ioctl(state, fd, SG_IO, header.address());
        if (result < 0) {
            SgOutcome.failed(exchange, -result);
        } else {
            SgOutcome.completed(exchange, header, offered);
        }
    }

    /** True for a block device or /dev/sgN; asked without troubling a remote or user-space file server. */
    public boolean isScsiCandidate() {
        int flags = Statx.AT_EMPTY_PATH | Statx.AT_STATX_DONT_SYNC;
        int result = kernel.files().statx(state, fd, EMPTY_PATH.address(), flags, Statx.STATX_TYPE, type.address());
        return result == 0
                && (type.isBlockDevice() || (type.isCharacterDevice() && type.rdevMajor() == SCSI_GENERIC_MAJOR));
    }

    /** Fills in direction and data; returns how many bytes of data in the device may write. */
    private int prepare(ScsiExchange exchange) {
        if (exchange.opcode() == Wire.PERSISTENT_RESERVE_IN) {
            // All of it whatever the allocation length, as the reference: the device has the CDB.
            exchange.clearDataIn(ScsiExchange.MAX_DATA_LENGTH);
            header.dxferDirection(SG_DXFER_FROM_DEV);
            header.dxferLen(ScsiExchange.MAX_DATA_LENGTH);
            header.dxferp(memory.answer() + ScsiExchange.DATA_IN_OFFSET);
            return ScsiExchange.MAX_DATA_LENGTH;
        }
        header.dxferDirection(SG_DXFER_TO_DEV);
        header.dxferLen(exchange.dataOutLength());
        header.dxferp(memory.command() + ScsiExchange.CDB_LENGTH);
        return 0;
    }
}
