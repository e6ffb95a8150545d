// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.testkit.bench.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** What a good client gets of a helper that others hold up in every way. */
final class Stuck implements Load.Run {
    private static final double P99_MS = 5;
    private static final double LONGEST_MS = 100;

    /** Longer than any helper needs that is not stuck. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    Stuck() {}

    @Override
    public void run(Site site) throws IOException, InterruptedException {
        long requests = GoodClient.requests(site);
        GoodClient.requireServed(run(site, site.ours(), requests), requests);
    }

    private static Times run(Site site, Program program, long requests) throws IOException, InterruptedException {
        try (OwnedFd device = OwnedFd.open(site.device(), true);
                Pests pests = Pests.start(site, program, Pests.ALL)) {
            System.out.println(program.name() + " with " + pests.description());
            Times times = GoodClient.ask(pests.helper().socket(), device, requests, PATIENCE);
            System.out.printf(
                    Locale.ROOT, "  good client: %d of %d requests answered; %s%n", times.count(), requests, times);
            if (times.count() == requests) {
                System.out.printf(
                        Locale.ROOT,
                        "  goals: p99 at most %.0f ms %s, longest at most %.0f ms %s%n",
                        P99_MS,
                        times.atMost(0.99) <= P99_MS ? "met" : "MISSED",
                        LONGEST_MS,
                        times.atMost(1) <= LONGEST_MS ? "met" : "MISSED");
            } else {
                System.out.println("  then no answer within " + PATIENCE.toMillis() + " ms");
            }
            System.out.println("  still there: " + pests.description());
            return times;
        }
    }
}
