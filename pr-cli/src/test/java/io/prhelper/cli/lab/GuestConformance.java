// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import io.prhelper.testkit.conformance.Conformance;
import io.prhelper.testkit.conformance.ConformanceCase;
import io.prhelper.testkit.conformance.ConformanceSubject;
import io.prhelper.testkit.conformance.MediaAccess;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Runs the conformance suite against the reference and against ours, each on a new disk; it leaves a list of results of each. */
final class GuestConformance {
    static final String REFERENCE = "reference";
    static final String OURS = "ours";

    private static final String SEPARATOR = " \\| ";
    private static final String BOTH = "both";

    private GuestConformance() {}

    /** Tries both. */
    static void run(String referenceProgram, String ourProgram, Path folder) throws IOException, InterruptedException {
        try (GuestHelper ours = GuestHelper.start(ourProgram, Path.of("/run/ours.sock"));
                GuestHelper reference = GuestHelper.start(referenceProgram, Path.of("/run/reference.sock"))) {
            run(reference, REFERENCE, GuestDisk.anew(), folder);
            reference.end();
            run(ours, OURS, GuestDisk.anew(), folder);
        }
    }

    /** Tries one; it leaves a list of results of that name. */
    static void run(GuestHelper helper, String name, GuestDisk disk, Path folder) throws IOException {
        run(helper, name, disk, folder, Conformance.ALL);
    }

    /** The same with some cases only. */
    static void run(GuestHelper helper, String name, GuestDisk disk, Path folder, List<ConformanceCase> cases)
            throws IOException {
        try (ConformanceSubject subject = subject(helper, name, disk);
                BufferedWriter writer = Files.newBufferedWriter(folder.resolve(name))) {
            for (var entry : Conformance.run(cases, subject).entrySet()) {
                String result = entry.getValue().toString().replace('\n', ' ');
                writer.write(result + " | " + entry.getKey().name());
                writer.newLine();
            }
        }
    }

    private static ConformanceSubject subject(GuestHelper helper, String name, GuestDisk disk) throws IOException {
        ConformanceSubject subject = ConformanceSubject.ofHelper(helper.socket(), disk.nodeA(), disk.nodeB())
                .withMedia(MediaAccess.through(disk.nodeA()), MediaAccess.through(disk.nodeB()))
                .thatMayLoseData();
        for (String line : differences()) {
            String[] fields = line.split(SEPARATOR, -1);
            if (fields[0].equals(name) || fields[0].equals(BOTH)) {
                subject = subject.withKnownDifference(fields[1], fields[2]);
            }
        }
        return subject;
    }

    /** Whose, which case, why. */
    private static List<String> differences() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(GuestConformance.class.getResourceAsStream("conformance-differences.txt")),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
