// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A helper as it is installed: what {@code package} built, or the reference of the system. */
enum Installed {
    OURS(Path.of(System.getProperty("dist"), "bin/qemu-pr-helper")),
    REFERENCE(Path.of("/usr/bin/qemu-pr-helper"));

    /** More where a processor is emulated. */
    static final int PATIENCE_SECONDS = Integer.getInteger("patience", 30);

    private final Path path;

    Installed(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Skips the test where it is not installed; the distribution always is. */
    void require() {
        if (this == REFERENCE) {
            assumeTrue(Files.isExecutable(path), "no reference to compare with: " + path + " is missing");
        }
    }

    /** How a command ended. */
    record Outcome(int status, String out, String err) {}

    /** Runs it to its end. */
    Outcome run(String... arguments) {
        return shell("exec \"$0\" \"$@\"", Map.of(), arguments);
    }

    /** Runs a line of shell in which {@code "$0"} is the helper and {@code "$@"} are the arguments. */
    Outcome shell(String line, Map<String, String> environment, String... arguments) {
        try {
            Process process = start(line, environment, arguments);
            process.getOutputStream().close();
            // Both pipes are small texts; a helper that fills one while the other is read would show as a time-out.
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends", List.of(arguments))
                    .isTrue();
            return new Outcome(process.exitValue(), out, err);
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Starts a line of shell. */
    Process start(String line, Map<String, String> environment, String... arguments) throws IOException {
        return start(line, environment, PATIENCE_SECONDS, arguments);
    }

    /** Starts a line of shell that may take so long. */
    Process start(String line, Map<String, String> environment, int seconds, String... arguments) throws IOException {
        require();
        // What runs the tests may ignore signals, as nohup does; children inherit that.
        List<String> command = new ArrayList<>(
                List.of("env", "--default-signal", "timeout", Integer.toString(seconds), "sh", "-c", line));
        command.add(path.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder.start();
    }
}
