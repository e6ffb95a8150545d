// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.TransportId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Fields of one entry of the journal, a line each (systemd, JOURNAL_NATIVE_PROTOCOL): those of {@link JsonLine} with names of its kind. */
final class JournalEntry implements AuditForm {
    /** By which all entries of the trail are found, whatever their text: {@code journalctl MESSAGE_ID=...}. */
    static final String MESSAGE_ID = "1f2868f46c3f4382839195be4f7b1ce5";

    /** Priorities of syslog(3). */
    private static final int WARNING = 4;

    private static final int NOTICE = 5;
    private static final int INFO = 6;

    private final String program;

    /** Entries of that program. */
    JournalEntry(String program) {
        this.program = program;
    }

    @Override
    public String of(AuditRecord request) {
        StringBuilder entry = begin(sentence(request), priority(request), request.isRefusal() ? "refusal" : "command");
        field(entry, "CONNECTION", Long.toString(request.connection()));
        peer(entry, request);
        field(entry, "DEVICE_KIND", request.deviceKind());
        field(entry, "DEVICE_NUMBER", request.deviceNumber());
        field(entry, "DEVICE_NODE", request.device().node());
        field(entry, "DEVICE_WWID", request.device().wwid());
        field(entry, "ACTION", request.action());
        command(entry, request);
        field(entry, "STATUS", request.statusName());
        field(entry, "SENSE", request.sense() == null ? null : request.sense().toString());
        field(entry, "DECISION", request.decision().name());
        field(entry, "DURATION_MICROS", request.micros() > 0 ? Long.toString(request.micros()) : null);
        Effect effect = request.effect();
        if (effect != null) {
            field(entry, "EFFECT", effect.word());
            for (ReservationKey key : effect.removed()) {
                field(entry, "REMOVED", key.toString());
            }
            flag(entry, "REMOVED_ALL", effect.removedAll());
        }
        return end(entry);
    }

    @Override
    public String lost(Instant time, long count) {
        StringBuilder entry = begin(count + " lines of the audit trail were lost", WARNING, "lost");
        field(entry, "LOST", Long.toString(count));
        return end(entry);
    }

    private StringBuilder begin(String message, int priority, String event) {
        StringBuilder entry = new StringBuilder(1024);
        plain(entry, "MESSAGE", message);
        plain(entry, "MESSAGE_ID", MESSAGE_ID);
        plain(entry, "PRIORITY", Integer.toString(priority));
        plain(entry, "SYSLOG_IDENTIFIER", program);
        field(entry, "EVENT", event);
        return entry;
    }

    /** Without the end of the last field, which whoever writes lines adds. */
    private static String end(StringBuilder entry) {
        entry.setLength(entry.length() - 1);
        return entry.toString();
    }

    private static void peer(StringBuilder entry, AuditRecord request) {
        PeerFacts facts = request.facts();
        field(entry, "PEER_PID", Integer.toString(request.peer().pid()));
        field(entry, "PEER_UID", Integer.toUnsignedString(request.peer().uid()));
        field(entry, "PEER_GID", Integer.toUnsignedString(request.peer().gid()));
        field(entry, "PEER_EXECUTABLE", facts.executable());
        field(entry, "PEER_COMMAND", facts.executable() == null ? facts.command() : null);
        field(entry, "PEER_CGROUP", facts.cgroup());
        VirtualMachine machine = facts.machine();
        if (machine != null) {
            field(entry, "VM_NAME", machine.name());
            field(entry, "VM_BY", machine.by().word());
        }
    }

    private static void command(StringBuilder entry, AuditRecord request) {
        PrOutCommand command = request.command();
        if (command == null) {
            return;
        }
        field(entry, "KEY", command.key().toString());
        if (request.hasServiceActionKey()) {
            field(entry, "SERVICE_ACTION_KEY", command.serviceActionKey().toString());
        }
        String type = request.type();
        if (type != null) {
            field(entry, "TYPE", type);
            field(entry, "SCOPE", Integer.toString(command.scopeAndType().scopeCode()));
        }
        flag(entry, "APTPL", request.options().aptpl());
        flag(entry, "ALL_TARGET_PORTS", request.options().allTgPt());
        flag(entry, "SPECIFY_INITIATOR_PORTS", request.options().specIPt());
        flag(entry, "UNREGISTER", request.unregisters());
        for (TransportId port : request.to()) {
            field(entry, "TO", port.toString());
        }
    }

    private static int priority(AuditRecord request) {
        Effect effect = request.effect();
        if (effect == null) {
            return request.isRefusal() ? WARNING : INFO;
        }
        return effect.word().equals("fences") || effect.removedAll() ? NOTICE : INFO;
    }

    /** {@code PREEMPT of machine web1 on /dev/sdb: fences 0x000000000000000b: GOOD}. */
    private static String sentence(AuditRecord request) {
        VirtualMachine machine = request.facts().machine();
        String who = machine == null ? request.peer().toString() : "machine " + machine.name();
        String node = request.device().node();
        String number = request.deviceNumber();
        String where = node != null ? " on " + node : number != null ? " on device " + number : "";
        Effect effect = request.effect();
        StringBuilder what = new StringBuilder();
        if (effect != null) {
            what.append(effect.word());
            for (ReservationKey key : effect.removed()) {
                what.append(' ').append(key);
            }
            what.append(effect.removedAll() ? " all others: " : ": ");
        }
        String sense = request.sense() == null ? "" : " " + request.sense();
        String refusal = request.isRefusal() ? " (" + request.decision() + ")" : "";
        return request.action() + " of " + who + where + ": " + what + request.statusName() + sense + refusal;
    }

    private static void flag(StringBuilder entry, String name, boolean set) {
        if (set) {
            field(entry, name, "1");
        }
    }

    private static void field(StringBuilder entry, String name, @Nullable String value) {
        if (value != null) {
            plain(entry, "PR_" + name, value);
        }
    }

    /** A value ends with its line: a process that has a new line in its name gets a question mark for it. */
    private static void plain(StringBuilder entry, String name, String value) {
        entry.append(name).append('=');
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            entry.append(Character.isISOControl(character) ? '?' : character);
        }
        entry.append('\n');
    }
}
