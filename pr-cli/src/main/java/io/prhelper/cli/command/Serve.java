// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.event.Event;
import io.prhelper.cli.manual.CommandModel;
import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Description.ExitStatus;
import io.prhelper.cli.option.Intent;
import io.prhelper.cli.option.RejectedException;
import io.prhelper.cli.option.ServeOption;
import io.prhelper.cli.option.Settings;
import io.prhelper.cli.option.SettingsReader;
import io.prhelper.cli.option.UsageException;
import io.prhelper.ffm.daemon.ProcessExit;
import java.io.IOException;
import java.util.List;

/** The helper itself: the command without a word. */
public final class Serve implements Command {
    /** The helper. */
    public Serve() {}

    @Override
    public Description description() {
        return new Description(
                "",
                "Persistent reservation helper for QEMU: carries out persistent reservation commands for virtual machines that may"
                        + " not send them to the storage themselves.",
                ServeOption.all(),
                List.of(),
                List.of(
                        new ExitStatus(
                                SUCCESS,
                                "Ended by a signal, or showed what was asked for; with -d, the helper serves in the background."),
                        new ExitStatus(
                                FAILURE,
                                "The command line is wrong or the helper could not start; standard error says why."),
                        new ExitStatus(129, "SIGHUP came before the helper served; late in the start it is 0 already."),
                        new ExitStatus(130, "SIGINT came before the helper served."),
                        new ExitStatus(143, "SIGTERM came before the helper served.")));
    }

    @Override
    public int run(Program program, String[] arguments) throws UsageException, RejectedException, IOException {
        Intent intent = SettingsReader.read(arguments, program.base(), new SystemAccounts());
        // A switch over types would be linked at run time, which takes longer than all that was done so far.
        if (intent instanceof Intent.Serve serve) {
            checkOrder(program, serve.settings(), arguments);
            Startup.serve(program, serve.settings(), ProcessExit.PATIENCE);
            ProcessExit.now(SUCCESS);
        } else if (intent instanceof Intent.Show show) {
            show(program, show);
        }
        return SUCCESS;
    }

    /** Behind a word, which is a command's if it is anything, the launcher looks for no option of ours. */
    private static void checkOrder(Program program, Settings settings, String[] arguments) throws RejectedException {
        if (settings.daemon() && !program.inBackground() && Commands.isWord(arguments[0])) {
            throw new RejectedException(
                    "Failed to daemonize: '" + arguments[0] + "' is no command; options come first");
        }
    }

    private void show(Program program, Intent.Show show) {
        switch (show) {
            case HELP -> System.out.print(CommandModel.help(program.path(), description(), Commands.descriptions()));
            case VERSION -> System.out.println(program.path() + " " + program.version());
            case TRACE_EVENTS -> Event.all().forEach(event -> System.out.println(event.traceName()));
        }
    }
}
