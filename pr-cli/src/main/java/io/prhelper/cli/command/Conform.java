// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.option.Arguments;
import io.prhelper.cli.option.CommandOption;
import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Description.ExitStatus;
import io.prhelper.cli.option.Reason;
import io.prhelper.cli.option.RejectedException;
import io.prhelper.testkit.conformance.Conformance;
import io.prhelper.testkit.conformance.ConformanceReport;
import io.prhelper.testkit.conformance.ConformanceResult;
import io.prhelper.testkit.conformance.ConformanceSubject;
import io.prhelper.testkit.conformance.JUnitReport;
import io.prhelper.testkit.conformance.MediaAccess;
import io.prhelper.testkit.conformance.TapReport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The conformance suite against a helper. */
final class Conform extends Subcommand {
    private static final int MISUSE = 2;

    private static final CommandOption JUNIT = new CommandOption(
            'j', "junit", "FILE", null, "Write JUnit's XML to this file when all is done, and print nothing.");
    private static final CommandOption MAY_LOSE_DATA = new CommandOption(
            (char) 0,
            "may-lose-data",
            null,
            null,
            "Try what changes the disk, too: it ends registrations and reservations of everybody. Without this option such cases"
                    + " are skipped.");
    private static final CommandOption BLOCKS = new CommandOption(
            (char) 0,
            "blocks",
            null,
            null,
            "Read and write blocks of the disk by its two nodes, which are block devices then, to see whom a reservation keeps"
                    + " out. What was in these blocks is lost, so it goes with --may-lose-data only.");

    Conform() {
        super(new Description(
                "conformance",
                "Test whether a helper and the disk behind it keep to the protocol and to the rules of reservations.",
                List.of(CommandOption.HELP, JUNIT, MAY_LOSE_DATA, BLOCKS),
                List.of("SOCKET", "NODE", "NODE"),
                List.of(
                        new ExitStatus(SUCCESS, "Every case passed, or was skipped and says why."),
                        new ExitStatus(
                                FAILURE,
                                "A case failed; where it is the first, READ KEYS through both nodes, no other was tried."),
                        new ExitStatus(MISUSE, "The command line is wrong; standard error says why."))));
    }

    @Override
    public int misuse() {
        return MISUSE;
    }

    @Override
    int run(Arguments given, PrintStream out) throws RejectedException, IOException {
        if (given.has(BLOCKS) && !given.has(MAY_LOSE_DATA)) {
            throw new RejectedException("--blocks goes with --may-lose-data only");
        }
        String file = given.value(JUNIT);
        if (file == null) {
            return run(given, new TapReport(out));
        }
        // Before the suite runs, which takes its time: a file that can not be written is a wrong argument.
        try (Writer writer = writer(file)) {
            JUnitReport report = new JUnitReport();
            int status = run(given, report);
            writer.write(report.xml());
            return status;
        }
    }

    private static Writer writer(String file) throws RejectedException {
        try {
            return Files.newBufferedWriter(Path.of(file));
        } catch (IOException refused) {
            throw new RejectedException("--junit: can not write '" + file + "': " + Reason.of(refused));
        }
    }

    private static int run(Arguments given, ConformanceReport report) {
        return Conformance.run(Conformance.ALL, () -> subject(given), report).values().stream()
                        .anyMatch(ConformanceResult::isProblem)
                ? FAILURE
                : SUCCESS;
    }

    private static ConformanceSubject subject(Arguments given) throws IOException {
        List<Path> paths = given.operands().stream().map(Path::of).toList();
        ConformanceSubject subject = ConformanceSubject.ofHelper(paths.get(0), paths.get(1), paths.get(2));
        if (given.has(BLOCKS)) {
            subject = subject.withMedia(MediaAccess.through(paths.get(1)), MediaAccess.through(paths.get(2)));
        }
        return given.has(MAY_LOSE_DATA) ? subject.thatMayLoseData() : subject;
    }
}
