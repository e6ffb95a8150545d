// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import io.prhelper.ffm.client.HelperClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A helper under measurement: a process that serves on a socket of its own. */
public final class Contender implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final String name;
    private final Path socket;
    private final Process process;

    private Contender(String name, Path socket, Process process) {
        this.name = name;
        this.socket = socket;
        this.process = process;
    }

    /**
     * Starts a helper and waits until it answers a greeting.
     *
     * @throws IOException if it does not within 20 seconds
     */
    public static Contender start(Program program, Path socket) throws IOException, InterruptedException {
        return start(program, socket, ProcessBuilder.Redirect.INHERIT);
    }

    /**
     * The same, its standard error to where the caller says.
     *
     * @throws IOException if it does not within 20 seconds
     */
    public static Contender start(Program program, Path socket, ProcessBuilder.Redirect errors)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.on(socket))
                .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/null")))
                .redirectError(errors)
                .start();
        Contender contender = new Contender(program.name(), socket, process);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!contender.answers()) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                contender.close();
                throw new IOException(program.name() + " does not serve: " + String.join(" ", program.on(socket)));
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return contender;
    }

    private boolean answers() {
        try (HelperClient client = HelperClient.connect(socket)) {
            return client.offered() == 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What tables call it. */
    public String name() {
        return name;
    }

    /** Where it listens. */
    public Path socket() {
        return socket;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** The process. */
    public Process process() {
        return process;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
