// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import io.prhelper.core.protocol.Violation;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerObserver;

/** Turns what the server tells into events of the log. */
public final class ServerEvents implements ServerObserver {
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
    public boolean wants(Decision decision) {
        return log.wants(Event.PR_REQUEST)
                || log.wants(Event.PR_REPLY)
                || (decision == Decision.EXECUTED && log.wants(Event.SG_IO))
                || (decision.isDenial() && log.wants(Event.PR_DENY));
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
        if (log.wants(Event.PR_REPLY)) {
            String sense = request.status() == ScsiStatus.CHECK_CONDITION.code()
                    ? ", sense " + Sense.parse(request.sense().array())
                    : "";
            tell(
                    Event.PR_REPLY,
                    request.connection(),
                    ScsiStatus.describe(request.status()) + sense + ", " + request.size() + " bytes, "
                            + request.nanos() / 1000 + " us");
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
