// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import io.prhelper.core.protocol.Violation;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerListener;

/** Turns what the server tells into events of the log. */
public final class ServerEvents implements ServerListener {
    private final EventLog log;

    /** Events to that log. */
    public ServerEvents(EventLog log) {
        this.log = log;
    }

    @Override
    public void connected(long connection, PeerCredentials peer) {
        tell(Event.PR_CONNECT, connection, "from " + peer);
    }

    @Override
    public void refused(PeerCredentials peer, String limit) {
        log.tell(Event.PR_REFUSE, "client turned away: " + peer + ": " + limit);
    }

    @Override
    public boolean wantsAnswers() {
        return log.wants(Event.PR_REQUEST) || log.wants(Event.PR_REPLY);
    }

    @Override
    public void answered(Answered event) {
        if (log.wants(Event.PR_REQUEST)) {
            tell(
                    Event.PR_REQUEST,
                    event.connection(),
                    CommandText.of(event.cdb().array(), event.dataOut().array()));
        }
        if (log.wants(Event.PR_REPLY)) {
            String sense = event.status() == ScsiStatus.CHECK_CONDITION.code()
                    ? ", sense " + Sense.parse(event.sense().array())
                    : "";
            tell(
                    Event.PR_REPLY,
                    event.connection(),
                    ScsiStatus.describe(event.status()) + sense + ", " + event.size() + " bytes, "
                            + event.nanos() / 1000 + " us");
        }
    }

    @Override
    public boolean wantsIssues() {
        return log.wants(Event.SG_IO);
    }

    @Override
    public void issued(Issued event) {
        tell(
                Event.SG_IO,
                event.connection(),
                event.device() + " " + CommandText.of(event.cdb().array()) + " -> "
                        + ScsiStatus.describe(event.status()) + ", " + event.nanos() / 1000 + " us");
    }

    @Override
    public void recognized(String device, boolean multipath, String sentence) {
        log.tell(
                multipath ? Event.PR_MULTIPATH : Event.PR_DEVICE,
                "device " + device + " " + sentence + (multipath ? ": a command reaches one of its paths" : ""));
    }

    @Override
    public void denied(long connection, PeerCredentials peer, String reason) {
        tell(Event.PR_DENY, connection, "command refused: " + reason + " (" + peer + ")");
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
