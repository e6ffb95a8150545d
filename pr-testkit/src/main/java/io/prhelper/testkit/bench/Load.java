// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one run of the load program measured.
 *
 * @param throughput requests a second
 * @param p50 median round trip, microseconds
 * @param p99 microseconds
 * @param p999 microseconds
 * @param max microseconds
 */
record Load(double throughput, double p50, double p99, double p999, double max) {
    /**
     * Runs the load program.
     *
     * @param pinned whether client and helper share one CPU: then a round trip has no wake-up of another CPU in it
     */
    static Load run(Path program, Contender helper, String device, int connections, double seconds, boolean pinned)
            throws IOException, InterruptedException {
        if (pinned) {
            execute(List.of("taskset", "-a", "-p", "-c", "0", Long.toString(helper.pid())));
        }
        List<String> command = new ArrayList<>(pinned ? List.of("taskset", "-c", "0") : List.of());
        command.addAll(List.of(
                program.toString(),
                helper.socket().toString(),
                device,
                Integer.toString(connections),
                Double.toString(seconds)));
        String[] figures = execute(command).trim().split(" ");
        if (pinned) {
            execute(List.of(
                    "taskset",
                    "-a",
                    "-p",
                    "-c",
                    "0-" + (Runtime.getRuntime().availableProcessors() - 1),
                    Long.toString(helper.pid())));
        }
        return new Load(at(figures, 0), at(figures, 1), at(figures, 2), at(figures, 3), at(figures, 4));
    }

    private static double at(String[] figures, int index) {
        return Double.parseDouble(figures[index]);
    }

    private static String execute(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with status " + process.exitValue());
        }
        return output;
    }
}
