// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.option.Intent;
import io.prhelper.cli.option.SettingsReader;
import java.time.Duration;
import java.util.Arrays;

/**
 * The build's step in which the JVM records what the helper does, for the archive of the run-time image (JEP 483, 514). It is the helper
 * itself but for its end, which is one at which the JVM writes its records. The system call filter would deny that, so it serves
 * unconfined, and classes that only a confined helper needs are loaded by name.
 */
public final class Training {
    private static final String INSPECT = "inspect";

    private Training() {}

    /** The JVM does that at the end, and a busy machine takes its time. */
    private static final Duration TO_WRITE_THE_RECORDS = Duration.ofMinutes(5);

    /**
     * Serves until SIGTERM.
     *
     * @param arguments the names of classes to be loaded, with commas between; then the helper's
     */
    public static void main(String[] arguments) throws Exception {
        Program program = Program.running();
        String[] options = Arrays.copyOfRange(arguments, 1, arguments.length);
        if (SettingsReader.read(options, program.base(), new SystemAccounts()) instanceof Intent.Serve serve) {
            Startup.serve(program, serve.settings(), TO_WRITE_THE_RECORDS);
        }
        // The command that is used most; nothing is behind it that could be asked, so few classes come with it.
        Commands.of(new String[] {INSPECT}).run(program, new String[] {INSPECT, "/dev/null"});
        for (String name : arguments[0].split(",", -1)) {
            Class.forName(name, false, Training.class.getClassLoader());
        }
        Runtime.getRuntime().halt(0);
    }
}
