// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import io.prhelper.cli.manual.CommandModel;
import io.prhelper.cli.option.Intent;
import io.prhelper.cli.option.RejectedException;
import io.prhelper.cli.option.SettingsReader;
import io.prhelper.cli.option.UsageException;
import java.util.Arrays;

/** Entry point: tells the subcommands from the helper itself, and turns every outcome into a message and an exit status. */
public final class Main {
    private static final int FAILURE = 1;

    private Main() {}

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(run(Program.running(), arguments));
    }

    private static int run(Program program, String[] arguments) {
        if (arguments.length > 0) {
            Subcommand subcommand = Subcommand.named(arguments[0]);
            if (subcommand != null) {
                return subcommand.run(program, Arrays.copyOfRange(arguments, 1, arguments.length));
            }
        }
        try {
            return follow(program, SettingsReader.read(arguments, new AccountFiles()));
        } catch (UsageException wrong) {
            // getopt names the program as it was called, the helper's own messages by its last component.
            System.err.println(program.path() + ": " + wrong.getMessage());
            return fail(program, "Try `" + program.path() + " --help' for more information.");
        } catch (RejectedException rejected) {
            return fail(program, rejected.getMessage());
        }
    }

    private static int follow(Program program, Intent intent) {
        switch (intent) {
            case Intent.Help() -> System.out.print(CommandModel.help(program.path()));
            case Intent.Version() -> System.out.println(program.path() + " " + program.version());
            case Intent.TraceEvents() -> System.out.print("");
            case Intent.Serve(var settings) -> {
                return Startup.run(program, settings);
            }
        }
        return 0;
    }

    private static int fail(Program program, String message) {
        new Messages(program, 0).fatal(message);
        return FAILURE;
    }
}
