// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import io.prhelper.cli.command.Command;
import io.prhelper.cli.command.Commands;
import io.prhelper.cli.command.Program;
import io.prhelper.cli.event.Messages;
import io.prhelper.cli.option.RejectedException;
import io.prhelper.cli.option.UsageException;
import io.prhelper.ffm.daemon.ProcessExit;
import java.io.IOException;

/** Entry point: runs the command that is asked for, and turns every outcome into a message and an exit status. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        Program program = Program.running();
        int status = run(program, arguments);
        program.report(status);
        ProcessExit.end(status);
    }

    private static int run(Program program, String[] arguments) {
        Command command = Commands.of(arguments);
        try {
            return command.run(program, arguments);
        } catch (UsageException wrong) {
            // getopt names the program as it was called, the helper's own messages by its last component.
            fail(program.path(), wrong.getMessage());
            String called = command.description().called(program.path());
            fail(program.name(), "Try `" + called + " --help' for more information.");
            return command.misuse();
        } catch (RejectedException rejected) {
            fail(program.name(), rejected.getMessage());
            return command.misuse();
        } catch (IOException | UnsupportedOperationException refused) {
            String reason = refused.getMessage();
            return fail(program.name(), reason == null ? refused.toString() : reason);
        } catch (OutOfMemoryError noMemoryOrThread) {
            return fail(program.name(), String.valueOf(noMemoryOrThread.getMessage()));
        } catch (LinkageError damaged) {
            return fail(program.name(), "a part of the program can not be loaded: " + damaged);
        }
    }

    private static int fail(String name, String message) {
        try (Messages messages = new Messages(name, 0)) {
            messages.fatal(message);
        }
        return Command.FAILURE;
    }
}
