// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.ScsiStatus;

/** READ(10) and WRITE(10) of block 0 (SBC-4, 5.15 and 5.40). */
final class ScsiMedia implements MediaAccess {
    private static final int READ_10 = 0x28;
    private static final int WRITE_10 = 0x2a;

    private final ScsiPort port;
    private final int blockLength;
    private final ScsiExchange exchange = ScsiExchange.allocate();

    ScsiMedia(ScsiPort port, int blockLength) {
        if (blockLength < 1 || blockLength > ScsiExchange.MAX_DATA_LENGTH) {
            throw new IllegalArgumentException("a block of 1 to 8192 bytes, not " + blockLength);
        }
        this.port = port;
        this.blockLength = blockLength;
    }

    @Override
    public boolean reads() {
        return transfers(READ_10, new byte[0]);
    }

    @Override
    public boolean writes() {
        return transfers(WRITE_10, new byte[blockLength]);
    }

    private boolean transfers(int opcode, byte[] dataOut) {
        byte[] cdb = new byte[10];
        cdb[0] = (byte) opcode;
        cdb[8] = 1;
        int status = Attentions.execute(port, exchange, cdb, dataOut);
        if (status != ScsiStatus.GOOD.code() && status != ScsiStatus.RESERVATION_CONFLICT.code()) {
            throw new AssertionError(
                    "operation code %02Xh ended with %s".formatted(opcode, ScsiStatus.describe(status)));
        }
        return status == ScsiStatus.GOOD.code();
    }
}
