// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.protocol.ServerProtocol.Phase;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.ServerObserver;
import io.prhelper.ffm.device.Finding;
import io.prhelper.ffm.device.NativeExchange;
import io.prhelper.ffm.errno.Errno;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Serves one connection after the other on one thread: each for as long as it has something to say. */
final class ConnectionHandler {
    private final Lifecycle life;
    private final WorkerPool pool;
    private final Events events;
    private final ScsiExchange exchange;
    private final Channel channel;
    private final Poller poller;
    private final RequestHandler request;
    private final Closing closing;
    private final long requestNanos;
    private final long replyNanos;

    ConnectionHandler(
            Lifecycle life,
            WorkerPool pool,
            Limits limits,
            NativeExchange memory,
            Channel channel,
            Poller poller,
            RequestHandler request,
            Events events,
            Closing closing) {
        this.life = life;
        this.pool = pool;
        this.channel = channel;
        this.poller = poller;
        this.request = request;
        this.events = events;
        this.closing = closing;
        exchange = memory.exchange();
        requestNanos = limits.request().toNanos();
        replyNanos = limits.reply().toNanos();
    }

    /** Serves a connection that the epoll set has told to be ready; afterwards it is closed, or in the epoll set again. */
    void handle(Connection connection) {
        connection.take();
        pool.serves(connection);
        try {
            if (life.isStopping()) {
                closing.close(connection);
                return;
            }
            byte[] rest = connection.unsent;
            if (rest == null || sendRest(connection, rest) == Owner.MINE) {
                resume(connection);
                converse(connection);
            }
        } catch (Throwable thrown) {
            // Also OutOfMemoryError and StackOverflowError: they end this connection, not the others.
            events.failed(connection, thrown);
            closing.close(connection);
        }
    }

    private void converse(Connection connection) {
        boolean wait = false;
        int pieces = 0;
        while (true) {
            int count = channel.receive(connection.fd, connection.protocol, wait);
            if (Errno.EAGAIN.is(count)) {
                giveBack(connection);
                return;
            }
            if (received(connection, count) == Phase.CLOSED) {
                end(connection);
                return;
            }
            if (connection.protocol.begun()) {
                pieces++;
                hurry(connection, pieces);
            } else if (finish(connection) == Owner.GIVEN_AWAY) {
                return;
            } else {
                pieces = 0;
            }
            pool.serves(connection);
            wait = pool.mayLinger();
            if (!wait && !connection.protocol.begun()) {
                giveBack(connection);
                return;
            }
        }
    }

    /** A list follows its CDB as a second piece. Who sends in smaller ones has a deadline, even if he never pauses. */
    private void hurry(Connection connection, int pieces) {
        if (pieces > 1) {
            connection.due(System.nanoTime() + requestNanos);
        }
    }

    private Phase received(Connection connection, int count) {
        if (count <= 0) {
            return connection.protocol.ended();
        }
        if (channel.descriptor() != Connection.NONE) {
            if (connection.device == Connection.NONE) {
                connection.device = channel.descriptor();
            } else {
                closing.close(channel.descriptor());
            }
        }
        return connection.protocol.received(exchange, count, channel.descriptors());
    }

    /** A message is whole: if it is a request, it is answered. */
    private Owner finish(Connection connection) {
        if (!connection.settled()) {
            end(connection);
            return Owner.GIVEN_AWAY;
        }
        return connection.protocol.phase() == Phase.EXECUTE ? answer(connection) : Owner.MINE;
    }

    /** Executes and replies. */
    private Owner answer(Connection connection) {
        long began = events.now(exchange);
        Decision decision = execute(connection);
        int length = connection.protocol.reply(exchange);
        int sent = channel.send(connection.fd, length);
        long nanos = events.now(exchange) - began;
        events.counted(decision, exchange, nanos);
        if (events.takes(decision, exchange)) {
            tellFinished(connection, decision, length, nanos);
        }
        closing.closeDevice(connection);
        if (sent == length) {
            return Owner.MINE;
        }
        byte[] reply = new byte[length];
        exchange.answer().get(0, reply);
        keepRest(connection, sent, reply);
        return Owner.GIVEN_AWAY;
    }

    private Decision execute(Connection connection) {
        try {
            return request.execute(connection, exchange);
        } catch (RuntimeException broken) {
            events.failed(connection, broken);
            exchange.checkCondition(Sense.IO_PROCESS_TERMINATED);
            return Decision.EXECUTED;
        }
    }

    private void tellFinished(Connection connection, Decision decision, int length, long nanos) {
        Finding device = request.device();
        events.finished(new ServerObserver.Finished(
                connection.number,
                connection.peer,
                decision,
                device == null ? null : device.kind(),
                device == null ? null : device.device().number(),
                ByteBuffer.wrap(exchange.copyCdb()),
                ByteBuffer.wrap(exchange.copyDataOut()),
                exchange.status(),
                ByteBuffer.wrap(exchange.copySense()),
                length - ScsiExchange.DATA_IN_OFFSET,
                request.deviceNanos(),
                nanos));
    }

    /** The client does not take all of its reply, or is gone: the rest waits for it in the epoll set. */
    private void keepRest(Connection connection, int sent, byte[] reply) {
        if (sent < 0 && !Errno.EAGAIN.is(sent)) {
            end(connection);
            return;
        }
        connection.unsent = Arrays.copyOfRange(reply, Math.max(sent, 0), reply.length);
        connection.due(System.nanoTime() + replyNanos);
        if (life.isStopping()) {
            closing.close(connection);
            return;
        }
        connection.handOver();
        if (poller.armWrite(connection.fd) < 0) {
            closing.close(connection);
        }
    }

    private Owner sendRest(Connection connection, byte[] rest) {
        int sent = channel.send(connection.fd, rest);
        if (sent != rest.length) {
            keepRest(connection, sent, rest);
            return Owner.GIVEN_AWAY;
        }
        connection.unsent = null;
        if (!connection.settled()) {
            end(connection);
            return Owner.GIVEN_AWAY;
        }
        return Owner.MINE;
    }

    private void resume(Connection connection) {
        byte[] partial = connection.partial;
        if (partial != null) {
            exchange.command().put(0, partial);
            connection.partial = null;
        }
    }

    /** Nothing more has come: back to the epoll set, with what of a message has. */
    private void giveBack(Connection connection) {
        if (life.isStopping()) {
            closing.close(connection);
            return;
        }
        int filled = connection.protocol.filled();
        if (filled > 0) {
            byte[] partial = new byte[filled];
            exchange.command().get(0, partial);
            connection.partial = partial;
        }
        if (connection.protocol.begun()) {
            connection.due(System.nanoTime() + requestNanos);
        }
        connection.handOver();
        if (poller.armRead(connection.fd) < 0) {
            closing.close(connection);
        }
    }

    private void end(Connection connection) {
        events.ended(connection, connection.protocol.violation());
        closing.close(connection);
    }
}
