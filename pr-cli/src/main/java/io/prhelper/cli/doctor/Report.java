// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import io.prhelper.cli.sight.InspectionJson;
import java.io.PrintStream;
import tools.jackson.core.JsonGenerator;

/** Findings as text, or as one JSON object of the schema {@code io.prhelper.doctor/1}. */
public final class Report {
    private static final String SCHEMA = "io.prhelper.doctor/1";

    private Report() {}

    /** A line for each, and what helps below what is wrong; the worst result last. */
    public static void text(Findings findings, PrintStream out) {
        for (Finding one : findings.all()) {
            String subject = one.subject().isEmpty() ? "" : one.subject() + ": ";
            out.printf("%-8s %-18s %s%s%n", one.result(), one.check().id(), subject, one.text());
            if (one.result().compareTo(Result.SKIPPED) > 0) {
                out.println("         looked at: " + one.looked());
                if (!one.check().remedy().isEmpty()) {
                    out.println("         remedy: " + one.check().remedy());
                }
            }
        }
        long failures = count(findings, Result.FAILURE);
        long warnings = count(findings, Result.WARNING);
        out.println();
        out.println(failures + (failures == 1 ? " failure, " : " failures, ") + warnings
                + (warnings == 1 ? " warning; " : " warnings; ") + count(findings, Result.PASS) + " passed, "
                + count(findings, Result.SKIPPED) + " not looked at.");
    }

    private static long count(Findings findings, Result result) {
        return findings.all().stream().filter(one -> one.result() == result).count();
    }

    /** One line. */
    public static void json(Findings findings, PrintStream out) {
        try (JsonGenerator json = InspectionJson.generator(out)) {
            json.writeStartObject();
            json.writeStringProperty("schema", SCHEMA);
            json.writeStringProperty("result", findings.worst().toString());
            json.writeArrayPropertyStart("findings");
            for (Finding one : findings.all()) {
                json.writeStartObject();
                json.writeStringProperty("check", one.check().id());
                json.writeStringProperty("result", one.result().toString());
                if (!one.subject().isEmpty()) {
                    json.writeStringProperty("subject", one.subject());
                }
                json.writeStringProperty("text", one.text());
                json.writeStringProperty("lookedAt", one.looked());
                if (one.result().compareTo(Result.SKIPPED) > 0
                        && !one.check().remedy().isEmpty()) {
                    json.writeStringProperty("remedy", one.check().remedy());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.println();
    }
}
