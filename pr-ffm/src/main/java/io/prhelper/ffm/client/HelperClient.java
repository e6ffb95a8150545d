// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.client;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.protocol.ClientProtocol;
import io.prhelper.core.protocol.Violation;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.device.NativeExchange;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.KernelException;
import io.prhelper.ffm.libc.SocketCalls;
import io.prhelper.ffm.struct.DescriptorMessage;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The client's end of the helper protocol: what QEMU does for a guest. One request at a time; not safe for use by several threads.
 */
public final class HelperClient implements AutoCloseable {

    private final SocketCalls sockets = Kernel.linux().sockets();
    private final String name;
    private final OwnedFd socket;
    private final ClientProtocol protocol = new ClientProtocol();
    private final NativeExchange memory = new NativeExchange();
    private final ScsiExchange exchange = memory.exchange();
    private final CallState state = memory.state();
    private final DescriptorMessage message = new DescriptorMessage(1);

    private HelperClient(String name, OwnedFd socket) {
        this.name = name;
        this.socket = socket;
    }

    /**
     * Connects to a helper and shakes hands.
     *
     * @throws IOException if nobody listens there or the greeting does not come; the message names the path
     */
    public static HelperClient connect(Path path) throws IOException {
        return connect(path, 0);
    }

    /**
     * Connects to a helper and shakes hands.
     *
     * @param features feature bits to ask for; the helper closes the connection if it did not offer them
     * @throws IOException if nobody listens there or the greeting does not come; the message names the path
     */
    public static HelperClient connect(Path path, int features) throws IOException {
        OwnedFd socket = OwnedFd.connect(path);
        try {
            HelperClient client = new HelperClient(path.toString(), socket);
            client.shakeHands(features);
            return client;
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    private void shakeHands(int features) throws IOException {
        receiveUntilReady();
        exchange.command().putInt(0, features);
        send(0, Wire.FEATURES_LENGTH);
    }

    /** The feature bits that the helper offered. */
    public int offered() {
        return protocol.offered();
    }

    /**
     * Sends a command for an open disk and waits for its end, without a time limit, as QEMU does.
     *
     * @param fd the disk; it stays the caller's
     * @param cdb 1 to 16 bytes
     * @param dataOut the parameter list
     * @return the ended exchange, good until the next call
     * @throws ProtocolException if the helper broke the protocol
     * @throws IOException if the connection failed; the command may have been executed
     */
    public ScsiExchange execute(int fd, byte[] cdb, byte[] dataOut) throws IOException {
        begin(fd, cdb, dataOut);
        return finish();
    }

    /** Sends the CDB: as long as that fails, the command can not have been executed. */
    void begin(int fd, byte[] cdb, byte[] dataOut) throws IOException {
        exchange.put(cdb, dataOut);
        protocol.request(exchange);
        message.attach(fd);
        message.data(memory.command(), 0, Wire.CDB_LENGTH);
        int sent = sockets.sendmsg(state, socket.fd(), message, Flags.MSG_NOSIGNAL);
        send(KernelException.check("send", name, sent), Wire.CDB_LENGTH);
    }

    /** Sends the parameter list of the command that was begun and waits for its end. */
    ScsiExchange finish() throws IOException {
        if (exchange.dataOutLength() > 0) {
            send(Wire.CDB_LENGTH, Wire.CDB_LENGTH + exchange.dataOutLength());
        }
        receiveUntilReady();
        return exchange;
    }

    /**
     * Sends a PERSISTENT RESERVE OUT for an open disk and waits for its end.
     *
     * @param fd the disk; it stays the caller's
     * @throws ProtocolException if the helper broke the protocol
     * @throws IOException if the connection failed; the command may have been executed
     */
    public PrOutcome<PrOutcome.Nothing> execute(int fd, PrOutCommand command) throws IOException {
        return PrOutcome.withoutData(execute(fd, command.cdb(), command.dataOut()));
    }

    /**
     * Sends a PERSISTENT RESERVE IN for an open disk, waits for its end, and decodes what it brought. Where that is not whole, and the query
     * asked for less than the 8192 bytes that a helper passes on, it asks for those, and keeps them if that ended GOOD; of an
     * answer that is longer, {@link PrInData#missing} tells how much is missing.
     *
     * @param fd the disk; it stays the caller's
     * @throws ProtocolException if the helper broke the protocol
     * @throws IOException if the connection failed
     */
    public <T extends PrInData> PrOutcome<T> execute(int fd, PrQuery<T> query) throws IOException {
        PrOutcome<T> outcome = ask(fd, query);
        Optional<PrQuery<T>> again = query.again(outcome, Wire.MAX_DATA_LENGTH);
        if (again.isEmpty()) {
            return outcome;
        }
        PrOutcome<T> more = ask(fd, again.get());
        return more.isGood() ? more : outcome;
    }

    private <T extends PrInData> PrOutcome<T> ask(int fd, PrQuery<T> query) throws IOException {
        PrInCommand command = query.command();
        return PrOutcome.of(execute(fd, command.cdb(), command.dataOut()), query);
    }

    /** Sends either of the two, see {@link #execute(int, PrOutCommand)} and {@link #execute(int, PrQuery)}. */
    public PrOutcome<?> execute(int fd, PrCommand command) throws IOException {
        return PrOutcome.of(execute(fd, command.cdb(), command.dataOut()));
    }

    private void receiveUntilReady() throws IOException {
        while (protocol.phase() != ClientProtocol.Phase.READY) {
            int count = KernelException.check(
                    "recv",
                    name,
                    sockets.recv(state, socket.fd(), memory.answer(), protocol.filled(), protocol.wanted(), 0));
            ClientProtocol.Phase phase = count == 0 ? protocol.ended() : protocol.received(exchange, count);
            if (phase == ClientProtocol.Phase.CLOSED) {
                Violation violation = protocol.violation();
                close();
                throw violation == null || violation == Violation.ENDED_IN_MESSAGE
                        ? new EOFException("the helper at " + name + " closed the connection")
                        : new ProtocolException(violation.sentence());
            }
        }
    }

    /** Sends these bytes of the command. */
    private void send(int from, int end) throws IOException {
        int sent = from;
        while (sent < end) {
            int count = sockets.send(state, socket.fd(), memory.command(), sent, end - sent, Flags.MSG_NOSIGNAL);
            sent += KernelException.check("send", name, count);
        }
    }

    /** Closes the connection. */
    @Override
    public void close() {
        socket.close();
    }
}
