// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The build's step that writes the manual page and the completions into a distribution. */
public final class WriteManual {
    private static final String COMMAND = "qemu-pr-helper";

    private WriteManual() {}

    /**
     * Writes the files.
     *
     * @param arguments the template of the manual page, the version, and the folder {@code share} of the distribution
     */
    public static void main(String[] arguments) throws IOException {
        Path template = Path.of(arguments[0]);
        Path share = Path.of(arguments[2]);
        write(share.resolve("man/man8"), COMMAND + ".8", ManualPage.fill(Files.readString(template), arguments[1]));
        write(share.resolve("bash-completion/completions"), COMMAND, Completions.bash(COMMAND));
        write(share.resolve("zsh/site-functions"), "_" + COMMAND, Completions.zsh(COMMAND));
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), text);
    }
}
