// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import io.prhelper.cli.event.Line;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a line of a trail says. */
sealed interface TrailLine {
    /** The schema whose lines are read. */
    String SCHEMA = "io.prhelper.audit/1";

    /** A command, of whatever device. */
    record Command(Entry entry) implements TrailLine {}

    /**
     * Lines that the helper could not write.
     *
     * @param count how many; 0 where it does not say
     */
    record Lost(Instant time, String host, long count) implements TrailLine {}

    /** Another record of the journal, or one of a kind that says nothing about a disk. */
    record Foreign() implements TrailLine {}

    /**
     * Nothing that can be used.
     *
     * @param why what is wrong with it
     */
    record Unreadable(String why) implements TrailLine {}

    /** Reads a line. */
    static TrailLine read(String line) {
        Optional<Map<String, List<String>>> object = JsonLine.read(line);
        if (object.isEmpty()) {
            return new Unreadable("is cut or no JSON object");
        }
        Fields fields = new Fields(object.get());
        if (!fields.isJournal()) {
            return of(fields);
        }
        // Where the trail went to standard error of a service, the journal has the line as it was.
        String message = fields.raw("MESSAGE");
        if (fields.text("schema").isEmpty() && message.contains("\"io.prhelper.audit/")) {
            return JsonLine.read(message)
                    .map(Fields::new)
                    .map(TrailLine::of)
                    .orElse(new Unreadable("has a message that is cut"));
        }
        return fields.text("event").isEmpty() && fields.text("action").isEmpty() ? new Foreign() : of(fields);
    }

    private static TrailLine of(Fields fields) {
        String schema = fields.text("schema");
        if (!schema.equals(SCHEMA) && !(schema.isEmpty() && fields.isJournal())) {
            return new Unreadable(
                    schema.isEmpty() ? "names no schema" : "is of the schema " + schema + ", not " + SCHEMA);
        }
        Optional<Instant> time = fields.time();
        String host = fields.host();
        if (time.isEmpty() || host.isEmpty()) {
            return new Unreadable("has no " + (host.isEmpty() ? "host" : "time"));
        }
        String event = fields.text("event");
        return switch (event) {
            case "lost" -> new Lost(time.get(), host, Math.max(0, fields.number("lost")));
            case "command", "refusal", "" -> new Command(fields.entry(time.get(), host, event));
            default -> new Foreign();
        };
    }

    /** The values of a line by the names of the schema; journald's fields are called after them. */
    record Fields(Map<String, List<String>> values) {
        boolean isJournal() {
            return values.containsKey("__REALTIME_TIMESTAMP") || values.containsKey("__CURSOR");
        }

        private static final Pattern CAPITAL = Pattern.compile("([A-Z])");
        private static final Pattern KEY = Pattern.compile("[0-9a-f]{1,16}");
        private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

        /** {@code peer.vm.name} is {@code PR_VM_NAME}, {@code serviceActionKey} is {@code PR_SERVICE_ACTION_KEY}. */
        private static String journal(String name) {
            return "PR_"
                    + CAPITAL.matcher(name.replace("peer.vm", "vm"))
                            .replaceAll("_$1")
                            .replace('.', '_')
                            .toUpperCase(Locale.ROOT);
        }

        private List<String> all(String name) {
            List<String> found = values.get(isJournal() ? journal(name) : name);
            return found == null ? List.of() : found;
        }

        String raw(String name) {
            List<String> found = values.get(name);
            return found == null ? "" : found.getFirst();
        }

        String text(String name) {
            List<String> found = all(name);
            return found.isEmpty() ? "" : Line.of(found.getFirst()).intern();
        }

        private List<String> texts(String name) {
            return all(name).stream().map(Line::of).map(String::intern).toList();
        }

        private boolean flag(String name) {
            return text(name).equals("true") || text(name).equals("1");
        }

        long number(String name) {
            String text = text(name);
            return NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
        }

        Optional<Instant> time() {
            try {
                String text = text("time");
                if (!text.isEmpty()) {
                    return Optional.of(Instant.parse(text));
                }
                // When the helper said it, else when journald took it (systemd.journal-fields(7)).
                String source = raw("_SOURCE_REALTIME_TIMESTAMP");
                String micros = source.isEmpty() ? raw("__REALTIME_TIMESTAMP") : source;
                return NUMBER.matcher(micros).matches()
                        ? Optional.of(Instant.EPOCH.plusNanos(Math.multiplyExact(Long.parseLong(micros), 1000L)))
                        : Optional.empty();
            } catch (DateTimeException | ArithmeticException none) {
                return Optional.empty();
            }
        }

        String host() {
            String host = text("host");
            return host.isEmpty() && isJournal() ? Line.of(raw("_HOSTNAME")).intern() : host;
        }

        /** A key in one spelling; empty where none stands there. */
        private String key(String name) {
            return spelled(text(name));
        }

        private static String spelled(String text) {
            String digits = text.toLowerCase(Locale.ROOT);
            digits = digits.startsWith("0x") ? digits.substring(2) : digits;
            return KEY.matcher(digits).matches() ? ("0x" + "0".repeat(16 - digits.length()) + digits).intern() : "";
        }

        Entry entry(Instant time, String host, String event) {
            String executable = text("peer.executable");
            String program = executable.isEmpty() ? text("peer.command") : executable;
            String machine = text("peer.vm.name");
            String name = machine.isEmpty() ? program.substring(program.lastIndexOf('/') + 1) : machine;
            String decision = text("decision");
            return new Entry(
                    time,
                    new Party(host, name.isEmpty() ? "a client" : name, !machine.isEmpty()),
                    number("peer.pid"),
                    program,
                    new Entry.Device(
                            host, text("device.number"), text("device.kind"), text("device.node"), text("device.wwid")),
                    text("action"),
                    key("key"),
                    key("serviceActionKey"),
                    text("type"),
                    text("status"),
                    text("sense"),
                    event.equals("refusal") && decision.isEmpty() ? "REFUSED" : decision,
                    texts("removed").stream().map(Fields::spelled).toList(),
                    flag("removedAll"),
                    flag("unregister"),
                    texts("to"));
        }
    }
}
