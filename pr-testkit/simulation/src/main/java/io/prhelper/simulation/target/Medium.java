// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.ScsiExchange;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The medium of a logical unit behind READ and WRITE (SBC-4, 5.15, 5.16, 5.40, 5.41). Blocks that were never written read as zeros and take
 * no memory. At most 16 blocks a command: what an exchange has room for. No protection information. Guarded by the lock of the unit.
 */
final class Medium {
    /** The most blocks that a command reads or writes. */
    static final int MAX_BLOCKS = ScsiExchange.MAX_DATA_LENGTH / Medium.BLOCK_LENGTH;

    private static final int BLOCK_LENGTH = 512;
    private static final int READ_CAPACITY_16 = 0x10;
    private static final int CAPACITY_10_LENGTH = 8;
    private static final int CAPACITY_16_LENGTH = 32;
    private static final int FIRST_16_BYTE_OPCODE = 0x80;
    private static final byte[] ZEROS = new byte[BLOCK_LENGTH];

    private final long count;
    private final Map<Long, byte[]> written = new HashMap<>();

    Medium(long count) {
        this.count = count;
    }

    void execute(ScsiExchange exchange, boolean write) {
        ByteBuffer cdb = exchange.command();
        boolean wide = exchange.opcode() >= FIRST_16_BYTE_OPCODE;
        long address = wide ? cdb.getLong(2) : cdb.getInt(2) & 0xffff_ffffL;
        int blocks = wide ? cdb.getInt(10) : cdb.getShort(7) & 0xffff;
        if (address < 0 || address > count || blocks < 0 || blocks > count - address) {
            Verdict.LBA_OUT_OF_RANGE.end(exchange);
        } else if (exchange.cdb(1) >> 5 != 0
                || blocks > MAX_BLOCKS
                || (write && blocks * BLOCK_LENGTH > exchange.dataOutLength())) {
            Verdict.INVALID_CDB.end(exchange);
        } else if (write) {
            write(address, blocks, exchange);
        } else {
            read(address, blocks, exchange);
        }
    }

    /** READ CAPACITY (10) and (16) (SBC-4, 5.19 and 5.20). */
    void capacity(ScsiExchange exchange) {
        long last = count - 1;
        if (exchange.opcode() == OpCode.READ_CAPACITY_10) {
            ByteBuffer data = ByteBuffer.allocate(CAPACITY_10_LENGTH);
            exchange.good(data.putInt((int) Math.min(last, 0xffff_ffffL))
                    .putInt(BLOCK_LENGTH)
                    .array());
        } else if (exchange.serviceAction() == READ_CAPACITY_16) {
            ByteBuffer data = ByteBuffer.allocate(CAPACITY_16_LENGTH);
            Answers.end(
                    exchange,
                    data.putLong(last).putInt(BLOCK_LENGTH).array(),
                    exchange.command().getInt(10));
        } else {
            Verdict.INVALID_CDB.end(exchange);
        }
    }

    private void read(long address, int blocks, ScsiExchange exchange) {
        for (int i = 0; i < blocks; i++) {
            byte[] block = written.getOrDefault(address + i, ZEROS);
            exchange.answer().put(ScsiExchange.DATA_IN_OFFSET + i * BLOCK_LENGTH, block);
        }
        exchange.good(blocks * BLOCK_LENGTH);
    }

    private void write(long address, int blocks, ScsiExchange exchange) {
        for (int i = 0; i < blocks; i++) {
            byte[] block = written.computeIfAbsent(address + i, fresh -> new byte[BLOCK_LENGTH]);
            exchange.command().get(ScsiExchange.CDB_LENGTH + i * BLOCK_LENGTH, block);
        }
        exchange.good(0);
    }
}
