// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.ScsiExchange;
import java.util.Arrays;

/** A client's end of a connection that bytes are fed to. */
final class ClientDriver {
    final ScsiExchange exchange = ScsiExchange.allocate();
    final ClientProtocol protocol = new ClientProtocol();

    /** A connection whose helper offered no feature. */
    static ClientDriver ready() {
        ClientDriver driver = new ClientDriver();
        driver.feed(new byte[4], 0, 4);
        return driver;
    }

    /** Starts a request; returns how many bytes of the command to send. */
    int request(byte[] request) {
        exchange.put(
                Arrays.copyOf(request, ScsiExchange.CDB_LENGTH),
                Arrays.copyOfRange(request, ScsiExchange.CDB_LENGTH, request.length));
        return protocol.request(exchange);
    }

    /**
     * Feeds bytes {@code from} to {@code to}, until the reply is whole or the connection closed.
     *
     * @return the index of the first byte that was not taken
     */
    int feed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && protocol.wanted() > 0) {
            int count = Math.min(protocol.wanted(), to - at);
            exchange.answer().put(protocol.filled(), bytes, at, count);
            at += count;
            assertThat(protocol.received(exchange, count)).isEqualTo(protocol.phase());
        }
        return at;
    }
}
