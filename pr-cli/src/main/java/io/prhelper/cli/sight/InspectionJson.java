// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReadReservationData.Reservation;
import io.prhelper.core.pr.ReportCapabilitiesData;
import io.prhelper.core.pr.ReportCapabilitiesData.Support;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.TransportId;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Inspections as JSON; the form is in {@code share/schema/inspect-1.json}. */
public final class InspectionJson {
    /** Changes with every change that is more than an addition. */
    public static final String SCHEMA = "io.prhelper.inspect/1";

    private final JsonGenerator json;
    private final KeyMeaning meaning;
    private final LocalPorts ports;

    InspectionJson(JsonGenerator json, KeyMeaning meaning, LocalPorts ports) {
        this.json = json;
        this.meaning = meaning;
        this.ports = ports;
    }

    /** A generator of JSON that leaves the stream open. */
    public static JsonGenerator generator(OutputStream out) {
        return JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build()
                .createGenerator(ObjectWriteContext.empty(), out);
    }

    /** Writes one document with all of them, and ends the line. */
    public static void write(OutputStream out, Host host, List<Inspection> inspections) {
        try (JsonGenerator json = generator(out)) {
            InspectionJson writer = new InspectionJson(json, KeyMeaning.of(host), LocalPorts.of(host));
            json.writeStartObject();
            json.writeStringProperty("schema", SCHEMA);
            json.writeStringProperty("time", now());
            json.writeStringProperty("host", host.name());
            json.writeArrayPropertyStart("devices");
            inspections.forEach(writer::device);
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private void device(Inspection inspection) {
        json.writeStartObject();
        facts(inspection.facts());
        body(inspection);
        if (inspection.facts().kind() == DeviceFacts.Kind.MAP) {
            json.writeBooleanProperty("pathsAgree", inspection.pathsAgree());
            json.writeArrayPropertyStart("paths");
            inspection.paths().forEach(path -> path(path, inspection));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void path(Inspection path, Inspection map) {
        json.writeStartObject();
        facts(path.facts());
        UnitState state = path.state();
        UnitState whole = map.state();
        if (state != null && whole != null) {
            json.writeBooleanProperty("agrees", state.agreesWith(whole));
        }
        body(path);
        json.writeEndObject();
    }

    private void facts(DeviceFacts facts) {
        json.writeStringProperty("device", facts.node().toString());
        json.writeStringProperty("kind", name(facts.kind()));
        string("name", Optional.of(facts.kernelName()).filter(name -> !name.isEmpty()));
        string("number", Optional.of(facts.number()).filter(number -> !number.isEmpty()));
        string("wwid", facts.wwid());
        string("product", facts.product());
        string("address", facts.address());
        string("state", facts.state());
        facts.bytes().ifPresent(bytes -> json.writeNumberProperty("bytes", bytes));
        json.writeBooleanProperty("readOnly", facts.readOnly());
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void string(String name, Optional<String> value) {
        value.ifPresent(text -> json.writeStringProperty(name, text));
    }

    private void body(Inspection inspection) {
        UnitState state = inspection.state();
        if (state == null) {
            json.writeStringProperty("failure", String.valueOf(inspection.failure()));
        } else {
            state(state);
        }
    }

    /** Properties of the object that is open. */
    void state(UnitState state) {
        state.generation().ifPresent(generation -> json.writeNumberProperty("generation", generation));
        json.writeBooleanProperty("whole", state.isWhole());
        reservation(state);
        registrations(state);
        json.writeObjectPropertyStart("capabilities");
        state.goodCapabilities().ifPresentOrElse(this::capabilities, () -> failure(state.capabilities()));
        json.writeEndObject();
        json.writeArrayPropertyStart("notices");
        state.notices().forEach(json::writeString);
        json.writeEndArray();
    }

    private void failure(PrOutcome<?> outcome) {
        json.writeStringProperty("failure", Words.of(outcome));
    }

    private void reservation(UnitState state) {
        json.writeObjectPropertyStart("reservation");
        Optional<ReadReservationData> answer = state.goodReservation();
        json.writeStringProperty("state", answer.map(data -> name(data.state())).orElse("unknown"));
        if (answer.isEmpty()) {
            failure(state.reservation());
        }
        answer.flatMap(ReadReservationData::reservation).ifPresent(this::held);
        json.writeEndObject();
    }

    private void held(Reservation held) {
        if (held.scopeAndType().type().filter(ReservationType::isAllRegistrants).isEmpty()) {
            key(held.key());
        }
        json.writeStringProperty("type", Words.of(held.scopeAndType()));
        json.writeNumberProperty("typeCode", held.scopeAndType().typeCode());
        json.writeNumberProperty("scopeCode", held.scopeAndType().scopeCode());
    }

    private void key(ReservationKey key) {
        json.writeStringProperty("key", key.toString());
        string("keyText", KeyMeaning.text(key));
        string("keyMeaning", meaning.of(key));
    }

    private void registrations(UnitState state) {
        Optional<? extends PrInData> source =
                state.goodFullStatus().isPresent() ? state.goodFullStatus() : state.goodKeys();
        json.writeArrayPropertyStart("registrations");
        if (state.goodFullStatus().isPresent()) {
            state.goodFullStatus().get().registrations().forEach(this::registration);
        } else {
            state.goodKeys()
                    .ifPresent(keys -> keys.keys().forEach(key -> {
                        json.writeStartObject();
                        key(key);
                        json.writeEndObject();
                    }));
        }
        json.writeEndArray();
        if (source.isEmpty()) {
            json.writeStringProperty("registrationsFailure", Words.of(state.keys()));
        } else if (!source.get().isWhole()) {
            OptionalLong missing = source.get().missing();
            json.writeBooleanProperty("registrationsCut", true);
            missing.ifPresent(bytes -> json.writeNumberProperty("registrationsMissingBytes", bytes));
        }
        if (state.goodFullStatus().isEmpty()) {
            json.writeStringProperty("fullStatusFailure", Words.of(state.fullStatus()));
        }
    }

    private void registration(Registration one) {
        json.writeStartObject();
        key(one.key());
        json.writeBooleanProperty("holder", one.holder());
        json.writeBooleanProperty("allTargetPorts", one.allTgPt());
        json.writeNumberProperty("relativeTargetPort", one.relativeTargetPort());
        json.writeObjectPropertyStart("initiatorPort");
        transportId(one.transportId());
        json.writeEndObject();
        json.writeStringProperty("relation", name(ports.relation(one.transportId())));
        json.writeEndObject();
    }

    private void transportId(TransportId id) {
        json.writeStringProperty("text", Words.of(id));
        json.writeNumberProperty("protocol", id.protocol());
        json.writeStringProperty("bytes", HexFormat.of().formatHex(id.encode()));
        if (id.meaning() instanceof TransportId.Iscsi iscsi) {
            json.writeStringProperty("iscsiName", iscsi.name());
        }
        if (id.meaning() instanceof TransportId.IscsiPort port) {
            json.writeStringProperty("isid", String.format(Locale.ROOT, "%012x", port.isid()));
        }
    }

    private void capabilities(ReportCapabilitiesData data) {
        support("persistThroughPowerLoss", data.persistThroughPowerLoss());
        support("persistThroughPowerLossActive", data.persistThroughPowerLossActive());
        support("allTargetPorts", data.allTargetPorts());
        support("specifyInitiatorPorts", data.specifyInitiatorPorts());
        support("compatibleReservationHandling", data.compatibleReservationHandling());
        support("replaceLostReservation", data.replaceLostReservation());
        data.allowCommands().ifPresent(code -> json.writeNumberProperty("allowCommands", code));
        json.writeObjectPropertyStart("types");
        for (ReservationType type : ReservationType.values()) {
            support(Words.of(type), data.supports(type));
        }
        json.writeEndObject();
    }

    private void support(String name, Support support) {
        json.writeStringProperty(name, name(support));
    }
}
