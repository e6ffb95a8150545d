// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.protocol.ClientProtocol;
import io.prhelper.core.protocol.ServerProtocol;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Both machines of the protocol against peers that send anything. */
final class Frames {
    private static final int CAPABILITIES_MINIMUM = 3;

    private Frames() {}

    /**
     * A byte that says how many come at once (6 bits) and with how many descriptors (2 bits), then these bytes, and so on. What the device
     * answers is made of the command.
     */
    static void toServer(byte[] data) {
        ByteBuffer input = ByteBuffer.wrap(data);
        ServerProtocol protocol = new ServerProtocol(data.length % 2 == 0 ? 0 : Wire.FEATURE_CLEANUP);
        ScsiExchange exchange = ScsiExchange.allocate();
        while (input.remaining() > 1 && protocol.phase() != ServerProtocol.Phase.CLOSED) {
            int control = input.get();
            int count = Math.min(Math.min((control & 0x3f) + 1, protocol.wanted()), input.remaining());
            exchange.command().put(protocol.filled(), data, input.position(), count);
            input.position(input.position() + count);
            boolean takesDescriptors = protocol.phase() == ServerProtocol.Phase.REQUEST;
            protocol.received(exchange, count, takesDescriptors ? (control >>> 6) & 0x3 : 0);
            if (protocol.phase() == ServerProtocol.Phase.EXECUTE) {
                execute(protocol, exchange);
            }
        }
        assertThat(protocol.violation() != null).isEqualTo(protocol.phase() == ServerProtocol.Phase.CLOSED);
    }

    private static void execute(ServerProtocol protocol, ScsiExchange exchange) {
        int length = exchange.cdb(7) << 8 | exchange.cdb(8);
        boolean cleanup = exchange.opcode() == Wire.CLEANUP;
        boolean out = exchange.opcode() == Wire.PERSISTENT_RESERVE_OUT;
        assertThat(cleanup || length <= Wire.MAX_DATA_LENGTH).isTrue();
        assertThat(exchange.dataOutLength()).isEqualTo(out ? length : 0);
        exchange.end(exchange.cdb(15), (exchange.cdb(13) << 8 | exchange.cdb(14)) % (Wire.MAX_DATA_LENGTH + 1));
        int size = protocol.reply(exchange) - Wire.REPLY_LENGTH;
        assertThat(exchange.answer().getInt(4)).isEqualTo(size);
        boolean goodIn = exchange.opcode() == Wire.PERSISTENT_RESERVE_IN && exchange.status() == 0;
        assertThat(size).isBetween(0, goodIn ? length : 0);
        boolean capabilities = exchange.serviceAction() == PrInAction.REPORT_CAPABILITIES.code();
        assertThat(goodIn && capabilities && size < CAPABILITIES_MINIMUM).isFalse();
        assertThat(protocol.phase()).isEqualTo(ServerProtocol.Phase.REQUEST);
    }

    /** Ten bytes of a CDB whose opcode is that of PERSISTENT RESERVE IN, then all that comes from the helper. */
    static void toClient(byte[] data) {
        if (data.length < 10) {
            return;
        }
        ScsiExchange exchange = ScsiExchange.allocate();
        ClientProtocol protocol = new ClientProtocol();
        int taken = 10;
        while (taken < data.length && protocol.phase() != ClientProtocol.Phase.CLOSED) {
            if (protocol.phase() == ClientProtocol.Phase.READY) {
                byte[] cdb = Arrays.copyOf(data, 10);
                cdb[0] = (byte) Wire.PERSISTENT_RESERVE_IN;
                exchange.put(cdb, new byte[0]);
                protocol.request(exchange);
            }
            int count = Math.min(protocol.wanted(), data.length - taken);
            exchange.answer().put(protocol.filled(), data, taken, count);
            taken += count;
            protocol.received(exchange, count);
            if (protocol.phase() == ClientProtocol.Phase.READY && exchange.transferred() > 0) {
                assertThat(exchange.status()).isEqualTo(ScsiStatus.GOOD.code());
                assertThat(exchange.transferred()).isLessThanOrEqualTo(exchange.cdb(7) << 8 | exchange.cdb(8));
            }
        }
        assertThat(protocol.violation() != null).isEqualTo(protocol.phase() == ClientProtocol.Phase.CLOSED);
    }
}
