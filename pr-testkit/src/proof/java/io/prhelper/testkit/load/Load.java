// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The command behind {@code pr-testkit/load/load}. Its exit status is 0 if everything held that must. */
public final class Load {
    private static final String USAGE = """
            usage: load NAME [OPTION=VALUE...]

            NAME is one of
              stuck     a good client beside silent clients, slow ones, stuck ioctls and stuck closes
              soak      requests over all error paths: descriptors, threads, memory and heap as at the start
              hostile   connections with random bytes and descriptors: nothing ends, nothing is thrown, nothing is left open
              stop      SIGTERM with stuck calls, under load, and while starting
              deaf      a log and a trace that nobody reads: clients are served, SIGTERM ends it
              refused   a good client beside a user who holds up the closes of clients that are turned away
              namespaces  a good client beside processes of another PID namespace that want more places than a process may have
              restart   kill -9 and a new start under clients that connect again
              tasks     starts at all limits of tasks from 8 to 40
              ignored   signals that whoever started the helper ignores

            requests=N           of the good client (10000); soak: in all (10000000)
            closes=N             refused: held up (200)
            connections=N        hostile (1000000)
            seed=N               hostile, soak: repeats a run
            rounds=N             stop, restart; tasks: only every Nth limit
            device=PATH          an unused block device (/dev/loop0)
            """;

    private static final Map<String, Run> RUNS = Map.of(
            "stuck", new Stuck(),
            "soak", new Soak(),
            "hostile", new Hostile(),
            "stop", new Stop(),
            "deaf", new Deaf(),
            "refused", new Refused(),
            "namespaces", new Namespaces(),
            "restart", new Restart(),
            "tasks", new Tasks(),
            "ignored", new Ignored());

    private Load() {}

    /** What can be run. */
    @FunctionalInterface
    interface Run {
        /**
         * Runs to the end and prints what it finds.
         *
         * @throws IOException if something that must hold does not, or can not be tried here
         */
        void run(Site site) throws IOException, InterruptedException;
    }

    /** Arguments: a folder to work in with the compiled C programs, our distribution, then the user's. */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> words = Arrays.asList(arguments).subList(2, arguments.length);
        Run run = words.isEmpty() ? null : RUNS.get(words.getFirst());
        if (run == null) {
            System.out.print(USAGE);
            System.exit(2);
            return;
        }
        try {
            run.run(Site.of(Path.of(arguments[0]), Path.of(arguments[1]), words.subList(1, words.size())));
            System.exit(0);
        } catch (IllegalArgumentException | IOException failed) {
            System.err.println("load: " + failed.getMessage());
            System.exit(1);
        }
    }
}
