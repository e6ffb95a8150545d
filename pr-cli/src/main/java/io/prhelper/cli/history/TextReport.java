// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import io.prhelper.cli.event.Line;
import io.prhelper.cli.history.History.Fencing;
import io.prhelper.cli.history.History.Holding;
import io.prhelper.cli.history.History.Refusal;
import io.prhelper.cli.history.History.Registration;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer as text, for whoever was paged: the reservation first, what is not known last. */
public final class TextReport {
    /** The most lines of what happened often; all are in the JSON output. */
    private static final int MOST = 20;

    private final Answer answer;
    private final PrintStream out;

    private TextReport(Answer answer, PrintStream out) {
        this.answer = answer;
        this.out = out;
    }

    /** Prints it. */
    public static void print(Answer answer, PrintStream out) {
        new TextReport(answer, out).print();
    }

    private void print() {
        History history = answer.history();
        out.println(Line.of(answer.name().shown()) + places());
        if (answer.devices().isEmpty()) {
            out.println(answer.readings().isEmpty() ? "No trail was given." : "No trail tells of it.");
            disk();
            notKnown(history);
            return;
        }
        Instant last = answer.last();
        out.println(
                last == null ? "No trail tells of it." : "As the trails tell it up to " + Times.full(last) + " UTC:");
        out.println();
        reservation(history);
        registrations(history);
        fencings(history.fencings());
        refusals(history.refusals());
        disk();
        notKnown(history);
    }

    private String places() {
        List<String> places = new ArrayList<>();
        for (Entry.Device device : answer.devices()) {
            String node = device.node().isEmpty() ? device.number() : device.node() + " (" + device.number() + ")";
            String place = node + " on " + device.host();
            if (!places.contains(place)) {
                places.add(place);
            }
        }
        return places.isEmpty() ? "" : ": " + String.join(", ", places.subList(0, Math.min(places.size(), MOST)));
    }

    private void reservation(History history) {
        Holding held = history.held();
        if (!history.isReservationKnown()) {
            out.println("Reservation: unknown. No command of the trails shows whether there is one.");
        } else if (held == null) {
            out.println("Reservation: none" + endOfLast(history.holdings()) + ".");
        } else {
            out.println("Reservation: " + held.type());
            out.println("  held by " + (held.isAllRegistrants() ? "all that are registered, made by " : "")
                    + held.party() + ", key " + held.key());
            out.println("  since " + since(held.from(), held.seen()) + ", " + begin(held));
        }
    }

    private static String endOfLast(List<Holding> holdings) {
        if (holdings.isEmpty()) {
            return "";
        }
        Holding last = holdings.getLast();
        return ", since that of " + last.party() + " ended " + Times.full(last.to()) + " (" + last.end() + ")";
    }

    private static String begin(Holding held) {
        return "by " + held.begin();
    }

    private static String since(@Nullable Instant from, Instant seen) {
        return from == null ? "before " + Times.full(seen) + " (its beginning is in no trail)" : Times.full(from);
    }

    private void registrations(History history) {
        List<Registration> registered = history.registered();
        out.println(registered.isEmpty() ? "Registered: nobody that the trails know of." : "Registered:");
        for (Registration one : registered) {
            out.println("  " + one.key() + "  " + one.party() + client(one.pid(), one.program()) + ", since "
                    + since(one.from(), one.seen()));
        }
        if (!history.areRegistrationsKnown()) {
            out.println("  Whoever registered before the trails begin, and did nothing since, is not in this list.");
        }
    }

    private static String client(long pid, String program) {
        return pid == 0 ? "" : " (pid " + pid + (program.isEmpty() ? "" : ", " + program) + ")";
    }

    private void fencings(List<Fencing> fencings) {
        out.println(fencings.isEmpty() ? "Fenced: nobody." : "Fenced:");
        skipped(fencings.size());
        for (Fencing one : last(fencings)) {
            Entry by = one.by();
            out.println("  " + Times.full(one.time()) + "  " + by.party() + " " + one.cause() + " " + one.fenced());
            out.println("      " + by.action() + " with key " + by.key() + client(by.pid(), by.program())
                    + " through " + by.device().place() + " ended " + one.key()
                    + (one.reservationTaken() ? " and took the reservation" : ""));
        }
    }

    private void refusals(List<Refusal> refusals) {
        if (!refusals.isEmpty()) {
            out.println("Did not succeed:");
            skipped(refusals.size());
            for (Refusal one : last(refusals)) {
                Entry command = one.command();
                out.println("  " + Times.full(command.time()) + "  " + command.party() + ": " + command.action()
                        + " with key " + command.key() + ": " + command.ending());
            }
        }
    }

    private void skipped(int count) {
        if (count > MOST) {
            out.println("  (" + (count - MOST) + " before these)");
        }
    }

    private static <T> List<T> last(List<T> all) {
        return all.subList(Math.max(0, all.size() - MOST), all.size());
    }

    private void disk() {
        DiskState disk = answer.disk();
        if (disk == null) {
            return;
        }
        disk.attentions()
                .forEach(one ->
                        out.println("The disk told this instead of the guest, which does not learn of it: " + one));
        if (!disk.problem().isEmpty()) {
            out.println("The disk itself could not be asked through " + Line.of(disk.node()) + ": "
                    + Line.of(disk.problem()));
            return;
        }
        out.println("The disk itself, asked through " + Line.of(disk.node()) + " now (generation " + disk.generation()
                + "):");
        out.println(disk.type().isEmpty() ? "  no reservation" : "  " + disk.type() + ", key " + disk.reservationKey());
        for (DiskState.Registered one : disk.registrations()) {
            out.println("  " + one.key() + (one.port().isEmpty() ? "" : "  " + Line.of(one.port()))
                    + (one.holds() ? "  holds" : ""));
        }
        answer.differences().forEach(difference -> out.println("  " + difference));
    }

    private void notKnown(History history) {
        if (answer.hosts().isEmpty()) {
            return;
        }
        out.println();
        out.println("Read, and not known:");
        answer.hosts()
                .forEach((host, span) -> out.println("  " + host + ": " + Times.full(span.first()) + " to "
                        + Times.full(span.last()) + "; what was before and is since is not known."));
        List<Gap> gaps = answer.gaps();
        skipped(gaps.size());
        for (Gap gap : last(gaps)) {
            out.println("  Gap" + (gap.host().isEmpty() ? "" : " of " + gap.host())
                    + (gap.from() == null ? "" : " from " + Times.full(gap.from()))
                    + (gap.to() == null ? "" : " to " + Times.full(gap.to()))
                    + (gap.lines() == 0 ? "" : ", lines missing: " + gap.lines()) + ": " + gap.why() + ".");
        }
        notices(history.notices());
        if (answer.hosts().size() > 1) {
            out.println(
                    "  Each host has a clock of its own: what is closer together than these differ may have been the other"
                            + " way round.");
        }
        out.println("  All times are UTC.");
    }

    /** What is told again and again is one line, where it was told last. */
    private void notices(List<History.Notice> all) {
        Map<String, List<History.Notice>> equal = new LinkedHashMap<>();
        for (History.Notice one : all) {
            List<History.Notice> before = equal.remove(one.text());
            List<History.Notice> now = before == null ? new ArrayList<>() : before;
            now.add(one);
            equal.put(one.text(), now);
        }
        skipped(equal.size());
        for (List<History.Notice> same : last(List.copyOf(equal.values()))) {
            History.Notice one = same.getLast();
            out.println("  " + Times.full(one.time()) + "  " + one.text()
                    + (same.size() == 1
                            ? "."
                            : " (the last of " + same.size() + " times since "
                                    + Times.full(same.getFirst().time()) + ")."));
        }
    }
}
