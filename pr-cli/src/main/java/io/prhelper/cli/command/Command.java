// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.RejectedException;
import io.prhelper.cli.option.UsageException;
import java.io.IOException;

/** Something the program does: what it says of itself, and doing it. */
public interface Command {
    /** The exit status where all went well. */
    int SUCCESS = 0;

    /** The exit status where something did not. */
    int FAILURE = 1;

    /** The exit status where the command line is wrong. */
    default int misuse() {
        return FAILURE;
    }

    /** What it is called, takes and ends with. */
    Description description();

    /**
     * Does it.
     *
     * @param arguments all of the command line, the command's word included
     * @return the exit status
     * @throws UsageException for an option or an operand that the command does not have, or lacks
     * @throws RejectedException for an argument that cannot be used
     * @throws IOException if it fails; the message is for the caller of the command
     */
    int run(Program program, String[] arguments) throws UsageException, RejectedException, IOException;
}
