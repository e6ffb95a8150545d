// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From exec to the first answered greeting, beside an empty main in the same JVM; into the background; and the end. */
final class StartUp implements Measurement {
    private static final int ROUNDS = 15;
    private static final String EMPTY = "empty main";
    private static final String GREETING = "exec to greeting, ms";
    private static final String CPU = "CPU time till then, ms";
    private static final String RETURNED = "-d returned, ms";
    private static final String READY = "ready when -d returned, of 1";
    private static final String STOP = "SIGTERM to gone, ms";

    @Override
    public Outcome run(Bed bed) throws IOException, InterruptedException {
        Results results = new Results();
        List<Program> programs = bed.oursAndReference(bed.ours());
        for (int round = 0; round < bed.rounds(ROUNDS); round++) {
            empty(bed, results);
            for (Program program : programs) {
                foreground(bed, results, program);
                background(bed, results, program);
            }
        }
        return new Outcome(results.table(), goals(results)).withPlot("startup.svg", plot(results));
    }

    private static void empty(Bed bed, Results results) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(bed.tool("life"), "-e"));
        command.addAll(bed.emptyMain());
        Figures figures = Figures.of(command);
        results.add(GREETING, EMPTY, figures.get("end") / 1000);
        results.add(CPU, EMPTY, figures.get("cpu") / 1000);
    }

    private static void foreground(Bed bed, Results results, Program program) throws IOException, InterruptedException {
        Path socket = bed.socket("start");
        List<String> command = new ArrayList<>(List.of(bed.tool("life"), "-w", "200", socket.toString(), bed.device()));
        command.addAll(program.on(socket));
        Figures figures = Figures.of(command);
        results.add(GREETING, program.name(), figures.get("greeting") / 1000);
        results.add(CPU, program.name(), figures.get("cpu") / 1000);
        results.add(STOP, program.name(), figures.get("stop") / 1000);
    }

    private static void background(Bed bed, Results results, Program program) throws IOException, InterruptedException {
        Path socket = bed.socket("background");
        String pidFile = bed.work().resolve("pid").toString();
        List<String> command =
                new ArrayList<>(List.of(bed.tool("life"), "-w", "200", "-f", pidFile, socket.toString(), bed.device()));
        command.addAll(program.with("-d", "-f", pidFile).on(socket));
        Figures figures = Figures.of(command);
        results.add(RETURNED, program.name(), figures.get("returned") / 1000);
        results.add(READY, program.name(), figures.get("ready-at-return"));
    }

    private static List<Goal> goals(Results results) {
        double greeting = results.median(GREETING, Bed.OURS);
        return List.of(
                new Goal("exec to greeting / empty main", greeting / results.median(GREETING, EMPTY), 2.3),
                new Goal(
                        "CPU time till then / empty main",
                        results.median(CPU, Bed.OURS) / results.median(CPU, EMPTY),
                        2.3),
                new Goal("-d returns after the greeting by, ms", results.median(RETURNED, Bed.OURS) - greeting, 10),
                new Goal("SIGTERM to gone, ms", results.median(STOP, Bed.OURS), 30));
    }

    private static String plot(Results results) {
        BarChart chart = new BarChart("exec to the first answered greeting", "ms");
        for (String column : results.columns()) {
            chart.bar(column, results.median(GREETING, column));
        }
        return chart.svg();
    }
}
