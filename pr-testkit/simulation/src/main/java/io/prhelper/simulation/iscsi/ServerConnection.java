// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import io.prhelper.simulation.iscsi.RareLines.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection, which is a session once it has logged in. One thread at a time reads and executes; where it has to wait for a command that a
 * fault holds up, it leaves that to another.
 */
final class ServerConnection {
    /** Commands that the initiator may have on the way, but for those that wait. */
    static final int WINDOW = 8;

    private static final int PING = 0x7069_6e67;
    private static final long END_SECONDS = 5;

    private final IscsiServer server;
    private final Socket socket;
    private final PduChannel channel;
    private final int targetPort;
    private final ServerLogin login;
    private final long begun = System.nanoTime();
    private final AtomicInteger threads = new AtomicInteger(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final ReentrantLock ending = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private int statusNumber;
    private int expectedCommand;
    private int waiting;
    private int tsih;
    private volatile @Nullable ServerSession session;
    private volatile long heard = begun;
    private volatile boolean pinged;
    private volatile boolean ended;

    ServerConnection(IscsiServer server, Socket socket, int targetPort) throws IOException {
        this.server = server;
        this.socket = socket;
        this.targetPort = targetPort;
        socket.setKeepAlive(true);
        channel = new PduChannel(socket, Negotiation.LONGEST_SEGMENT);
        login = new ServerLogin(server.targetName(), targetPort);
    }

    int tsih() {
        return tsih;
    }

    int connectionId() {
        return login.connectionId();
    }

    boolean isEnded() {
        return ended;
    }

    IscsiServer server() {
        return server;
    }

    /** The relative identifier of the target port. */
    int targetPort() {
        return targetPort;
    }

    Socket socket() {
        return socket;
    }

    /** Serves it to its end. */
    void run() {
        lead(this::logIn);
    }

    /** The part of a connection's life that a thread reads in. */
    private interface Reading {
        void read() throws IOException;
    }

    private void lead(Reading reading) {
        try {
            reading.read();
        } catch (EOFException | SocketException left) {
            end();
        } catch (LoginRefusedException refused) {
            server.log().tell(Kind.LOGIN_REFUSED, channel.peer() + ": " + refused.getMessage());
            end();
        } catch (IOException | RuntimeException wrong) {
            if (!ended) {
                server.log()
                        .tell(Kind.CLOSED, "closed the connection of " + channel.peer() + ": " + wrong.getMessage());
            }
            end();
        } finally {
            if (threads.decrementAndGet() == 0) {
                end();
                gone.countDown();
            }
        }
    }

    private void logIn() throws IOException {
        while (!login.isDone()) {
            Pdu request = channel.read();
            Pdu response;
            try {
                response = login.answer(request);
                if (login.isDone()) {
                    tsih = server.join(this, login, targetPort);
                    response.header().putShort(Pdu.At.TSIH, (short) tsih);
                }
            } catch (LoginRefusedException refused) {
                sendLogin(
                        request,
                        Pdu.of(Pdu.Opcode.LOGIN_RESPONSE, 0).with(Pdu.At.STATUS_CLASS, refused.status() << 16));
                throw refused;
            }
            sendLogin(request, response);
        }
        Negotiation agreed = login.negotiation();
        channel.useDigests(agreed.headerDigest(), agreed.dataDigest());
        ServerSession opened = new ServerSession(this, login);
        session = opened;
        serve(opened);
    }

    private void sendLogin(Pdu request, Pdu response) throws IOException {
        long isid = request.header().getLong(Pdu.At.ISID) & ~0xffffL;
        response.header().putLong(Pdu.At.ISID, isid | (response.header().getShort(Pdu.At.TSIH) & 0xffff));
        expectedCommand = request.word(Pdu.At.COMMAND_NUMBER);
        answer(request, response);
    }

    private void serve(ServerSession opened) throws IOException {
        boolean leading = true;
        while (leading && !ended) {
            Pdu request = channel.read();
            heard = System.nanoTime();
            pinged = false;
            leading = opened.handle(request);
        }
    }

    /** The calling thread waits for a command now: another one reads on. */
    void handOver() {
        ServerSession opened = session;
        if (ended || opened == null) {
            return;
        }
        threads.incrementAndGet();
        if (!server.spawn(() -> lead(() -> serve(opened)))) {
            threads.decrementAndGet();
            end();
        }
    }

    /**
     * Whether a request is next in line (RFC 7143, 4.2.2.1); others outside of the window are ignored.
     *
     * @throws ProtocolException if requests before it are missing, which no other connection could bring
     */
    boolean isNext(Pdu request) throws ProtocolException {
        if (request.isImmediate()) {
            return true;
        }
        lock.lock();
        try {
            int ahead = request.word(Pdu.At.COMMAND_NUMBER) - expectedCommand;
            if (ahead < 0 || ahead >= WINDOW - waiting) {
                return false;
            }
            if (ahead > 0) {
                throw new ProtocolException("CmdSN " + Integer.toUnsignedString(expectedCommand) + " is missing");
            }
            expectedCommand++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A command that counts begins to wait, 1, or no longer does, -1. */
    void count(int change) {
        lock.lock();
        try {
            waiting += change;
        } finally {
            lock.unlock();
        }
    }

    /** Sends an answer, which has a status number of its own. */
    void answer(Pdu request, Pdu answer) throws IOException {
        send(answer.withTaskTag(request.taskTag()), true);
    }

    /** Sends a PDU with the numbers of the connection. */
    void send(Pdu pdu, boolean withStatus) throws IOException {
        lock.lock();
        try {
            pdu.with(Pdu.At.STATUS_NUMBER, statusNumber)
                    .with(Pdu.At.EXPECTED_COMMAND_NUMBER, expectedCommand)
                    .with(Pdu.At.MAXIMUM_COMMAND_NUMBER, expectedCommand + WINDOW - waiting - 1);
            if (withStatus) {
                statusNumber++;
            }
            channel.write(pdu);
        } finally {
            lock.unlock();
        }
    }

    /** What time does to a connection. */
    void tick(long now) {
        if (session == null) {
            if (now - begun > server.settings().loginTime().toNanos()) {
                server.log()
                        .tell(
                                Kind.CLOSED,
                                "closed the connection of " + channel.peer() + ": no login in "
                                        + server.settings().loginTime().toMillis() + " ms");
                end();
            }
            return;
        }
        long silent = now - heard;
        long most = server.settings().idleTime().toNanos();
        if (silent > 2 * most) {
            server.log().tell(Kind.CLOSED, "closed the connection of " + channel.peer() + ": no sign of life");
            end();
        } else if (silent > most && !pinged) {
            pinged = server.spawn(this::ping);
        }
    }

    /** A NOP-In that wants an answer (RFC 7143, 11.19). */
    private void ping() {
        try {
            send(Pdu.of(Pdu.Opcode.NOP_IN, Pdu.FINAL).withTaskTag(Pdu.NO_TAG).with(Pdu.At.TRANSFER_TAG, PING), false);
        } catch (IOException gone) {
            end();
        }
    }

    void forgetWaiting(int lun) {
        ServerSession opened = session;
        if (opened != null) {
            opened.forgetWaiting(lun);
        }
    }

    /** Closes it, and aborts its commands. Has been done, by whatever thread, when this returns. */
    void end() {
        ending.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            close();
            ServerSession opened = session;
            if (opened != null) {
                opened.lose();
            }
            server.leave(this);
        } finally {
            ending.unlock();
        }
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // It can not be more closed.
        }
    }

    /** Waits until no command of it is executed any more. */
    void awaitEnd() {
        try {
            gone.await(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException atTheEnd) {
            Thread.currentThread().interrupt();
        }
    }
}
