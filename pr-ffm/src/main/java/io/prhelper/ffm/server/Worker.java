// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.core.protocol.ServerProtocol.Phase;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.ServerListener;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.sgio.NativeExchange;
import java.nio.ByteBuffer;

/** One thread that takes what is ready from the epoll set and serves it, with memory of its own. */
final class Worker implements Runnable {
    private final Serving serving;
    private final Kernel kernel;
    private final NativeExchange memory = new NativeExchange();
    private final ScsiExchange exchange = memory.exchange();
    private final CallState state = memory.state();
    private final Poller poller;
    private final Channel channel;
    private final Request request;
    private final Acceptor acceptor;
    private final Events events;

    /** Odd while something is served: the keeper sees from two looks whether it moves. */
    private volatile int turn;

    Worker(Serving serving) {
        this.serving = serving;
        kernel = serving.kernel();
        events = serving.events();
        poller = new Poller(kernel, state, serving.epoll());
        channel = new Channel(kernel, memory);
        request = new Request(kernel, state, serving.portFor(memory));
        acceptor = new Acceptor(serving, state, poller, channel);
    }

    int turn() {
        return turn;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes it
    public void run() {
        WorkerPool pool = serving.pool();
        try {
            while (pool.beginWait(this)) {
                int fd = poller.await();
                pool.endWait();
                if (serving.stopping()) {
                    break;
                }
                turn++;
                serve(fd);
                turn++;
            }
        } finally {
            pool.left(this);
        }
    }

    private void serve(int fd) {
        if (fd == serving.listener()) {
            acceptor.accept();
            return;
        }
        Connection connection = fd < 0 ? null : serving.registry().take(fd);
        if (connection == null) {
            return;
        }
        try {
            converse(connection);
        } catch (Throwable thrown) {
            // Also OutOfMemoryError and StackOverflowError: they end this connection, not the others.
            events.tell(listener -> listener.failed(connection.number, connection.peer, thrown));
            close(connection);
        }
    }

    private void converse(Connection connection) {
        if (connection.unsent != null && !sendRest(connection)) {
            return;
        }
        resume(connection);
        boolean wait = false;
        while (true) {
            int count = channel.receive(connection.fd, connection.protocol, wait);
            if (Errno.EAGAIN.is(count)) {
                giveBack(connection);
                return;
            }
            if (received(connection, count) == Phase.CLOSED) {
                closed(connection);
                return;
            }
            if (connection.protocol.phase() == Phase.EXECUTE && !answer(connection)) {
                return;
            }
            wait = serving.pool().mayLinger();
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
                kernel.files().close(state, channel.descriptor());
            }
        }
        return connection.protocol.received(exchange, count, channel.descriptors());
    }

    /** Executes and replies; false where the connection is not this worker's any more. */
    private boolean answer(Connection connection) {
        long began = events.answersWanted() ? System.nanoTime() : 0;
        try {
            request.execute(connection.protocol, exchange, connection.device);
        } catch (RuntimeException broken) {
            events.tell(listener -> listener.failed(connection.number, connection.peer, broken));
            exchange.checkCondition(Sense.IO_PROCESS_TERMINATED);
        }
        int length = connection.protocol.reply(exchange);
        int sent = channel.send(connection.fd, length);
        if (events.answersWanted()) {
            tellAnswered(connection, length, System.nanoTime() - began);
        }
        closeDevice(connection);
        if (sent == length) {
            connection.settled();
            return true;
        }
        return delay(connection, sent, length);
    }

    private void tellAnswered(Connection connection, int length, long nanos) {
        ServerListener.Answered event = new ServerListener.Answered(
                connection.number,
                connection.peer,
                ByteBuffer.wrap(exchange.copyCdb()),
                ByteBuffer.wrap(exchange.copyDataOut()),
                exchange.status(),
                ByteBuffer.wrap(exchange.copySense()),
                length - ScsiExchange.DATA_IN_OFFSET,
                nanos);
        events.tell(listener -> listener.answered(event));
    }

    /** The client does not take its reply, or is gone. */
    private boolean delay(Connection connection, int sent, int length) {
        if (sent < 0 && !Errno.EAGAIN.is(sent)) {
            close(connection);
            return false;
        }
        int gone = Math.max(sent, 0);
        byte[] rest = new byte[length - gone];
        exchange.answer().get(gone, rest);
        connection.unsent = rest;
        connection.due(System.nanoTime() + serving.limits().request().toNanos());
        serving.registry().give(connection);
        poller.armWrite(connection.fd);
        return false;
    }

    private boolean sendRest(Connection connection) {
        byte[] rest = connection.unsent;
        if (rest == null) {
            return true;
        }
        exchange.answer().put(0, rest);
        int sent = channel.send(connection.fd, rest.length);
        connection.unsent = null;
        if (sent != rest.length) {
            return delay(connection, sent, rest.length);
        }
        connection.settled();
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
            close(connection);
            return;
        }
        int filled = connection.protocol.filled();
        if (filled > 0) {
            byte[] partial = new byte[filled];
            exchange.command().get(0, partial);
            connection.partial = partial;
        }
        if (!connection.protocol.begun()) {
            connection.settled();
        } else if (!connection.hasDeadline()) {
            connection.due(System.nanoTime() + serving.limits().request().toNanos());
        }
        serving.registry().give(connection);
        poller.armRead(connection.fd);
    }

    private void closed(Connection connection) {
        var violation = connection.protocol.violation();
        if (connection.timedOut()) {
            events.tell(listener -> listener.timedOut(connection.number, connection.peer));
        } else if (violation != null) {
            events.tell(listener -> listener.violated(connection.number, connection.peer, violation));
        }
        close(connection);
    }

    private void close(Connection connection) {
        closeDevice(connection);
        if (connection.markClosed()) {
            serving.registry().remove(connection);
            kernel.files().close(state, connection.fd);
            events.tell(listener -> listener.disconnected(connection.number, connection.peer));
        }
    }

    private void closeDevice(Connection connection) {
        int device = connection.device;
        if (device != Connection.NONE) {
            connection.device = Connection.NONE;
            kernel.files().close(state, device);
        }
    }
}
