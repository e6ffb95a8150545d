// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The full feature phase: what a target does with each request (RFC 7143, 11). The thread that reads is the only one to call {@link #handle}. */
final class ServerSession {
    /** RFC 7143, 11.4.7.2. */
    private static final Sense INCORRECT_AMOUNT_OF_DATA = new Sense(0xb, 0x0c, 0x0d);

    private static final int LOGOUT_FOR_RECOVERY = 2;

    /** Reasons of a Reject (RFC 7143, 11.17.1). */
    private static final int PROTOCOL_ERROR = 0x04;

    private static final int NOT_SUPPORTED = 0x05;
    private static final int TOO_MANY_IMMEDIATE = 0x06;

    /** Commands at a time, with those that need no place in the window. */
    private static final int MOST_COMMANDS = ServerConnection.WINDOW + 4;

    private final ServerConnection connection;
    private final ServerLogin login;
    private final Negotiation agreed;
    private final List<SimulatedNexus> nexuses;
    private final Map<Integer, ServerCommand> commands = new ConcurrentHashMap<>();
    private final Deque<ScsiExchange> idle = new ArrayDeque<>();
    private final TextAnswers texts;
    private final CommandAnswers answers;
    private int lastTransferTag;

    ServerSession(ServerConnection connection, ServerLogin login) {
        this.connection = connection;
        this.login = login;
        agreed = login.negotiation();
        SimulatedTarget target = connection.server().target();
        int units = login.isDiscovery() ? 0 : target.configuration().units();
        nexuses = IntStream.range(0, units)
                .mapToObj(lun -> target.nexus(login.initiator(), connection.targetPort(), lun))
                .toList();
        texts = new TextAnswers(connection, login);
        answers = new CommandAnswers(connection, agreed);
    }

    /** Does what is asked for; answers whether the calling thread goes on reading. */
    boolean handle(Pdu request) throws IOException {
        return switch (request.opcode()) {
            case Pdu.Opcode.SCSI_COMMAND -> login.isDiscovery() ? reject(request, NOT_SUPPORTED) : begin(request);
            case Pdu.Opcode.DATA_OUT -> takeData(request);
            case Pdu.Opcode.TASK_MANAGEMENT -> login.isDiscovery() ? reject(request, NOT_SUPPORTED) : manage(request);
            case Pdu.Opcode.NOP_OUT -> echo(request);
            case Pdu.Opcode.TEXT -> {
                if (connection.isNext(request)) {
                    texts.answer(request);
                }
                yield true;
            }
            case Pdu.Opcode.LOGOUT -> logOut(request);
            default -> reject(request, NOT_SUPPORTED);
        };
    }

    private boolean reject(Pdu request, int reason) throws IOException {
        if (request.opcode() != Pdu.Opcode.DATA_OUT && !connection.isNext(request)) {
            return true;
        }
        Pdu reject =
                Pdu.of(Pdu.Opcode.REJECT, Pdu.FINAL, request.header().array()).withByte(Pdu.At.RESPONSE, reason);
        connection.send(reject.withTaskTag(Pdu.NO_TAG), true);
        return true;
    }

    /** A NOP-Out that wants no answer is the answer to a NOP-In. */
    private boolean echo(Pdu request) throws IOException {
        if (connection.isNext(request) && request.taskTag() != Pdu.NO_TAG) {
            byte[] data = request.data();
            byte[] fitting = Arrays.copyOf(data, Math.min(data.length, agreed.initiatorSegment()));
            Pdu answer = Pdu.of(Pdu.Opcode.NOP_IN, Pdu.FINAL, fitting).with(Pdu.At.TRANSFER_TAG, Pdu.NO_TAG);
            answer.header().putLong(Pdu.At.LUN, request.header().getLong(Pdu.At.LUN));
            connection.answer(request, answer);
        }
        return true;
    }

    private boolean logOut(Pdu request) throws IOException {
        if (!connection.isNext(request)) {
            return true;
        }
        int reason = request.flags() & 0x7f;
        boolean refused = reason >= LOGOUT_FOR_RECOVERY;
        if (!refused) {
            lose();
        }
        connection.answer(
                request, Pdu.of(Pdu.Opcode.LOGOUT_RESPONSE, Pdu.FINAL).withByte(Pdu.At.RESPONSE, refused ? 2 : 0));
        if (!refused) {
            connection.end();
        }
        return refused;
    }

    private boolean begin(Pdu request) throws IOException {
        if (request.isImmediate() && commands.size() >= MOST_COMMANDS) {
            return reject(request, TOO_MANY_IMMEDIATE);
        }
        if (!connection.isNext(request)) {
            return true;
        }
        if (commands.containsKey(request.taskTag())) {
            return reject(request, PROTOCOL_ERROR);
        }
        int length = request.data().length;
        ServerCommand command = new ServerCommand(request, exchange());
        if (length > 0 && (!command.writes() || !agreed.immediateData() || length > agreed.firstBurst())) {
            throw new ProtocolException("immediate data where there may be none");
        }
        if (!request.isFinal() && (!command.writes() || agreed.initialR2t())) {
            throw new ProtocolException("unsolicited data announced where there may be none");
        }
        commands.put(command.taskTag(), command);
        if (!request.isImmediate()) {
            connection.count(1);
        }
        command.take(0, request.data());
        return request.isFinal() ? proceed(command) : true;
    }

    private ScsiExchange exchange() {
        synchronized (idle) {
            ScsiExchange used = idle.poll();
            return used == null ? ScsiExchange.allocate() : used;
        }
    }

    private boolean takeData(Pdu data) throws IOException {
        ServerCommand command = commands.get(data.taskTag());
        // What was aborted, its data may be on the way still.
        if (command == null) {
            return true;
        }
        command.checkSequence(data, agreed);
        command.take(data.word(Pdu.At.BUFFER_OFFSET), data.data());
        return data.isFinal() ? proceed(command) : true;
    }

    /** A sequence of data, or none, is complete: the next one is asked for, or the command is executed. */
    private boolean proceed(ServerCommand command) throws IOException {
        int missing = command.missing();
        if (missing == 0 || command.isIncomplete()) {
            return execute(command);
        }
        lastTransferTag = lastTransferTag + 1 == Pdu.NO_TAG ? 0 : lastTransferTag + 1;
        connection.send(command.ask(lastTransferTag, Math.min(missing, agreed.maxBurst())), false);
        return true;
    }

    private boolean execute(ServerCommand command) throws IOException {
        ScsiExchange exchange = command.complete();
        SimulatedNexus nexus = nexus(command.lun());
        boolean[] leading = {true};
        boolean answered = true;
        if (command.isIncomplete()) {
            exchange.checkCondition(INCORRECT_AMOUNT_OF_DATA);
        } else if (nexus == null) {
            AbsentUnit.execute(exchange);
        } else {
            answered = nexus.execute(exchange, () -> {
                leading[0] = false;
                if (connection.isEnded()) {
                    nexus.abort(exchange);
                }
                connection.handOver();
            });
        }
        if (remove(command) && answered) {
            answers.answer(command, exchange);
        }
        synchronized (idle) {
            if (idle.size() < ServerConnection.WINDOW) {
                idle.push(exchange);
            }
        }
        return leading[0];
    }

    /** Ends the life of a command; false where it was aborted. */
    private boolean remove(ServerCommand command) {
        boolean there = commands.remove(command.taskTag(), command);
        if (there && command.counts()) {
            connection.count(-1);
        }
        return there;
    }

    /** The nexus with the unit of this number; null where there is none. */
    @Nullable
    SimulatedNexus nexus(int lun) {
        return lun >= 0 && lun < nexuses.size() ? nexuses.get(lun) : null;
    }

    private boolean manage(Pdu request) throws IOException {
        if (connection.isNext(request)) {
            int function = request.flags() & 0x7f;
            int response = TaskManagement.carryOut(function, request, this);
            connection.answer(
                    request,
                    Pdu.of(Pdu.Opcode.TASK_MANAGEMENT_RESPONSE, Pdu.FINAL).withByte(Pdu.At.RESPONSE, response));
            if (function == TaskManagement.TARGET_COLD_RESET) {
                // RFC 7143, 11.5.1: all connections are closed then.
                connection.server().endAll();
            }
        }
        return true;
    }

    IscsiServer server() {
        return connection.server();
    }

    /** Ends a command without an answer, whether it waits for its data or a fault holds it up; false where there is none with this tag. */
    boolean abort(int taskTag) {
        ServerCommand command = commands.get(taskTag);
        return command != null && abort(command);
    }

    private boolean abort(ServerCommand command) {
        boolean there = remove(command);
        SimulatedNexus nexus = nexus(command.lun());
        if (there && nexus != null) {
            nexus.abort(command.exchange());
        }
        return there;
    }

    /** Ends all commands of a unit. */
    void abortAll(int lun) {
        commands.values().stream().filter(command -> command.lun() == lun).forEach(this::abort);
    }

    /** Ends the commands of a unit that wait for their data: the unit was reset, and knows nothing of these. */
    void forgetWaiting(int lun) {
        commands.values().stream()
                .filter(command -> command.lun() == lun && !command.isComplete())
                .forEach(this::remove);
    }

    /** The session is over: its commands are aborted, its nexuses lost. */
    void lose() {
        commands.values().forEach(this::remove);
        for (SimulatedNexus nexus : nexuses) {
            nexus.lose();
        }
    }
}
