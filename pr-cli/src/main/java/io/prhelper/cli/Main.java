// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import io.prhelper.cli.event.Event;
import io.prhelper.cli.event.Messages;
import io.prhelper.cli.manual.CommandModel;
import io.prhelper.cli.option.Intent;
import io.prhelper.cli.option.RejectedException;
import io.prhelper.cli.option.SettingsReader;
import io.prhelper.cli.option.Subcommand;
import io.prhelper.cli.option.UsageException;
import io.prhelper.ffm.daemon.ProcessExit;
import io.prhelper.testkit.demo.Demo;
import java.io.IOException;

/** Entry point: tells the subcommands from the helper itself, and turns every outcome into a message and an exit status. */
public final class Main {
    private static final int SUCCESS = 0;
    private static final int FAILURE = 1;

    private Main() {}

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        Program program = Program.running();
        int status = run(program, arguments);
        program.report(status);
        // Not exit(): while a signal is being handled that would wait for the handler, which waits for this thread.
        Runtime.getRuntime().halt(status);
    }

    private static int run(Program program, String[] arguments) {
        try {
            Subcommand subcommand = Subcommand.in(arguments);
            return subcommand == null ? help(program, arguments) : run(subcommand);
        } catch (UsageException wrong) {
            // getopt names the program as it was called, the helper's own messages by its last component.
            System.err.println(program.path() + ": " + wrong.getMessage());
            return fail(program, "Try `" + program.path() + " --help' for more information.");
        } catch (RejectedException rejected) {
            return fail(program, rejected.getMessage());
        } catch (IOException | UnsupportedOperationException refused) {
            String reason = refused.getMessage();
            return fail(program, reason == null ? refused.toString() : reason);
        }
    }

    private static int run(Subcommand subcommand) throws IOException {
        return switch (subcommand) {
            case DEMO -> Demo.run(System.out) ? SUCCESS : FAILURE;
        };
    }

    /** The helper itself. */
    private static int help(Program program, String[] arguments) throws UsageException, RejectedException, IOException {
        Intent intent = SettingsReader.read(arguments, program.base(), new SystemAccounts());
        // A switch over types would be linked at run time, which takes longer than all that was done so far.
        if (intent instanceof Intent.Serve serve) {
            Startup.serve(program, serve.settings());
            ProcessExit.now(SUCCESS);
        } else if (intent instanceof Intent.Show show) {
            show(program, show);
        }
        return SUCCESS;
    }

    private static void show(Program program, Intent.Show show) {
        switch (show) {
            case HELP -> System.out.print(CommandModel.help(program.path()));
            case VERSION -> System.out.println(program.path() + " " + program.version());
            case TRACE_EVENTS -> Event.all().forEach(event -> System.out.println(event.traceName()));
        }
    }

    private static int fail(Program program, String message) {
        new Messages(program.name(), 0).fatal(message);
        return FAILURE;
    }
}
