// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.doctor.Doctor;
import io.prhelper.cli.doctor.Findings;
import io.prhelper.cli.doctor.Report;
import io.prhelper.cli.doctor.Result;
import io.prhelper.cli.option.Arguments;
import io.prhelper.cli.option.CommandOption;
import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Description.ExitStatus;
import io.prhelper.cli.option.RejectedException;
import io.prhelper.cli.option.ServeOption;
import java.io.PrintStream;
import java.util.List;

/** The command {@code doctor}: every precondition, looked at. */
final class Examine extends Subcommand {
    private static final CommandOption SOCKET = new CommandOption(
            'k', "socket", "PATH", ServeOption.SOCKET.byDefault(), "The helper's socket, an absolute path.");
    private static final CommandOption VM = new CommandOption(
            (char) 0,
            "vm",
            "NAME",
            null,
            "Look at this machine of libvirt, too, and at all devices of the host that it has.");

    Examine() {
        super(new Description(
                "doctor",
                "Look at every precondition of reservations on this host, of disks, multipath, helper, QEMU and libvirt, and tell what"
                        + " is wrong and what helps; without a DEVICE, of the disks that running machines have a pr-manager for.",
                List.of(CommandOption.HELP, Inspect.JSON, SOCKET, VM),
                List.of("[DEVICE]..."),
                List.of(
                        new ExitStatus(SUCCESS, "All that could be looked at is as it should be."),
                        new ExitStatus(FAILURE, "The command line is wrong; standard error says why."),
                        new ExitStatus(Result.WARNING.status(), "There are warnings: it may go wrong."),
                        new ExitStatus(Result.FAILURE.status(), "There are failures: reservations do not work so."))));
    }

    @Override
    int run(Arguments given, PrintStream out) throws RejectedException {
        String socket = String.valueOf(given.value(SOCKET));
        if (!socket.startsWith("/")) {
            throw new RejectedException("socket path must be absolute, unlike '" + socket + "'");
        }
        Findings findings = Doctor.examine(given.operands(), socket, given.value(VM));
        if (given.has(Inspect.JSON)) {
            Report.json(findings, out);
        } else {
            Report.text(findings, out);
        }
        return findings.worst().status();
    }
}
