// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.event.Messages;
import io.prhelper.cli.option.Arguments;
import io.prhelper.cli.option.CommandOption;
import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Description.ExitStatus;
import io.prhelper.cli.option.RejectedException;
import io.prhelper.cli.sight.ChangeWriter;
import io.prhelper.cli.sight.Inspector;
import io.prhelper.cli.sight.PrReader;
import io.prhelper.cli.sight.Watcher;
import io.prhelper.ffm.daemon.ProcessExit;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What changes of a disk's registrations and its reservation. */
final class Watch extends Subcommand {
    /** EPIPE, as the launcher's locale has it. */
    private static final String BROKEN_PIPE = "Broken pipe";

    private static final BigDecimal SHORTEST = new BigDecimal("0.1");
    private static final BigDecimal LONGEST = new BigDecimal(3600);

    private static final CommandOption INTERVAL = new CommandOption(
            'n',
            "interval",
            "SECONDS",
            "1",
            "Time from one look at a device to the next, 0.1 to 3600. What comes and goes between two looks is seen by the generation only.");

    Watch() {
        super(
                new Description(
                        "watch",
                        "Tell each change of who is registered with a disk and who holds its reservation, until a signal ends it.",
                        List.of(CommandOption.HELP, INTERVAL, Inspect.JSON, Inspect.SOCKET, Inspect.TIMEOUT),
                        List.of("DEVICE..."),
                        List.of(
                                new ExitStatus(
                                        SUCCESS, "SIGTERM, SIGINT or SIGHUP ended it, or nobody reads any more."),
                                new ExitStatus(
                                        FAILURE,
                                        "The command line is wrong, a device is not there or is none, or standard output can not be written; standard error says why."))));
    }

    @Override
    int run(Arguments given, PrintStream out) throws RejectedException, IOException {
        List<Path> devices = given.operands().stream().map(Path::of).distinct().toList();
        for (Path device : devices) {
            if (!Files.exists(device)) {
                throw new RejectedException(device + ": " + Inspector.noSuchFile(device));
            }
        }
        Duration interval = interval(given);
        PrReader.Opener opener = PrReader.opener(Inspect.socket(given), Inspect.timeout(given));
        for (Path device : devices) {
            // What is no disk does not become one by waiting; what goes away later may come back.
            opener.open(device).close();
        }
        ProcessExit exit = ProcessExit.onSignals();
        ChangeWriter writer = Terminal.isThere() && !given.has(Inspect.JSON)
                ? ChangeWriter.table(out, devices)
                : ChangeWriter.json(out);
        for (Path device : devices) {
            Watcher.start(device, opener, interval, writer);
        }
        Thread.ofPlatform().daemon().name("pr-reader-gone").start(() -> endWithReader(writer));
        exit.await();
        out.flush();
        ProcessExit.now(SUCCESS);
        return SUCCESS;
    }

    private static void endWithReader(ChangeWriter writer) {
        try {
            writer.awaitClosed();
            ProcessExit.now(nobodyReads() ? SUCCESS : FAILURE);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether that is why nothing more can be written; another reason is told. A stream that prints tells none: one is asked that does. */
    @SuppressWarnings("StreamResourceLeak") // standard output is not ours to close
    private static boolean nobodyReads() {
        try {
            new FileOutputStream(FileDescriptor.out).write('\n');
            return true;
        } catch (IOException failed) {
            if (BROKEN_PIPE.equals(failed.getMessage())) {
                return true;
            }
            try (Messages messages = new Messages(Program.running().name(), 0)) {
                messages.fatal("standard output can not be written: " + failed.getMessage());
            }
            return false;
        }
    }

    private static Duration interval(Arguments given) throws RejectedException {
        String value = String.valueOf(given.value(INTERVAL));
        if (value.matches("[0-9]{1,4}(\\.[0-9]{1,3})?")) {
            BigDecimal seconds = new BigDecimal(value);
            if (seconds.compareTo(SHORTEST) >= 0 && seconds.compareTo(LONGEST) <= 0) {
                return Duration.ofMillis(seconds.movePointRight(3).longValueExact());
            }
        }
        throw new RejectedException("--interval must be 0.1 to 3600, not '" + value + "'");
    }
}
