// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One of the C programs at work: it says a line when it is ready, and ends with its standard input. */
final class Tool implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private Tool(Process process) {
        this.process = process;
        output = process.inputReader(StandardCharsets.US_ASCII);
    }

    static Tool start(List<String> command) throws IOException {
        return new Tool(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /**
     * Runs any program to its end.
     *
     * @throws IOException if that is no success
     */
    static void run(String... command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + status);
        }
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits for what it says.
     *
     * @throws IOException if it ends without a word
     */
    String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("a program that was to hold the helper up has ended");
        }
        return line;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException | InterruptedException broken) {
            process.destroyForcibly();
        }
    }
}
