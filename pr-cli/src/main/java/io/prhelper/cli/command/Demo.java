// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.option.Arguments;
import io.prhelper.cli.option.CommandOption;
import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Description.ExitStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** The demonstration. */
final class Demo extends Subcommand {
    private static final CommandOption MULTIPATH = new CommandOption(
            (char) 0,
            "multipath",
            null,
            null,
            "Show a multipath map instead, whose paths go away and come back while one machine holds a reservation.");

    Demo() {
        super(
                new Description(
                        "demo",
                        "Show the helper at work on a simulated disk, without privileges or hardware.",
                        List.of(CommandOption.HELP, MULTIPATH),
                        List.of(),
                        List.of(
                                new ExitStatus(SUCCESS, "Every answer was what the standard says."),
                                new ExitStatus(
                                        FAILURE,
                                        "One was not, the command line is wrong, or something failed; standard error says why."))));
    }

    @Override
    int run(Arguments given, PrintStream out) throws IOException {
        boolean asExpected = given.has(MULTIPATH)
                ? io.prhelper.simulation.demo.Demo.runMultipath(out)
                : io.prhelper.simulation.demo.Demo.run(out);
        return asExpected ? SUCCESS : FAILURE;
    }
}
