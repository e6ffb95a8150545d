// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The rare slow answers: among a million of one connection, and with a crowd. */
final class Tail implements Measurement {
    private static final int ROUNDS = 1;
    private static final long MILLION = 1_000_000;
    private static final double PATIENCE_SECONDS = 120;
    private static final int CROWD = 200;
    private static final double CROWD_SECONDS = 5;
    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p99.9", "p99.99", "max");

    @Override
    public Outcome run(Bed bed) throws IOException, InterruptedException {
        Results results = new Results();
        try (Arena arena = Arena.open(bed)) {
            for (int round = 0; round < bed.rounds(ROUNDS); round++) {
                for (Contender helper : arena.helpers()) {
                    add(results, "million", helper, arena.load(helper, 1, PATIENCE_SECONDS, MILLION));
                }
                for (Contender helper : arena.helpers()) {
                    add(results, CROWD + " connections", helper, arena.load(helper, CROWD, bed.seconds(CROWD_SECONDS)));
                }
            }
        }
        return new Outcome(results.table(), goals(results)).withPlot("tail.svg", plot(results));
    }

    private static void add(Results results, String of, Contender helper, Figures figures) {
        for (String percentile : PERCENTILES) {
            results.add(row(of, percentile), helper.name(), figures.get(percentile));
        }
    }

    private static String row(String of, String percentile) {
        return of + ": " + percentile + ", us";
    }

    private static List<Goal> goals(Results results) {
        List<Goal> goals = new ArrayList<>();
        String million = row("million", "p99.9");
        String crowd = row(CROWD + " connections", "p99.9");
        if (results.has(million, Bed.REFERENCE)) {
            goals.add(goal("p99.9 of a million / reference", results, million, 0.7));
            goals.add(goal("p99.9 of " + CROWD + " connections / reference", results, crowd, 0.2));
        }
        return goals;
    }

    private static Goal goal(String what, Results results, String row, double limit) {
        return new Goal(what, results.median(row, Bed.OURS) / results.median(row, Bed.REFERENCE), limit);
    }

    private static String plot(Results results) {
        LineChart chart =
                new LineChart("round trips of a million requests, one connection", "one in so many is slower", "us");
        for (String column : results.columns()) {
            double[] y = PERCENTILES.stream()
                    .mapToDouble(percentile -> results.median(row("million", percentile), column))
                    .toArray();
            chart.line(column, new double[] {2, 10, 100, 1000, 10_000, MILLION}, y);
        }
        return chart.svg();
    }
}
