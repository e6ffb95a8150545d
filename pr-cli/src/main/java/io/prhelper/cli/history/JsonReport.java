// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import io.prhelper.cli.history.History.Fencing;
import io.prhelper.cli.history.History.Holding;
import io.prhelper.cli.history.History.Registration;
import io.prhelper.cli.sight.InspectionJson;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The answer as one JSON object, schema {@code io.prhelper.who/1}. What is not known is left out. */
public final class JsonReport {
    private static final String SCHEMA = "io.prhelper.who/1";

    private final Answer answer;
    private final JsonGenerator json;

    private JsonReport(Answer answer, JsonGenerator json) {
        this.answer = answer;
        this.json = json;
    }

    /** Prints it, and the end of a line. */
    public static void print(Answer answer, PrintStream out) {
        try (JsonGenerator json = InspectionJson.generator(out)) {
            new JsonReport(answer, json).write();
        }
        out.println();
    }

    private void write() {
        History history = answer.history();
        json.writeStartObject();
        json.writeStringProperty("schema", SCHEMA);
        device();
        time("until", answer.last());
        reservation(history);
        registrations("registrations", history.registered());
        json.writeBooleanProperty("registrationsComplete", history.areRegistrationsKnown());
        fencings(history);
        registrations("pastRegistrations", ended(history));
        holdings(history);
        refusals(history);
        trails();
        gaps();
        notices(history);
        disk();
        json.writeEndObject();
    }

    private static List<Registration> ended(History history) {
        return history.registrations().stream().filter(one -> !one.isOpen()).toList();
    }

    private void device() {
        json.writeObjectPropertyStart("device");
        json.writeStringProperty("asked", answer.name().asked());
        if (!answer.name().wwids().isEmpty()) {
            json.writeStringProperty("wwid", answer.name().shown());
        }
        json.writeArrayPropertyStart("seen");
        for (Entry.Device device : answer.devices()) {
            json.writeStartObject();
            text("host", device.host());
            text("number", device.number());
            text("kind", device.kind());
            text("node", device.node());
            text("wwid", device.wwid());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void reservation(History history) {
        Holding held = history.held();
        json.writeObjectPropertyStart("reservation");
        json.writeStringProperty("state", held != null ? "held" : history.isReservationKnown() ? "none" : "unknown");
        if (held != null) {
            holding(held);
        }
        json.writeEndObject();
    }

    private void holdings(History history) {
        json.writeArrayPropertyStart("pastReservations");
        for (Holding holding : history.holdings()) {
            if (!holding.isOpen()) {
                json.writeStartObject();
                holding(holding);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private void holding(Holding holding) {
        party("holder", holding.party());
        text("key", holding.key());
        text("type", holding.type());
        time("since", holding.from());
        time("firstSeen", holding.seen());
        text("by", holding.begin());
        if (!holding.isOpen()) {
            time("until", holding.to());
            text("end", holding.end());
        }
    }

    private void registrations(String name, List<Registration> registrations) {
        json.writeArrayPropertyStart(name);
        for (Registration one : registrations) {
            json.writeStartObject();
            party("party", one.party());
            text("key", one.key());
            text("through", one.place());
            client(one.pid(), one.program());
            time("since", one.from());
            time("firstSeen", one.seen());
            if (!one.isOpen()) {
                time("until", one.to());
                text("end", one.end());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void fencings(History history) {
        json.writeArrayPropertyStart("fencings");
        for (Fencing one : history.fencings()) {
            json.writeStartObject();
            time("time", one.time());
            text("cause", one.cause().name().toLowerCase(Locale.ROOT).replace('_', ' '));
            party("by", one.by().party());
            client(one.by().pid(), one.by().program());
            text("through", one.by().device().place());
            text("action", one.by().action());
            text("key", one.by().key());
            party("fenced", one.fenced());
            text("fencedKey", one.key());
            json.writeBooleanProperty("reservationTaken", one.reservationTaken());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void refusals(History history) {
        json.writeArrayPropertyStart("refusals");
        for (History.Refusal one : history.refusals()) {
            Entry command = one.command();
            json.writeStartObject();
            time("time", command.time());
            party("by", command.party());
            client(command.pid(), command.program());
            text("through", command.device().place());
            text("action", command.action());
            text("key", command.key());
            text("serviceActionKey", command.actionKey());
            text("status", command.status());
            text("sense", command.sense());
            text("decision", command.decision());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void trails() {
        json.writeArrayPropertyStart("trails");
        for (TrailReading reading : answer.readings()) {
            json.writeStartObject();
            text("name", reading.name());
            json.writeNumberProperty("lines", reading.lines());
            json.writeNumberProperty("unreadable", reading.unreadable());
            json.writeArrayPropertyStart("hosts");
            reading.hosts().forEach((host, span) -> {
                json.writeStartObject();
                text("host", host);
                time("first", span.first());
                time("last", span.last());
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void gaps() {
        json.writeArrayPropertyStart("gaps");
        for (Gap gap : answer.gaps()) {
            json.writeStartObject();
            text("host", gap.host());
            time("from", gap.from());
            time("to", gap.to());
            if (gap.lines() > 0) {
                json.writeNumberProperty("lines", gap.lines());
            }
            text("why", gap.why());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void notices(History history) {
        json.writeArrayPropertyStart("notices");
        for (History.Notice one : history.notices()) {
            json.writeStartObject();
            time("time", one.time());
            text("text", one.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void disk() {
        DiskState disk = answer.disk();
        if (disk == null) {
            return;
        }
        json.writeObjectPropertyStart("disk");
        text("node", disk.node());
        if (!disk.attentions().isEmpty()) {
            json.writeArrayPropertyStart("attentions");
            disk.attentions().forEach(json::writeString);
            json.writeEndArray();
        }
        if (!disk.problem().isEmpty()) {
            text("problem", disk.problem());
            json.writeEndObject();
            return;
        }
        json.writeNumberProperty("generation", disk.generation());
        json.writeArrayPropertyStart("registrations");
        for (DiskState.Registered one : disk.registrations()) {
            json.writeStartObject();
            text("key", one.key());
            text("port", one.port());
            json.writeBooleanProperty("holds", one.holds());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (!disk.type().isEmpty()) {
            json.writeObjectPropertyStart("reservation");
            text("key", disk.reservationKey());
            text("type", disk.type());
            json.writeEndObject();
        }
        json.writeArrayPropertyStart("differences");
        answer.differences().forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void party(String name, Party party) {
        json.writeObjectPropertyStart(name);
        text("host", party.host());
        json.writeStringProperty(party.isKnown() && party.virtualMachine() ? "vm" : "name", party.name());
        json.writeEndObject();
    }

    private void client(long pid, String program) {
        if (pid > 0) {
            json.writeNumberProperty("pid", pid);
        }
        text("program", program);
    }

    private void text(String name, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }

    private void time(String name, @Nullable Instant value) {
        if (value != null) {
            json.writeStringProperty(name, value.toString());
        }
    }
}
