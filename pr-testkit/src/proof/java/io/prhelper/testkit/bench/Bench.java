// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command behind {@code pr-testkit/bench/bench}. */
public final class Bench {
    private static final String USAGE = """
            usage: bench NAME [OPTION=VALUE...]

            NAME is one of
              startup    exec to the first answered greeting beside an empty main, -d, SIGTERM to the end
              first      round trip of the first requests after the start
              memory     at rest, after requests, with idle connections, of one among ten instances
              roundtrip  round trip and throughput by the number of connections
              tail       the slowest of a million requests, and with 200 connections
              report     all of them, written into module-info-docs/performance.md

            rounds=N             interleaved rounds; figures are medians, the least in brackets
            device=PATH          an unused block device (/dev/loop0: no SCSI, every helper makes the ioctl)
            seconds=N            of each load (roundtrip, tail)
            connections=N,...    roundtrip
            """;

    private static final Map<String, Measurement> MEASUREMENTS = new LinkedHashMap<>();

    static {
        MEASUREMENTS.put("startup", new StartUp());
        MEASUREMENTS.put("first", new FirstRequests());
        MEASUREMENTS.put("memory", new Footprint());
        MEASUREMENTS.put("roundtrip", new RoundTrip());
        MEASUREMENTS.put("tail", new Tail());
    }

    private Bench() {}

    /** Arguments: folder with the compiled C programs, our distribution, folder of the documentation, then the user's. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = Arrays.asList(arguments).subList(3, arguments.length);
        String name = words.getFirst();
        if (!MEASUREMENTS.containsKey(name) && !name.equals("report")) {
            System.out.print(USAGE);
            System.exit(name.endsWith("help") ? 0 : 2);
        }
        try {
            Bed bed = Bed.of(Path.of(arguments[0]), Path.of(arguments[1]), words.subList(1, words.size()));
            if (name.equals("report")) {
                report(bed, new Report(Path.of(arguments[2])));
            } else {
                System.out.print(measure(name, bed));
            }
        } catch (IllegalArgumentException | IOException failed) {
            System.err.println("bench: " + failed.getMessage());
            System.exit(1);
        }
    }

    private static void report(Bed bed, Report report) throws IOException, InterruptedException {
        report.put("machine", machine());
        for (String name : MEASUREMENTS.keySet()) {
            System.out.println(name + ":");
            Outcome outcome = measure(name, bed);
            System.out.println(outcome);
            report.put(name, outcome);
        }
    }

    private static Outcome measure(String name, Bed bed) throws IOException, InterruptedException {
        Measurement measurement = MEASUREMENTS.get(name);
        if (measurement == null) {
            throw new IllegalArgumentException("nothing called " + name);
        }
        return measurement.run(bed);
    }

    private static String machine() throws IOException {
        return Runtime.getRuntime().availableProcessors() + " CPUs, Linux " + System.getProperty("os.version") + ", "
                + System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version") + ", load average "
                + Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0] + " before the first round.\n";
    }
}
