// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.protocol.ServerProtocol.Phase;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.ServerListener;
import io.prhelper.ffm.device.Device;
import io.prhelper.ffm.device.NativeExchange;
import io.prhelper.ffm.libc.Errno;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Serves one connection after the other on one thread: each for as long as it has something to say. */
final class Conversation {
    private final Serving serving;
    private final WorkerPool pool;
    private final Events events;
    private final ScsiExchange exchange;
    private final Channel channel;
    private final Poller poller;
    private final Request request;
    private final Closing closing;
    private final long requestNanos;
    private final long replyNanos;

    Conversation(
            Serving serving, NativeExchange memory, Channel channel, Poller poller, Request request, Closing closing) {
        this.serving = serving;
        this.channel = channel;
        this.poller = poller;
        this.request = request;
        this.closing = closing;
        exchange = memory.exchange();
        pool = serving.pool();
        events = serving.events();
        requestNanos = serving.limits().request().toNanos();
        replyNanos = serving.limits().reply().toNanos();
    }

    /** Serves a connection that the epoll set has told to be ready; afterwards it is closed, or in the epoll set again. */
    void hold(Connection connection) {
        connection.take();
        pool.serves(connection);
        try {
            if (serving.stopping()) {
                closing.close(connection);
                return;
            }
            byte[] rest = connection.unsent;
            if (rest == null || isTaken(connection, rest)) {
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
                // A list follows its CDB as a second piece. Who sends in smaller ones has a deadline, even if he never
                // pauses.
                pieces++;
                if (pieces > 1) {
                    connection.due(System.nanoTime() + requestNanos);
                }
            } else if (!finished(connection)) {
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

    /** A message is whole: if it is a request, it is answered. False where the connection is not this thread's any more. */
    private boolean finished(Connection connection) {
        if (!connection.settled()) {
            end(connection);
            return false;
        }
        return connection.protocol.phase() != Phase.EXECUTE || answer(connection);
    }

    /** Executes and replies; false where the connection is not this thread's any more. */
    private boolean answer(Connection connection) {
        long began = events.areTimed() ? System.nanoTime() : 0;
        Decision decision = execute(connection);
        int length = connection.protocol.reply(exchange);
        int sent = channel.send(connection.fd, length);
        if (events.wants(decision)) {
            tellFinished(connection, decision, length, System.nanoTime() - began);
        }
        closing.closeDevice(connection);
        return sent == length || delay(connection, sent, length);
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
        Device device = request.device();
        events.finished(new ServerListener.Finished(
                connection.number,
                connection.peer,
                decision,
                device == null ? null : device.kind(),
                device == null ? null : device.number(),
                ByteBuffer.wrap(exchange.copyCdb()),
                ByteBuffer.wrap(exchange.copyDataOut()),
                exchange.status(),
                ByteBuffer.wrap(exchange.copySense()),
                length - ScsiExchange.DATA_IN_OFFSET,
                request.deviceNanos(),
                nanos));
    }

    private boolean delay(Connection connection, int sent, int length) {
        byte[] reply = new byte[length];
        exchange.answer().get(0, reply);
        return delay(connection, sent, reply);
    }

    /** The client does not take its reply, or is gone. Always false: the connection is not this thread's any more. */
    private boolean delay(Connection connection, int sent, byte[] reply) {
        if (sent < 0 && !Errno.EAGAIN.is(sent)) {
            end(connection);
            return false;
        }
        connection.unsent = Arrays.copyOfRange(reply, Math.max(sent, 0), reply.length);
        connection.due(System.nanoTime() + replyNanos);
        if (serving.stopping()) {
            closing.close(connection);
            return false;
        }
        connection.handOver();
        if (poller.armWrite(connection.fd) < 0) {
            closing.close(connection);
        }
        return false;
    }

    /** False where the connection is not this thread's any more. */
    private boolean isTaken(Connection connection, byte[] rest) {
        int sent = channel.send(connection.fd, rest);
        if (sent != rest.length) {
            return delay(connection, sent, rest);
        }
        connection.unsent = null;
        if (!connection.settled()) {
            end(connection);
            return false;
        }
        return true;
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
        if (serving.stopping()) {
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
