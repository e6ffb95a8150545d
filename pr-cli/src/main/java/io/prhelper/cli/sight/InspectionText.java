// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import io.prhelper.cli.event.Line;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReadReservationData.Reservation;
import io.prhelper.core.pr.ReportCapabilitiesData;
import io.prhelper.core.pr.ReportCapabilitiesData.Support;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Inspections for a person to read. */
public final class InspectionText {
    private final PrintStream out;
    private final KeyMeaning meaning;
    private final LocalPorts ports;

    /** To that stream, with what this host knows of keys and ports. */
    public InspectionText(PrintStream out, KeyMeaning meaning, LocalPorts ports) {
        this.out = out;
        this.meaning = meaning;
        this.ports = ports;
    }

    /** Writes one device. */
    public void write(Inspection inspection) {
        out.println(Line.of(title(inspection.facts())));
        UnitState state = inspection.state();
        if (state == null) {
            field("not inspected", String.valueOf(inspection.failure()));
        } else {
            write(state);
        }
        if (inspection.facts().kind() == DeviceFacts.Kind.PARTITION
                || inspection.facts().kind() == DeviceFacts.Kind.MAPPED) {
            field(
                    "note",
                    "this is a " + inspection.facts().kind().words()
                            + "; a reservation is one of the whole disk below it");
        }
        paths(inspection);
    }

    private static String title(DeviceFacts facts) {
        List<String> parts = new ArrayList<>();
        parts.add(facts.node().toString());
        parts.add(facts.kind().words() + (facts.number().isEmpty() ? "" : " " + facts.number()));
        facts.wwid().ifPresent(parts::add);
        facts.product().ifPresent(parts::add);
        facts.bytes().ifPresent(bytes -> parts.add(Words.size(bytes)));
        if (facts.readOnly()) {
            parts.add("read-only");
        }
        facts.state().filter(state -> !state.equals("running")).ifPresent(parts::add);
        return String.join("  ", parts);
    }

    private void write(UnitState state) {
        field("reservation", reservation(state));
        registrations(state);
        state.goodCapabilities()
                .ifPresentOrElse(this::capabilities, () -> field("capabilities", unknown(state.capabilities())));
        for (String notice : state.notices()) {
            field("note", notice);
        }
    }

    private void field(String name, String text) {
        out.println("  " + name + " ".repeat(Math.max(15 - name.length(), 1)) + Line.of(text));
    }

    private static String unknown(PrOutcome<?> outcome) {
        return "not known: the device answered " + Words.of(outcome);
    }

    private String reservation(UnitState state) {
        Optional<ReadReservationData> answer = state.goodReservation();
        if (answer.isEmpty()) {
            return unknown(state.reservation());
        }
        return switch (answer.get().state()) {
            case NONE -> "none";
            case UNKNOWN -> "not known: the answer was cut off";
            case HELD ->
                answer.get()
                        .reservation()
                        .map(held -> held(held, state))
                        .orElse("held, details missing: the answer was cut off");
        };
    }

    private String held(Reservation held, UnitState state) {
        if (held.scopeAndType().type().filter(ReservationType::isAllRegistrants).isPresent()) {
            return Words.of(held.scopeAndType()) + "; each registrant holds it";
        }
        List<String> holders = state.goodFullStatus().stream()
                .flatMap(full -> full.registrations().stream())
                .filter(Registration::holder)
                .map(Words::port)
                .toList();
        return Words.of(held.scopeAndType()) + "; held with key " + key(held.key())
                + (holders.isEmpty() ? "" : " by " + String.join(" and ", holders));
    }

    private void registrations(UnitState state) {
        Optional<ReadKeysData> listed = state.goodKeys();
        OptionalLong generation = state.generation();
        String suffix = generation.isPresent() ? ", generation " + generation.getAsLong() : "";
        if (state.goodFullStatus().isPresent()) {
            List<Registration> registrations = state.goodFullStatus().get().registrations();
            field(
                    "registrations",
                    number(registrations.size(), state.goodFullStatus().get(), "registration") + suffix);
            registrations.forEach(this::registration);
        } else if (listed.isPresent()) {
            field(
                    "registrations",
                    number(listed.get().keys().size(), listed.get(), "key") + suffix
                            + "; of whom is not known: READ FULL STATUS ended " + Words.of(state.fullStatus()));
            listed.get().keys().forEach(key -> out.println("    " + Line.of(key(key))));
        } else {
            field("registrations", unknown(state.keys()));
        }
    }

    private static String number(int came, PrInData data, String what) {
        if (data.isWhole()) {
            return came == 0 ? "none" : Words.count(came, what);
        }
        OptionalLong missing = data.missing();
        return (came == 0 ? "not one came" : "at least " + Words.count(came, what)) + ", "
                + (missing.isPresent() ? missing.getAsLong() + " bytes of the answer are missing" : "perhaps not all");
    }

    private void registration(Registration one) {
        StringBuilder line = new StringBuilder(key(one.key())).append("  ").append(Words.port(one));
        if (one.holder()) {
            line.append("  holder");
        }
        switch (ports.relation(one.transportId())) {
            case THIS_HOST -> line.append("  this host");
            case EARLIER_SESSION -> line.append("  this host's name, but no session that it has now");
            case OTHER -> {}
        }
        out.println("    " + Line.of(line.toString()));
    }

    private String key(ReservationKey key) {
        List<String> more = new ArrayList<>();
        KeyMeaning.text(key).ifPresent(text -> more.add('"' + text + '"'));
        meaning.of(key).ifPresent(more::add);
        return key + (more.isEmpty() ? "" : " (" + String.join("; ", more) + ")");
    }

    private void capabilities(ReportCapabilitiesData data) {
        field("persistence", persistence(data));
        List<String> has = new ArrayList<>();
        List<String> lacks = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        sort(data.allTargetPorts(), "ALL_TG_PT", has, lacks, unknown);
        sort(data.specifyInitiatorPorts(), "SPEC_I_PT", has, lacks, unknown);
        sort(data.compatibleReservationHandling(), "compatible reservation handling", has, lacks, unknown);
        sort(data.replaceLostReservation(), "REPLACE LOST RESERVATION", has, lacks, unknown);
        field(
                "capabilities",
                list(has, lacks, unknown)
                        + data.allowCommands().stream()
                                .mapToObj(code -> "; allow commands " + code)
                                .findFirst()
                                .orElse(""));
        List<String> types = new ArrayList<>();
        List<String> noTypes = new ArrayList<>();
        List<String> unknownTypes = new ArrayList<>();
        for (ReservationType type : ReservationType.values()) {
            sort(data.supports(type), Words.of(type).replace(", ", " "), types, noTypes, unknownTypes);
        }
        field("types", noTypes.isEmpty() && unknownTypes.isEmpty() ? "all six" : list(types, noTypes, unknownTypes));
    }

    private static String persistence(ReportCapabilitiesData data) {
        return switch (data.persistThroughPowerLossActive()) {
            case YES -> "registrations and reservation persist through power loss (APTPL)";
            case NO ->
                "a power loss of the target ends all of it"
                        + (data.persistThroughPowerLoss() == Support.YES
                                ? " (APTPL could be asked for)"
                                : " (APTPL is not supported)");
            case UNKNOWN -> "not known";
        };
    }

    private static void sort(Support support, String what, List<String> has, List<String> lacks, List<String> unknown) {
        switch (support) {
            case YES -> has.add(what);
            case NO -> lacks.add(what);
            case UNKNOWN -> unknown.add(what);
        }
    }

    private static String list(List<String> has, List<String> lacks, List<String> unknown) {
        List<String> parts = new ArrayList<>();
        if (!has.isEmpty()) {
            parts.add(String.join(", ", has));
        }
        if (!lacks.isEmpty()) {
            parts.add("not " + String.join(", not ", lacks));
        }
        if (!unknown.isEmpty()) {
            parts.add("not known: " + String.join(", ", unknown));
        }
        return String.join("; ", parts);
    }

    private void paths(Inspection map) {
        if (map.facts().kind() != DeviceFacts.Kind.MAP) {
            return;
        }
        List<Inspection> paths = map.paths();
        field(
                "paths",
                map.pathsThatAnswer() + " of " + paths.size() + " answer"
                        + (map.pathsThatAnswer() > 1 ? map.pathsAgree() ? " and agree" : " and do NOT agree" : ""));
        for (Inspection path : paths) {
            out.println("    " + Line.of(path(path, map)));
        }
    }

    private String path(Inspection path, Inspection map) {
        DeviceFacts facts = path.facts();
        String name = facts.kernelName()
                + facts.address().map(address -> "  " + address).orElse("")
                + facts.state().map(state -> "  " + state).orElse("");
        UnitState state = path.state();
        if (state == null) {
            return name + "  no answer: " + path.failure();
        }
        UnitState whole = map.state();
        String notices = state.notices().isEmpty() ? "" : "; " + String.join("; ", state.notices());
        return name + (whole == null || state.agreesWith(whole) ? "" : "  differs: " + summary(state)) + notices;
    }

    /** In one line: {@code generation 3, 2 registrations, reservation none}. */
    String summary(UnitState state) {
        OptionalLong generation = state.generation();
        return "generation " + (generation.isPresent() ? generation.getAsLong() : "unknown") + ", "
                + state.goodKeys()
                        .map(keys -> number(keys.keys().size(), keys, "registration"))
                        .orElse("registrations unknown")
                + ", reservation " + reservation(state);
    }
}
