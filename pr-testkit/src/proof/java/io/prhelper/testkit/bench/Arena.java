// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Helpers that serve throughout a measurement, and the load program that asks them.
 *
 * @param bed with the load program and the disk
 * @param helpers in the order of the tables
 */
record Arena(Bed bed, List<Contender> helpers) implements AutoCloseable {
    private static final double WARM_UP_SECONDS = 2;
    private static final int WARM_UP_CONNECTIONS = 4;

    /** Starts ours, the bare loop and the reference, and gives each the same time to warm up. */
    static Arena open(Bed bed) throws IOException, InterruptedException {
        List<Program> programs = new ArrayList<>(bed.oursAndReference(bed.oursForMany()));
        programs.add(bed.bareLoop());
        Arena arena = new Arena(bed, new ArrayList<>());
        try {
            for (Program program : programs) {
                Contender helper = Contender.start(program, bed.socket(program.name()));
                arena.helpers.add(helper);
                arena.load(helper, WARM_UP_CONNECTIONS, WARM_UP_SECONDS, List.of());
            }
        } catch (IOException | InterruptedException failed) {
            arena.close();
            throw failed;
        }
        return arena;
    }

    /** So many connections for so long. */
    Figures load(Contender helper, int connections, double seconds) throws IOException, InterruptedException {
        return load(helper, connections, seconds, List.of());
    }

    /** The same until so many requests were answered. */
    Figures load(Contender helper, int connections, double seconds, long requests)
            throws IOException, InterruptedException {
        return load(helper, connections, seconds, List.of(Long.toString(requests)));
    }

    private Figures load(Contender helper, int connections, double seconds, List<String> more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                bed.tool("load"),
                helper.socket().toString(),
                bed.device(),
                Integer.toString(connections),
                Double.toString(seconds)));
        command.addAll(more);
        return Figures.of(command);
    }

    /** One connection, and client and helper share one CPU: then a round trip has no wake-up of another CPU in it. */
    Figures loadOnOneCpu(Contender helper, double seconds) throws IOException, InterruptedException {
        pin(helper, "0");
        try {
            return Figures.of(List.of(
                    "taskset",
                    "-c",
                    "0",
                    bed.tool("load"),
                    helper.socket().toString(),
                    bed.device(),
                    "1",
                    Double.toString(seconds)));
        } finally {
            pin(helper, "0-" + (Runtime.getRuntime().availableProcessors() - 1));
        }
    }

    private static void pin(Contender helper, String cpus) throws IOException, InterruptedException {
        Figures.of(List.of("taskset", "-a", "-p", "-c", cpus, Long.toString(helper.pid())));
    }

    @Override
    public void close() {
        helpers.forEach(Contender::close);
    }
}
