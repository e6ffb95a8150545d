// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/**
 * How a command ended.
 *
 * @param status its exit status
 * @param lines its output and error messages
 */
record GuestCommand(List<String> command, int status, List<String> lines) {
    static GuestCommand run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader reader = process.inputReader()) {
            List<String> lines = reader.lines().toList();
            return new GuestCommand(List.of(command), process.onExit().join().exitValue(), lines);
        }
    }

    /** This command, which must have succeeded. */
    GuestCommand succeeded() {
        GuestChecks.expect(this.toString(), 0, status);
        return this;
    }
}
