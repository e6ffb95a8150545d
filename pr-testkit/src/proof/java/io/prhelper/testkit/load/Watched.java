// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.testkit.bench.Contender;
import io.prhelper.testkit.bench.Memory;
import io.prhelper.testkit.bench.Program;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A helper under load, with an eye on what it must not do: end, throw, keep descriptors. */
final class Watched implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration SOON = Duration.ofMillis(500);

    private final Contender contender;
    private final Path errors;
    private final Path failures;

    private Watched(Contender contender, Path errors, Path failures) {
        this.contender = contender;
        this.errors = errors;
        this.failures = failures;
    }

    /** Starts our helper with these options; what it throws goes into a trace, which nothing keeps anything out of. */
    static Watched ours(Site site, String... options) throws IOException, InterruptedException {
        Path failures = site.work().resolve("failures");
        return start(site.ours().with(options).with("-T", "pr_failure,file=" + failures), site, failures);
    }

    /** Starts any helper. */
    static Watched start(Program program, Site site) throws IOException, InterruptedException {
        return start(program, site, site.work().resolve("no-trace"));
    }

    /** Starts any helper, its standard error to where the caller says. */
    static Watched start(Program program, Site site, Redirect errors) throws IOException, InterruptedException {
        return start(program, site, site.work().resolve("no-trace"), errors);
    }

    private static Watched start(Program program, Site site, Path failures) throws IOException, InterruptedException {
        return start(program, site, failures, Redirect.to(errors(site).toFile()));
    }

    private static Path errors(Site site) {
        return site.work().resolve("errors");
    }

    private static Watched start(Program program, Site site, Path failures, Redirect errors)
            throws IOException, InterruptedException {
        Contender contender = Contender.start(program, site.socket(), errors);
        Watched watched = new Watched(contender, errors(site), failures);
        watched.awaitRehearsal();
        return watched;
    }

    /** Waits until it has gone through what it does soon after the start, with a thread and descriptors of its own. */
    private void awaitRehearsal() throws IOException, InterruptedException {
        long began = System.nanoTime();
        boolean seen = false;
        boolean over = false;
        while (!over && System.nanoTime() - began < PATIENCE.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(2);
            boolean going = threadsAre("comm", "pr-rehearsal") > 0;
            over = !going && (seen || System.nanoTime() - began > SOON.toNanos());
            seen |= going;
        }
    }

    Path socket() {
        return contender.socket();
    }

    long pid() {
        return contender.pid();
    }

    Process process() {
        return contender.process();
    }

    Memory memory() throws IOException {
        return Memory.of(pid());
    }

    long descriptors() throws IOException {
        return entries("fd");
    }

    long threads() throws IOException {
        return entries("task");
    }

    private long entries(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc/" + pid() + "/" + folder))) {
            return entries.count();
        }
    }

    /** How many threads are inside the system call of that number ({@code /proc/PID/task/TID/syscall}; proc(5)). */
    long threadsIn(int systemCall) throws IOException {
        return threadsAre("syscall", systemCall + " ");
    }

    private long threadsAre(String file, String beginning) throws IOException {
        long count = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                if (text(thread.resolve(file)).startsWith(beginning)) {
                    count++;
                }
            }
        }
        return count;
    }

    /** Waits until there are no more than so many threads: those of a burst end when they had nothing to do for some time. */
    long awaitThreads(long wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (threads() > wanted && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return threads();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException threadEnded) {
            return "";
        }
    }

    /** How many are open when it has nothing to do: the last request's is closed after its reply is sent. */
    long idleDescriptors() throws IOException, InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            least = Math.min(least, descriptors());
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return least;
    }

    /** Waits until no more than so many descriptors are open; how many there are then. */
    long awaitDescriptors(long wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (descriptors() > wanted && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return descriptors();
    }

    /**
     * Checks that it runs, and that nothing was thrown in it.
     *
     * @throws IOException with what it said
     */
    void assertSound() throws IOException {
        if (!process().isAlive()) {
            throw new IOException(
                    "the helper has ended with status " + process().exitValue() + ": " + said());
        }
        String thrown = Files.exists(failures) ? Files.readString(failures) : "";
        if (!thrown.isEmpty() || said().contains("Exception") || said().contains("Error")) {
            throw new IOException("the helper threw: " + thrown + said());
        }
    }

    private String said() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() {
        contender.close();
    }
}
