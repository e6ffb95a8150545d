// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.manual.CommandModel;
import io.prhelper.cli.option.Arguments;
import io.prhelper.cli.option.CommandOption;
import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.RejectedException;
import io.prhelper.cli.option.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** A command that is asked for by its word. */
abstract class Subcommand implements Command {
    private final Description description;

    Subcommand(Description description) {
        this.description = description;
    }

    @Override
    public final Description description() {
        return description;
    }

    @Override
    public final int run(Program program, String[] arguments) throws UsageException, RejectedException, IOException {
        Arguments given = Arguments.read(description, Arrays.copyOfRange(arguments, 1, arguments.length));
        if (given.has(CommandOption.HELP)) {
            System.out.print(CommandModel.help(program.path(), description, List.of()));
            return SUCCESS;
        }
        int status = run(given, System.out);
        if (System.out.checkError()) {
            throw new IOException("standard output can not be written: what there was to tell is lost");
        }
        return status;
    }

    /**
     * Does it.
     *
     * @return the exit status
     */
    abstract int run(Arguments given, PrintStream out) throws RejectedException, IOException;
}
