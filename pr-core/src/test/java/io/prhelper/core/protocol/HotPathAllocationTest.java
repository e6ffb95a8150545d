// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

import static io.prhelper.core.scsi.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class HotPathAllocationTest {
    private static final int REQUESTS = 10_000;
    private static final int ATTEMPTS = 10;

    private static final byte[] READ_KEYS = hex("5e00 0000000000 2000 00 000000000000");
    private static final byte[] RESERVE = hex("5f01 05 0000 00000018 00 000000000000");
    private static final byte[] KEYS = hex("00000003 00000008 1122334455667788");

    private final ScsiExchange exchange = new ScsiExchange(
            ByteBuffer.allocateDirect(ScsiExchange.COMMAND_CAPACITY),
            ByteBuffer.allocateDirect(ScsiExchange.ANSWER_CAPACITY));
    private final ServerProtocol protocol = new ServerProtocol(0);

    @Test
    void aRequestAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThat(threads.isThreadAllocatedMemorySupported()).isTrue();
        exchange.command().putInt(0, 0);
        protocol.received(exchange, Wire.FEATURES_LENGTH, 0);
        // Class loading and compilation of the first rounds may count for this thread; code that allocates does so in
        // every round.
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            serve();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes for %d requests", 4 * REQUESTS).isZero();
    }

    private void serve() {
        for (int i = 0; i < REQUESTS; i++) {
            in();
            exchange.clearDataIn(8192);
            exchange.answer().put(ScsiExchange.DATA_IN_OFFSET, KEYS);
            exchange.good(KEYS.length);
            protocol.reply(exchange);
            in();
            exchange.checkCondition(Sense.INVALID_FIELD_IN_CDB);
            protocol.reply(exchange);
            out();
            exchange.good(0);
            protocol.reply(exchange);
            out();
            exchange.end(0x18, 0);
            protocol.reply(exchange);
        }
    }

    private void in() {
        exchange.command().put(0, READ_KEYS);
        protocol.received(exchange, 16, 1);
        assertAsked();
    }

    private void out() {
        exchange.command().put(0, RESERVE);
        protocol.received(exchange, 10, 1);
        protocol.received(exchange, 6, 0);
        protocol.received(exchange, 24, 0);
        assertAsked();
    }

    private void assertAsked() {
        if (protocol.phase() != ServerProtocol.Phase.EXECUTE || protocol.refusal(exchange) != null) {
            throw new AssertionError(protocol.phase() + ", " + protocol.violation());
        }
    }
}
