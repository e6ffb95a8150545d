// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A helper's end of a connection that bytes are fed to. */
final class ServerDriver {
    final ScsiExchange exchange = ScsiExchange.allocate();
    final ServerProtocol protocol;

    ServerDriver(int offered) {
        protocol = new ServerProtocol(offered);
    }

    /** A connection whose client asked for no feature. */
    static ServerDriver ready() {
        ServerDriver driver = new ServerDriver(0);
        driver.feed(new byte[4], 0, 4, Map.of());
        return driver;
    }

    /**
     * Feeds bytes {@code from} to {@code to}, until a request is whole or the connection closed.
     *
     * @param descriptors how many come with the byte of this index; those that come with a parameter list are dropped
     * @return the index of the first byte that was not taken
     */
    int feed(byte[] bytes, int from, int to, Map<Integer, Integer> descriptors) {
        int at = from;
        while (at < to && protocol.wanted() > 0) {
            int count = Math.min(protocol.wanted(), to - at);
            int came = 0;
            if (protocol.phase() == ServerProtocol.Phase.REQUEST) {
                for (int i = at; i < at + count; i++) {
                    came += descriptors.getOrDefault(i, 0);
                }
            }
            exchange.command().put(protocol.filled(), bytes, at, count);
            at += count;
            assertThat(protocol.received(exchange, count, came)).isEqualTo(protocol.phase());
            if (protocol.phase() == ServerProtocol.Phase.EXECUTE) {
                return at;
            }
        }
        return at;
    }

    /** Has the device execute what came; returns the reply. */
    byte[] reply(ScsiPort device) {
        Conversation.execute(protocol, exchange, device);
        byte[] reply = new byte[protocol.reply(exchange)];
        exchange.answer().get(0, reply);
        return reply;
    }

    /** The connection has ended, for this reason or, with null, for none. */
    void assertClosed(@Nullable Violation violation) {
        assertThat(protocol.phase()).isEqualTo(ServerProtocol.Phase.CLOSED);
        assertThat(protocol.violation()).isEqualTo(violation);
        assertThat(protocol.wanted()).isZero();
        assertThat(protocol.begun()).isFalse();
    }
}
