// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What must hold for every reply, over random requests to random devices; the first two are rules of QEMU's client. */
class ReplyPropertyTest {
    private static final int REQUESTS = 200_000;
    private static final byte[] OPERATION_CODES = {0x5e, 0x5e, 0x5e, 0x5f, (byte) 0xff};
    private static final ScsiStatus[] STATUSES = ScsiStatus.values();
    private static final int[] LENGTHS = {0, 1, 2, 3, 7, 8, 9, 16, 24, 8191, 8192};

    private final SplittableRandom random = new SplittableRandom(20260131);
    private final ServerDriver server = ServerDriver.ready();
    private final ClientDriver client = ClientDriver.ready();
    private final byte[] noise = new byte[2 * ScsiExchange.MAX_DATA_LENGTH];
    private int offeredByDevice;

    @Test
    void everyReplyIsOneThatTheClientSurvives() {
        random.nextBytes(noise);
        int withData = 0;
        for (int i = 0; i < REQUESTS; i++) {
            byte[] request = request();
            server.feed(request, 0, request.length, Map.of(random.nextInt(16), 1));
            offeredByDevice = 0;
            byte[] reply = server.reply(this::executeSomehow);
            assertReply(request, reply);
            withData += reply.length > 104 ? 1 : 0;
            client.request(request);
            client.feed(reply, 0, reply.length);
            assertThat(client.protocol.violation()).isNull();
            assertThat(client.protocol.phase()).isEqualTo(ClientProtocol.Phase.READY);
            assertThat(client.exchange.transferred()).isEqualTo(reply.length - 104);
        }
        assertThat(withData).isGreaterThan(REQUESTS / 10);
    }

    private void assertReply(byte[] request, byte[] reply) {
        ByteBuffer fields = ByteBuffer.wrap(reply);
        int status = fields.getInt(0);
        int size = fields.getInt(4);
        int allocationLength = ByteBuffer.wrap(request).getShort(7) & 0xffff;
        // Plain comparisons: an assertion object for each of a million of them would take most of the time.
        boolean holds = size == reply.length - 104
                && (size == 0 || (request[0] == 0x5e && status == 0))
                && size <= allocationLength
                && size <= offeredByDevice
                && status >>> 8 == 0
                && (status == ScsiStatus.CHECK_CONDITION.code() || senseIsZero(fields))
                && (request[0] != 0x5e || (request[1] & 0x1f) != 2 || status != 0 || size >= 3);
        assertThat(holds)
                .as("%s answered with status %d, size %d", HexFormat.of().formatHex(request), status, size)
                .isTrue();
    }

    private static boolean senseIsZero(ByteBuffer reply) {
        long bits = 0;
        for (int offset = 8; offset < 104; offset += 8) {
            bits |= reply.getLong(offset);
        }
        return bits == 0;
    }

    private byte[] request() {
        byte[] cdb = new byte[16];
        random.nextBytes(cdb);
        cdb[0] = OPERATION_CODES[random.nextInt(OPERATION_CODES.length)];
        if (random.nextBoolean()) {
            cdb[1] = (byte) random.nextInt(9);
            cdb[5] = 0;
            cdb[6] = 0;
        }
        int length = length();
        cdb[7] = (byte) (length >>> 8);
        cdb[8] = (byte) length;
        return Arrays.copyOf(cdb, cdb[0] == 0x5f ? 16 + length : 16);
    }

    private int length() {
        return random.nextInt(3) == 0 ? LENGTHS[random.nextInt(LENGTHS.length)] : random.nextInt(100);
    }

    /** Writes anywhere in sense and data, then ends in one of the ways a port has. */
    private void executeSomehow(ScsiExchange exchange) {
        int length = length();
        int from = random.nextInt(ScsiExchange.MAX_DATA_LENGTH);
        exchange.answer().put(ScsiExchange.DATA_IN_OFFSET, noise, from, length);
        if (random.nextBoolean()) {
            exchange.answer().put(ScsiExchange.SENSE_OFFSET, noise, from, random.nextInt(97));
        }
        if (random.nextBoolean()) {
            exchange.answer().putInt(ScsiExchange.DATA_IN_OFFSET + 4, random.nextInt(64) - 4);
        }
        offeredByDevice = length;
        switch (random.nextInt(6)) {
            case 0 -> exchange.end(random.nextInt(), length);
            case 1 -> exchange.checkCondition(new Sense(random.nextInt(16), random.nextInt(256), random.nextInt(256)));
            case 2 -> exchange.end(ScsiStatus.CHECK_CONDITION.code(), length);
            case 3 -> exchange.end(STATUSES[random.nextInt(STATUSES.length)]);
            default -> exchange.good(length);
        }
    }
}
