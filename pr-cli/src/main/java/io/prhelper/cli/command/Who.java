// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.event.Messages;
import io.prhelper.cli.history.Answer;
import io.prhelper.cli.history.JsonReport;
import io.prhelper.cli.history.TextReport;
import io.prhelper.cli.history.Timeline;
import io.prhelper.cli.history.Trails;
import io.prhelper.cli.option.Arguments;
import io.prhelper.cli.option.CommandOption;
import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Description.ExitStatus;
import io.prhelper.cli.option.RejectedException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is registered with a disk, who holds it, who was fenced by whom. */
final class Who extends Subcommand {
    /** The answer lacks something. */
    private static final int NOT_WHOLE = 2;

    private static final CommandOption TIMELINE = new CommandOption(
            't',
            "timeline",
            "FILE",
            null,
            "Draw it too, as SVG: a lane for each machine, its registrations, the reservation as a thick bar, fencing as an arrow"
                    + " from who fenced to who was fenced.");
    private static final CommandOption UNTIL = new CommandOption(
            'u', "until", "TIME", null, "Tell it as it was then, such as 2026-11-30T20:33:00Z; the disk is not asked.");

    Who() {
        super(new Description(
                "who",
                "Tell who is registered with a disk, who holds it since when, and who was fenced when and by whom, from the audit"
                        + " trails of one or many hosts and from the disk itself where it can be opened; DEVICE is a node or a link of"
                        + " this host, a WWID in any spelling, or MAJOR:MINOR@HOST as in a trail, and TRAIL a file that the helper wrote"
                        + " or gzip packed, what journalctl -o json prints, or - for standard input.",
                List.of(CommandOption.HELP, Inspect.JSON, TIMELINE, UNTIL),
                List.of("DEVICE", "[TRAIL]..."),
                List.of(
                        new ExitStatus(SUCCESS, "It is told, and all that was given was read."),
                        new ExitStatus(
                                FAILURE,
                                "The command line is wrong, or nothing is known of the disk; standard error says why."),
                        new ExitStatus(
                                NOT_WHOLE,
                                "It is told, but something is missing: a trail that can not be opened, lines that can not be read or"
                                        + " were lost. Standard error or the answer names it."))));
    }

    @Override
    int run(Arguments given, PrintStream out) throws RejectedException, IOException {
        Instant until = time(given.value(UNTIL));
        String asked = given.operands().getFirst();
        List<String> paths = given.operands().subList(1, given.operands().size());
        try (Messages messages = new Messages(Program.running().name(), Messages.WARNINGS).start();
                Trails trails = Trails.open(paths, System.in, messages::warning)) {
            Answer answer = Answer.of(asked, trails, until, Path.of("/"));
            Optional<String> nothing = answer.whyNothing();
            if (nothing.isPresent()) {
                throw new RejectedException(nothing.get());
            }
            if (given.has(Inspect.JSON)) {
                JsonReport.print(answer, out);
            } else {
                TextReport.print(answer, out);
            }
            String picture = given.value(TIMELINE);
            if (picture != null) {
                draw(answer, picture);
            }
            return answer.isWhole() && trails.count() == paths.size() ? SUCCESS : NOT_WHOLE;
        }
    }

    private static void draw(Answer answer, String picture) throws RejectedException, IOException {
        try {
            Files.writeString(Path.of(picture), Timeline.svg(answer));
        } catch (NoSuchFileException | AccessDeniedException | IllegalArgumentException impossible) {
            throw new RejectedException("can not write the timeline to '" + picture + "'");
        }
    }

    private static @Nullable Instant time(@Nullable String value) throws RejectedException {
        try {
            return value == null ? null : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException wrong) {
            throw new RejectedException(
                    "invalid value '" + value + "' for --until: a time such as 2026-11-30T20:33:00Z is needed");
        }
    }
}
