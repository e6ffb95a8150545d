// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** One object of JSON a line (RFC 8259). */
final class JsonLine implements AuditForm {
    private static final String SCHEMA = "io.prhelper.audit/1";

    /** RFC 3339, UTC, always with microseconds: so lines sort by time as they are. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final String host;
    private final JsonFactory json = new JsonFactory();

    /** Lines of that host. */
    JsonLine(String host) {
        this.host = host;
    }

    @Override
    public String of(AuditRecord request) {
        return object(request.time(), request.isRefusal() ? "refusal" : "command", out -> {
            out.writeNumberProperty("connection", request.connection());
            peer(out, request);
            device(out, request);
            out.writeStringProperty("action", request.action());
            command(out, request);
            out.writeStringProperty("status", request.statusName());
            Sense sense = request.sense();
            text(out, "sense", sense == null ? null : sense.toString());
            out.writeStringProperty("decision", request.decision().name());
            if (request.micros() > 0) {
                out.writeNumberProperty("durationMicros", request.micros());
            }
            effect(out, request.effect());
        });
    }

    @Override
    public String lost(Instant time, long count) {
        return object(time, "lost", out -> out.writeNumberProperty("lost", count));
    }

    private String object(Instant time, String event, Consumer<JsonGenerator> content) {
        StringWriter line = new StringWriter(768);
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            out.writeStringProperty("schema", SCHEMA);
            out.writeStringProperty("time", TIME.format(time));
            out.writeStringProperty("host", host);
            out.writeStringProperty("event", event);
            content.accept(out);
            out.writeEndObject();
        }
        return line.toString();
    }

    private static void peer(JsonGenerator out, AuditRecord request) {
        PeerFacts facts = request.facts();
        out.writeObjectPropertyStart("peer");
        out.writeNumberProperty("pid", request.peer().pid());
        out.writeNumberProperty("uid", Integer.toUnsignedLong(request.peer().uid()));
        out.writeNumberProperty("gid", Integer.toUnsignedLong(request.peer().gid()));
        text(out, "executable", facts.executable());
        if (facts.executable() == null) {
            text(out, "command", facts.command());
        }
        text(out, "cgroup", facts.cgroup());
        VirtualMachine machine = facts.machine();
        if (machine != null) {
            out.writeObjectPropertyStart("vm");
            out.writeStringProperty("name", machine.name());
            out.writeStringProperty("by", machine.by().word());
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void device(JsonGenerator out, AuditRecord request) {
        String kind = request.deviceKind();
        if (kind == null) {
            return;
        }
        out.writeObjectPropertyStart("device");
        text(out, "number", request.deviceNumber());
        out.writeStringProperty("kind", kind);
        text(out, "node", request.device().node());
        text(out, "wwid", request.device().wwid());
        out.writeEndObject();
    }

    private static void command(JsonGenerator out, AuditRecord request) {
        PrOutCommand command = request.command();
        if (command == null) {
            return;
        }
        out.writeStringProperty("key", command.key().toString());
        if (request.hasServiceActionKey()) {
            out.writeStringProperty(
                    "serviceActionKey", command.serviceActionKey().toString());
        }
        String type = request.type();
        if (type != null) {
            out.writeStringProperty("type", type);
            out.writeNumberProperty("scope", command.scopeAndType().scopeCode());
        }
        flag(out, "aptpl", request.options().aptpl());
        flag(out, "allTargetPorts", request.options().allTgPt());
        flag(out, "specifyInitiatorPorts", request.options().specIPt());
        flag(out, "unregister", request.unregisters());
        if (!request.to().isEmpty()) {
            out.writeArrayPropertyStart("to");
            for (TransportId port : request.to()) {
                out.writeString(port.toString());
            }
            out.writeEndArray();
        }
    }

    private static void effect(JsonGenerator out, @Nullable Effect effect) {
        if (effect == null) {
            return;
        }
        out.writeStringProperty("effect", effect.word());
        if (!effect.removed().isEmpty()) {
            out.writeArrayPropertyStart("removed");
            for (ReservationKey key : effect.removed()) {
                out.writeString(key.toString());
            }
            out.writeEndArray();
        }
        flag(out, "removedAll", effect.removedAll());
    }

    private static void text(JsonGenerator out, String name, @Nullable String value) {
        if (value != null) {
            out.writeStringProperty(name, value);
        }
    }

    private static void flag(JsonGenerator out, String name, boolean set) {
        if (set) {
            out.writeBooleanProperty(name, true);
        }
    }
}
