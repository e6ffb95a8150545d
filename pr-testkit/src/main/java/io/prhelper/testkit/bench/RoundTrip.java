// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Round trip and throughput of helpers side by side: interleaved rounds, medians, and how the first contender compares. */
final class RoundTrip {
    private final PrintStream out;
    private final Path load;
    private final String device;
    private final int rounds;
    private final double seconds;

    RoundTrip(PrintStream out, Path load, String device, int rounds, double seconds) {
        this.out = out;
        this.load = load;
        this.device = device;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    void run(List<Contender> contenders, List<Integer> connections) throws IOException, InterruptedException {
        for (Contender contender : contenders) {
            Load.run(load, contender, device, 4, 2, false); // the JIT's turn; the others get the same
        }
        out.printf(
                "%-22s %-10s %9s %9s %9s %9s %9s %9s%n",
                "", "helper", "req/s", "ours/it", "p50 us", "ours/it", "p99 us", "p99.9 us");
        measure(contenders, 1, true);
        for (int count : connections) {
            measure(contenders, count, false);
        }
        out.printf(
                "Medians of %d interleaved rounds of %.1f s; ratios to %s.%n",
                rounds, seconds, contenders.getFirst().name());
    }

    private void measure(List<Contender> contenders, int connections, boolean pinned)
            throws IOException, InterruptedException {
        Map<Contender, List<Load>> results = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                results.computeIfAbsent(contender, key -> new ArrayList<>())
                        .add(Load.run(load, contender, device, connections, seconds, pinned));
            }
        }
        List<Load> first = results.getOrDefault(contenders.getFirst(), List.of());
        String label = connections + (connections == 1 ? " connection" : " connections") + (pinned ? ", one CPU" : "");
        results.forEach((contender, loads) -> out.printf(
                "%-22s %-10s %9.0f %9.2f %9.2f %9.2f %9.2f %9.2f%n",
                label,
                contender.name(),
                median(loads, Load::throughput),
                median(first, Load::throughput) / median(loads, Load::throughput),
                median(loads, Load::p50),
                median(first, Load::p50) / median(loads, Load::p50),
                median(loads, Load::p99),
                median(loads, Load::p999)));
    }

    private static double median(List<Load> loads, ToDoubleFunction<Load> figure) {
        double[] sorted = loads.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
