// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes down what is so and what is not, one line each: {@code ok NAME} or {@code FAILED NAME: why}. */
final class GuestChecks implements AutoCloseable {
    private final BufferedWriter writer;

    private GuestChecks(BufferedWriter writer) {
        this.writer = writer;
    }

    static GuestChecks in(Path file) throws IOException {
        return new GuestChecks(Files.newBufferedWriter(file));
    }

    /** What may throw. */
    interface Check {
        void run() throws Exception;
    }

    void check(String name, Check check) throws IOException {
        String line = "ok " + name;
        try {
            check.run();
        } catch (Exception | AssertionError failed) {
            line = "FAILED " + name + ": " + String.valueOf(failed).replace('\n', ' ');
        }
        writer.write(line);
        writer.newLine();
        writer.flush();
    }

    /** Fails, and names what, unless both are equal. */
    static void expect(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + " is " + actual + ", expected " + expected);
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
