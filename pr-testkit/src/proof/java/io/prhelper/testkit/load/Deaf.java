// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.testkit.bench.Program;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What clients get of a helper that says much, while nobody reads its standard error, a pipe, nor its trace, a named pipe. */
final class Deaf implements Load.Run {
    /** More than two pipes and what may wait for them hold. */
    private static final int PROVOKING = 2_000;

    private static final int CLIENTS = 50;
    private static final int SYS_WRITE = 1;
    private static final double P99_MS = 5;
    private static final double MOST_SECONDS = 5;

    /** Longer than any helper needs that is not stuck. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    Deaf() {}

    @Override
    public void run(Site site) throws IOException, InterruptedException {
        Path trace = site.work().resolve("trace");
        Path pidFile = site.work().resolve("pid");
        Tool.run("mkfifo", trace.toString());
        Program program = site.ours().with("-vv", "-f", pidFile.toString(), "-T", "*,file=" + trace);
        // Open for both: that is one who could read the trace.
        try (OwnedFd reader = OwnedFd.open(trace, true);
                Watched helper = Watched.start(program, site, Redirect.PIPE);
                OwnedFd device = OwnedFd.open(site.device(), true)) {
            ask(helper, device, PROVOKING);
            long stuck = awaitStuck(helper);
            System.out.printf(
                    "nobody reads: %d of 2 threads in write(2), descriptor %d is the trace's%n", stuck, reader.fd());
            tell(ask(helper, device, GoodClient.requests(site)));
            connect(helper);
            stop(helper, site, pidFile);
            if (stuck != 2) {
                throw new IOException("log and trace were not both deaf");
            }
        } finally {
            Files.deleteIfExists(trace);
        }
    }

    /** The log's thread and the trace's, once both pipes are full. */
    private static long awaitStuck(Watched helper) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long stuck = helper.threadsIn(SYS_WRITE);
        while (stuck != 2 && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(10);
            stuck = helper.threadsIn(SYS_WRITE);
        }
        return stuck;
    }

    private static Times ask(Watched helper, OwnedFd device, long requests) throws IOException {
        Times times = GoodClient.ask(helper.socket(), device, requests, PATIENCE);
        GoodClient.requireServed(times, requests);
        return times;
    }

    private static void tell(Times times) {
        System.out.printf(Locale.ROOT, "  good client: %d requests answered; %s%n", times.count(), times);
        System.out.printf(
                Locale.ROOT,
                "  goal: p99 at most %.0f ms %s%n",
                P99_MS,
                times.atMost(0.99) <= P99_MS ? "met" : "MISSED");
    }

    private static void connect(Watched helper) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            Client.greeted(helper.socket(), PATIENCE).close();
        }
        System.out.println("  " + CLIENTS + " new clients greeted");
    }

    private static void stop(Watched helper, Site site, Path pidFile) throws IOException, InterruptedException {
        if (Files.notExists(pidFile)) {
            throw new IOException("there is no pid file");
        }
        long began = System.nanoTime();
        helper.process().destroy();
        if (!helper.process().waitFor(4 * (long) MOST_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("SIGTERM does not end it");
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        int status = helper.process().exitValue();
        System.out.printf(
                Locale.ROOT,
                "  SIGTERM: ended with %d after %.2f s%s%n",
                status,
                seconds,
                seconds <= MOST_SECONDS ? "" : " (MISSED: " + MOST_SECONDS + " s)");
        if (status != 0 || Files.exists(site.socket()) || Files.exists(pidFile)) {
            throw new IOException("status " + status + ", socket or pid file is left");
        }
    }
}
