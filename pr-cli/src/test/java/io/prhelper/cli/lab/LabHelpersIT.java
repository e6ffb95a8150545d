// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.testkit.conformance.Conformance;
import io.prhelper.testkit.conformance.ConformanceCase;
import io.prhelper.testkit.transcript.AllowedDeviation;
import io.prhelper.testkit.transcript.Comparison;
import io.prhelper.testkit.transcript.Conversations;
import io.prhelper.testkit.transcript.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ours and the reference in front of real disks. */
final class LabHelpersIT {
    @TempDir
    private static Path share;

    /** One start of the lab for both. */
    @BeforeAll
    static void tryBothInTheLab() throws IOException {
        LabRun.runClass(share, GuestSession.class);
    }

    /** But for what is written down in {@code deviations.txt}. */
    @Test
    void oursAnswersEveryByteAsTheReferenceDoes() throws IOException {
        Transcript reference = LabRun.transcript(share, GuestSession.REFERENCE);
        assertThat(reference.conversations()).hasSameSizeAs(Conversations.ALL);
        assertThat(Comparison.problems(
                        reference, LabRun.transcript(share, GuestSession.OURS), AllowedDeviation.ofOurHelper()))
                .as("differences between the reference (expected) and ours (actual)")
                .isEmpty();
    }

    @Test
    void reservationsThroughOursAreRealAndNothingOfThemStaysInTheProcess() throws IOException {
        assertThat(Files.readAllLines(share.resolve(GuestSession.CHECKS)))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("ok "));
    }

    /**
     * But for what is written down in {@code conformance-differences.txt}. Nothing is skipped: the lab's disks may lose data, and both
     * initiators can read and write them.
     */
    @ParameterizedTest
    @ValueSource(strings = {GuestConformance.REFERENCE, GuestConformance.OURS})
    void conforms(String helper) throws IOException {
        List<String> results = Files.readAllLines(share.resolve(helper));
        assertThat(results).hasSameSizeAs(Conformance.ALL);
        assertThat(results).noneMatch(line -> line.startsWith("FAILED"));
        assertThat(results).noneMatch(line -> line.startsWith("skipped"));
        assertThat(results)
                .zipSatisfy(
                        Conformance.ALL,
                        (String line, ConformanceCase one) -> assertThat(line).endsWith(" | " + one.name()));
    }
}
