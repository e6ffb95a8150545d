// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.protocol.ClientProtocol;
import io.prhelper.core.protocol.ServerProtocol;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.Sense;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Both ends of a connection in memory: what is executed goes through the client's machine and the server's, as bytes, to a device. */
final class JoinedEnds implements ScsiPort {
    /** More than one piece for a CDB, and for a list, so that both machines have to put messages together. */
    private static final int PIECE = 11;

    private final ScsiPort device;
    private final ServerProtocol server = new ServerProtocol(0);
    private final ScsiExchange serverSide = ScsiExchange.allocate();
    private final ClientProtocol client = new ClientProtocol();

    JoinedEnds(ScsiPort device) {
        this.device = device;
        ScsiExchange hello = ScsiExchange.allocate();
        server.putGreeting(hello.answer());
        client.received(hello, client.wanted());
        serverSide.command().putInt(0, 0);
        server.received(serverSide, server.wanted(), 0);
    }

    @Override
    public void execute(ScsiExchange exchange) {
        int toServer = client.request(exchange);
        send(exchange.command(), toServer);
        @Nullable Sense refusal = server.refusal(serverSide);
        if (refusal == null) {
            device.execute(serverSide);
        } else {
            serverSide.checkCondition(refusal);
        }
        receive(exchange, server.reply(serverSide));
        if (client.phase() != ClientProtocol.Phase.READY) {
            throw new AssertionError("the client is in phase " + client.phase() + ": " + client.violation());
        }
    }

    private void send(ByteBuffer from, int length) {
        int sent = 0;
        while (sent < length) {
            int count = Math.min(Math.min(PIECE, server.wanted()), length - sent);
            serverSide.command().put(server.filled(), from, sent, count);
            server.received(serverSide, count, sent == 0 ? 1 : 0);
            sent += count;
        }
        if (server.phase() != ServerProtocol.Phase.EXECUTE) {
            throw new AssertionError("the server is in phase " + server.phase() + ": " + server.violation());
        }
    }

    private void receive(ScsiExchange exchange, int length) {
        int received = 0;
        while (received < length && client.phase() != ClientProtocol.Phase.CLOSED) {
            int count = Math.min(Math.min(PIECE, client.wanted()), length - received);
            exchange.answer().put(client.filled(), serverSide.answer(), received, count);
            client.received(exchange, count);
            received += count;
        }
    }
}
