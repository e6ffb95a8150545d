// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.protocol.Violation;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerObserver;
import java.util.EnumSet;
import java.util.Set;

/** Turns what the server tells into events of the log. */
public final class ServerEvents implements ServerObserver {
    /** What a cluster fences with, and what else ends what somebody else holds. */
    private static final Set<PrOutAction> ACTIONS = EnumSet.of(
            PrOutAction.CLEAR, PrOutAction.PREEMPT, PrOutAction.PREEMPT_AND_ABORT, PrOutAction.REGISTER_AND_MOVE);

    private final EventLog log;
    private final OncePerMinute denials = new OncePerMinute();
    private final OncePerMinute maps = new OncePerMinute();

    /** Events to that log. */
    public ServerEvents(EventLog log) {
        this.log = log;
    }

    @Override
    public void connected(long connection, PeerCredentials peer) {
        tell(Event.PR_CONNECT, connection, "from " + peer);
    }

    @Override
    public void refused(PeerCredentials peer, Limit limit, int most) {
        log.tell(Event.PR_REFUSE, "client turned away: " + peer + ": " + Wording.of(limit, most));
    }

    @Override
    public void processUnknown(PeerCredentials peer) {
        log.tell(
                Event.PR_PRIVILEGES,
                "clients of another PID namespace are counted by user, not by process: the kernel does not tell which"
                        + " process they are (first: " + peer + ")");
    }

    @Override
    public boolean wants(Decision decision, int opcode, int serviceAction) {
        return log.wants(Event.PR_REQUEST)
                || log.wants(Event.PR_REPLY)
                || (decision == Decision.EXECUTED && log.wants(Event.SG_IO))
                || (decision.isDenial() && log.wants(Event.PR_DENY))
                || (isAction(decision, opcode, serviceAction) && log.wants(Event.PR_ACTION));
    }

    /** Whether it asked for something that takes registrations or a reservation away from others; a denial is told as such. */
    private static boolean isAction(Decision decision, int opcode, int serviceAction) {
        return opcode == Wire.PERSISTENT_RESERVE_OUT
                && !decision.isDenial()
                && PrOutAction.of(serviceAction).filter(ACTIONS::contains).isPresent();
    }

    @Override
    public void finished(Finished request) {
        if (log.wants(Event.PR_REQUEST)) {
            tell(
                    Event.PR_REQUEST,
                    request.connection(),
                    CommandText.of(request.cdb().array(), request.dataOut().array()));
        }
        if (request.decision().isDenial()) {
            denied(request);
        } else if (request.decision() == Decision.EXECUTED && log.wants(Event.SG_IO)) {
            issued(request);
        }
        if (isAction(
                        request.decision(),
                        request.cdb().get(0) & 0xff,
                        request.cdb().get(1) & 0x1f)
                && log.wants(Event.PR_ACTION)) {
            tell(Event.PR_ACTION, request.connection(), Wording.outcome(request) + " (" + request.peer() + ")");
        }
        if (log.wants(Event.PR_REPLY)) {
            tell(
                    Event.PR_REPLY,
                    request.connection(),
                    Wording.status(request) + ", " + request.size() + " bytes, " + request.nanos() / 1000 + " us");
        }
    }

    /** At most once a minute for a user and reason, so that nobody fills a log with it. */
    private void denied(Finished request) {
        if (denials.pass(request.peer().uid(), Wording.kindOfDenial(request), System.nanoTime())) {
            tell(
                    Event.PR_DENY,
                    request.connection(),
                    "command refused: " + Wording.denial(request) + " (" + request.peer() + ")");
        }
    }

    private void issued(Finished request) {
        DeviceNumber device = request.device();
        byte[] cdb = request.cdb().array();
        if (device != null && CommandText.isForDevice(cdb)) {
            tell(
                    Event.SG_IO,
                    request.connection(),
                    device + " " + CommandText.of(cdb) + " -> " + ScsiStatus.describe(request.status()) + ", "
                            + request.deviceNanos() / 1000 + " us");
        }
    }

    @Override
    public void recognized(DeviceNumber device, DeviceKind kind) {
        log.tell(Event.PR_DEVICE, "device " + device + " " + Wording.of(kind));
    }

    /** At most once a minute for a map and sentence: a guest may try again and again. */
    @Override
    public void mapped(String map, String sentence) {
        if (maps.pass(0, map + " " + sentence, System.nanoTime())) {
            log.tell(Event.PR_MULTIPATH, "map " + map + " " + sentence);
        }
    }

    @Override
    public void violated(long connection, PeerCredentials peer, Violation violation) {
        tell(Event.PR_VIOLATION, connection, "closed: " + violation.sentence() + " (" + peer + ")");
    }

    @Override
    public void timedOut(long connection, PeerCredentials peer) {
        tell(Event.PR_TIMEOUT, connection, "closed: the client took too long for a message (" + peer + ")");
    }

    @Override
    public void failed(long connection, PeerCredentials peer, Throwable cause) {
        tell(Event.PR_FAILURE, connection, "closed: " + cause + " (" + peer + ")");
    }

    @Override
    public void disconnected(long connection, PeerCredentials peer) {
        tell(Event.PR_DISCONNECT, connection, "closed (" + peer + ")");
    }

    private void tell(Event event, long connection, String text) {
        log.tell(event, "connection " + connection + " " + text);
    }
}
