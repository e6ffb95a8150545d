// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Round trip and throughput by the number of connections. */
final class RoundTrip implements Measurement {
    private static final int ROUNDS = 5;
    private static final double SECONDS = 1;
    private static final String CONNECTIONS = "1,4,16,64,256";
    private static final String ONE_CPU = "1 on one CPU";

    @Override
    public Outcome run(Bed bed) throws IOException, InterruptedException {
        Results results = new Results();
        List<Integer> counts = bed.connections(CONNECTIONS);
        double seconds = bed.seconds(SECONDS);
        try (Arena arena = Arena.open(bed)) {
            for (int round = 0; round < bed.rounds(ROUNDS); round++) {
                for (Contender helper : arena.helpers()) {
                    add(results, ONE_CPU, helper, arena.loadOnOneCpu(helper, seconds));
                }
                for (int count : counts) {
                    for (Contender helper : arena.helpers()) {
                        add(results, Integer.toString(count), helper, arena.load(helper, count, seconds));
                    }
                }
            }
        }
        return new Outcome(results.table(), goals(results, counts)).withPlot("throughput.svg", plot(results, counts));
    }

    private static void add(Results results, String connections, Contender helper, Figures figures) {
        results.add(throughput(connections), helper.name(), figures.get("throughput") / 1000);
        for (String percentile : new String[] {"p50", "p99", "p99.9"}) {
            results.add(percentile(connections, percentile), helper.name(), figures.get(percentile));
        }
    }

    private static String throughput(String connections) {
        return connections + ": thousand requests a second";
    }

    private static String percentile(String connections, String percentile) {
        return connections + ": " + percentile + ", us";
    }

    private static List<Goal> goals(Results results, List<Integer> counts) {
        List<Goal> goals = new ArrayList<>();
        String p50 = percentile(ONE_CPU, "p50");
        goals.add(ratio("p50, one connection / bare loop", results, p50, Bed.BARE_LOOP, 1.2));
        if (results.has(p50, Bed.REFERENCE)) {
            goals.add(ratio("p50, one connection / reference", results, p50, Bed.REFERENCE, 0.5));
            if (counts.contains(16)) {
                String sixteen = throughput("16");
                double slower = results.median(sixteen, Bed.REFERENCE) / results.median(sixteen, Bed.OURS);
                goals.add(new Goal("the reference's throughput / ours, 16 connections", slower, 1 / 2.5));
            }
        }
        double[] ours = counts.stream()
                .filter(count -> count >= 4)
                .mapToDouble(count -> results.median(throughput(count.toString()), Bed.OURS))
                .sorted()
                .toArray();
        if (ours.length > 1) {
            goals.add(new Goal("best / worst throughput from 4 connections on", ours[ours.length - 1] / ours[0], 1.15));
        }
        return goals;
    }

    private static Goal ratio(String what, Results results, String row, String other, double limit) {
        return new Goal(what, results.median(row, Bed.OURS) / results.median(row, other), limit);
    }

    private static String plot(Results results, List<Integer> counts) {
        LineChart chart = new LineChart("throughput", "connections", "thousand requests a second");
        for (String column : results.columns()) {
            double[] x = counts.stream().mapToDouble(Integer::doubleValue).toArray();
            double[] y = counts.stream()
                    .mapToDouble(count -> results.median(throughput(count.toString()), column))
                    .toArray();
            chart.line(column, x, y);
        }
        return chart.svg();
    }
}
