// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.option.Arguments;
import io.prhelper.cli.option.CommandOption;
import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Description.ExitStatus;
import io.prhelper.cli.option.RejectedException;
import io.prhelper.cli.sight.Host;
import io.prhelper.cli.sight.Inspection;
import io.prhelper.cli.sight.InspectionJson;
import io.prhelper.cli.sight.InspectionText;
import io.prhelper.cli.sight.Inspector;
import io.prhelper.cli.sight.KeyMeaning;
import io.prhelper.cli.sight.LocalPorts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who holds what of a disk. */
final class Inspect extends Subcommand {
    private static final int NOT_INSPECTED = 2;
    private static final int CONTRADICTION = 3;
    private static final long PATIENCE_MILLIS = 1_000;

    static final CommandOption SOCKET = new CommandOption(
            'k',
            "socket",
            "PATH",
            null,
            "Ask through the helper that listens at this path, not directly: that takes no privilege, but to open the device.");
    static final CommandOption JSON = new CommandOption(
            (char) 0, "json", null, null, "Write JSON, as share/schema in the distribution describes it.");
    private static final CommandOption ALL = new CommandOption(
            'a',
            "all",
            null,
            null,
            "Inspect every SCSI disk and every multipath map of this host, and leave out those without persistent reservations.");
    static final CommandOption TIMEOUT = new CommandOption(
            't',
            "timeout",
            "SECONDS",
            "10",
            "Time for a device to answer, 1 to 3600; one that does not costs its own line only.");

    Inspect() {
        super(new Description(
                "inspect",
                "Show who is registered with a disk and who holds its reservation, and change nothing.",
                List.of(CommandOption.HELP, ALL, JSON, SOCKET, TIMEOUT),
                List.of("[DEVICE]..."),
                List.of(
                        new ExitStatus(SUCCESS, "Every device answered, with nothing missing."),
                        new ExitStatus(FAILURE, "The command line is wrong; standard error says why."),
                        new ExitStatus(
                                NOT_INSPECTED,
                                "A device could not be inspected, or a part of its answer is missing; the others are reported."),
                        new ExitStatus(CONTRADICTION, "The paths of a map do not tell the same."))));
    }

    @Override
    int run(Arguments given, PrintStream out) throws RejectedException, IOException {
        boolean all = given.has(ALL);
        if (all == !given.operands().isEmpty()) {
            throw new RejectedException(
                    all ? "--all and a device can not be given together" : "missing operand DEVICE");
        }
        Host host = Host.running();
        Inspector inspector = new Inspector(host, socket(given), timeout(given));
        Consumer<Integer> progress = progress();
        List<Inspection> inspections = all
                ? inspector.all(progress).stream()
                        .filter(Inspect::hasReservations)
                        .toList()
                : inspector.named(given.operands().stream().map(Path::of).toList(), progress);
        if (given.has(JSON)) {
            InspectionJson.write(out, host, inspections);
        } else {
            InspectionText text = new InspectionText(out, KeyMeaning.of(host), LocalPorts.of(host));
            inspections.forEach(text::write);
            if (all && inspections.isEmpty()) {
                out.println("no disk with persistent reservations");
            }
        }
        return status(inspections);
    }

    /** A disk that knows no such command is left out where nobody asked for it by name. */
    private static boolean hasReservations(Inspection inspection) {
        return !inspection.isRefused();
    }

    private static int status(List<Inspection> inspections) {
        if (!inspections.stream().allMatch(Inspection::pathsAgree)) {
            return CONTRADICTION;
        }
        return inspections.stream().allMatch(Inspection::isWhole) ? SUCCESS : NOT_INSPECTED;
    }

    static @Nullable Path socket(Arguments given) {
        String socket = given.value(SOCKET);
        return socket == null ? null : Path.of(socket);
    }

    static Duration timeout(Arguments given) throws RejectedException {
        String value = String.valueOf(given.value(TIMEOUT));
        int seconds = value.matches("[0-9]{1,4}") ? Integer.parseInt(value) : 0;
        if (seconds < 1 || seconds > 3600) {
            throw new RejectedException("--timeout must be 1 to 3600, not '" + value + "'");
        }
        return Duration.ofSeconds(seconds);
    }

    /** A line on a terminal for those who wait; the time that passed decides, not how many there are. */
    private static Consumer<Integer> progress() {
        if (!Terminal.isThere()) {
            return _ -> {};
        }
        long began = System.nanoTime();
        return done -> {
            if (System.nanoTime() - began > PATIENCE_MILLIS * 1_000_000) {
                System.err.print("\r" + done + " devices answered, waiting for the others \033[K\r");
            }
        };
    }
}
