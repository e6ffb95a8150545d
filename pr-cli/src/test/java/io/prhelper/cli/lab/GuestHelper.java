// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A helper that runs as a process of its own. */
final class GuestHelper implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path socket;

    private GuestHelper(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /** Starts it, and does not wait for it. */
    static GuestHelper start(String program, Path socket, String... options) throws IOException {
        return start(program, socket, ProcessBuilder.Redirect.INHERIT, options);
    }

    /** The same, with what it says going elsewhere. */
    static GuestHelper start(String program, Path socket, ProcessBuilder.Redirect log, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(program, "-k", socket.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(log)
                .start();
        return new GuestHelper(process, socket);
    }

    /** From now on each ioctl(2) takes that long, until the helper ends. */
    void delayIoctls(Duration delay) throws IOException {
        Process strace = new ProcessBuilder(List.of(
                        "strace",
                        "-f",
                        "-o/dev/null",
                        "-etrace=ioctl",
                        "-einject=ioctl:delay_enter=" + TimeUnit.NANOSECONDS.toMicros(delay.toNanos()),
                        "-p" + process.pid()))
                .redirectErrorStream(true)
                .start();
        String first = strace.inputReader().readLine();
        GuestChecks.expect("strace says " + first, true, first != null && first.contains("attached"));
    }

    /** SIGKILL, and waits until it has ended. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Its socket, once it is there. */
    Path socket() {
        await("the socket " + socket, () -> Files.exists(socket));
        return socket;
    }

    /** What its open descriptors are. */
    List<String> descriptors() {
        List<String> open = new ArrayList<>();
        for (Path link : files("fd")) {
            try {
                open.add(Files.readSymbolicLink(link).toString());
            } catch (IOException closedMeanwhile) {
                open.add("closed meanwhile");
            }
        }
        return open.stream().sorted().toList();
    }

    /** How many of its threads have a name that begins with that. */
    long threads(String prefix) {
        return files("task").stream()
                .filter(task -> name(task).startsWith(prefix))
                .count();
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException endedMeanwhile) {
            return "";
        }
    }

    private List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), folder))) {
            return files.toList();
        } catch (IOException gone) {
            throw new AssertionError("the helper has ended with status " + process.exitValue(), gone);
        }
    }

    /** Waits until something is so. */
    static void await(String what, BooleanSupplier condition) {
        await(() -> what, condition);
    }

    /** The same, where how it is meanwhile is to be told. */
    static void await(Supplier<String> what, BooleanSupplier condition) {
        await(what, PATIENCE, condition);
    }

    /** The same, for what takes long. */
    static void await(Supplier<String> what, Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + patience.toSeconds() + " s: " + what.get());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Ends it as a service manager does, and waits until it has ended. */
    int end() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
