// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Our helper in the foreground, from when it accepts clients until the test is over. */
final class Running implements AutoCloseable {
    private final Launched launched;
    private final BufferedReader err;
    private String skipped = "";
    private String beforeItListened = "";

    private Running(Process process) {
        launched = new Launched(process);
        err = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    }

    /** Starts it on {@code socket}; returns when it listens. */
    static Running on(Path socket, String... more) throws IOException {
        return in("", Map.of(), socket, more);
    }

    /** The same after some shell commands, each ended by a semicolon, in an environment. */
    static Running in(String preparation, Map<String, String> environment, Path socket, String... more)
            throws IOException {
        return in(preparation, environment, Installed.PATIENCE_SECONDS, socket, more);
    }

    /** The same for a test that takes longer than others, but not longer than this. */
    static Running in(
            String preparation, Map<String, String> environment, int patienceSeconds, Path socket, String... more)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-k", socket.toString(), "-v"));
        arguments.addAll(List.of(more));
        Running running = new Running(Installed.OURS.start(
                preparation + " exec \"$0\" \"$@\"", environment, patienceSeconds, arguments.toArray(String[]::new)));
        running.readUntil(": listening on ");
        running.beforeItListened = running.skipped;
        return running;
    }

    /** Reads standard error up to the first line that contains {@code text}; the result is that line. */
    String readUntil(String text) throws IOException {
        StringBuilder seen = new StringBuilder();
        String line = err.readLine();
        while (line != null && !line.contains(text)) {
            seen.append(line).append('\n');
            line = err.readLine();
        }
        skipped = seen.toString();
        assertThat(line).as("a line with '%s' after:%n%s", text, seen).isNotNull();
        return String.valueOf(line);
    }

    /** What else it says on standard error until it ends. */
    List<String> rest() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    /** All that is on standard output, to its end. */
    String out() throws IOException {
        return new String(launched.child().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What it said on standard error before it listened. */
    String before() {
        return beforeItListened;
    }

    /** Closes our end of its standard error. */
    void stopReading() throws IOException {
        err.close();
    }

    ProcessHandle process() {
        return launched.program();
    }

    /** Sends a signal and waits for the end; the result is the exit status. */
    int signal(String name) throws IOException, InterruptedException {
        return launched.signal(name);
    }

    @Override
    public void close() {
        launched.close();
    }
}
