// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import io.prhelper.cli.command.Commands;
import io.prhelper.cli.command.Serve;
import io.prhelper.cli.manual.BashCompletion;
import io.prhelper.cli.manual.ManualPage;
import io.prhelper.cli.manual.ZshCompletion;
import io.prhelper.cli.option.Description;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The build's step that writes the manual page and the completions into a distribution. */
public final class WriteManual {
    private static final String PROGRAM = "qemu-pr-helper";

    private WriteManual() {}

    /**
     * Writes the files.
     *
     * @param arguments the template of the manual page, the version, and the folder {@code share} of the distribution
     */
    public static void main(String[] arguments) throws IOException {
        String template = Files.readString(Path.of(arguments[0]));
        Path share = Path.of(arguments[2]);
        Description helper = new Serve().description();
        List<Description> commands = Commands.descriptions();
        write(share.resolve("man/man8"), PROGRAM + ".8", ManualPage.fill(template, arguments[1], helper, commands));
        write(share.resolve("bash-completion/completions"), PROGRAM, BashCompletion.of(PROGRAM, helper, commands));
        write(share.resolve("zsh/site-functions"), "_" + PROGRAM, ZshCompletion.of(PROGRAM, helper, commands));
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), text);
    }
}
