// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Round trips of a helper that has just been started: the first right after the greeting, the first a moment later, and on. */
final class FirstRequests implements Measurement {
    private static final int ROUNDS = 9;
    private static final String AT_ONCE = "request 1, right after the greeting, us";
    private static final String LATER = "request 1, 200 ms later, us";

    @Override
    public Outcome run(Bed bed) throws IOException, InterruptedException {
        Results results = new Results();
        for (int round = 0; round < bed.rounds(ROUNDS); round++) {
            for (Program program : bed.oursAndReference(bed.ours())) {
                results.add(
                        AT_ONCE, program.name(), life(bed, program, "-n", "1").get("request-1"));
                Figures later = life(bed, program, "-w", "200", "-n", "1000", "-p", "1");
                results.add(LATER, program.name(), later.get("request-1"));
                for (int number : new int[] {10, 100, 1000}) {
                    results.add(
                            "request " + number + ", 1 ms apart, us", program.name(), later.get("request-" + number));
                }
            }
        }
        List<Goal> goals = new ArrayList<>(
                List.of(new Goal("request 1 right after the greeting, us", results.median(AT_ONCE, Bed.OURS), 1000)));
        if (results.has(LATER, Bed.REFERENCE)) {
            goals.add(new Goal(
                    "request 1, 200 ms later / the reference's first",
                    results.median(LATER, Bed.OURS) / results.median(AT_ONCE, Bed.REFERENCE),
                    1));
        }
        return new Outcome(results.table(), goals);
    }

    private static Figures life(Bed bed, Program program, String... options) throws IOException, InterruptedException {
        Path socket = bed.socket("first");
        List<String> command = new ArrayList<>(List.of(bed.tool("life")));
        command.addAll(List.of(options));
        command.addAll(List.of(socket.toString(), bed.device()));
        command.addAll(program.on(socket));
        return Figures.of(command);
    }
}
