// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.testkit.transcript.AllowedDeviation;
import io.prhelper.testkit.transcript.Comparison;
import io.prhelper.testkit.transcript.Conversations;
import io.prhelper.testkit.transcript.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ours answers every byte as the reference does, on real disks; but for what is written down in {@code deviations.txt}. */
final class LabTranscriptIT {
    @TempDir
    private static Path share;

    @BeforeAll
    static void playBothInTheLab() throws IOException {
        LabRun.runClass(share, GuestSession.class);
    }

    @Test
    void oursAnswersEveryByteAsTheReferenceDoes() throws IOException {
        Transcript reference = transcript(GuestSession.REFERENCE);
        assertThat(reference.conversations()).hasSameSizeAs(Conversations.ALL);
        assertThat(Comparison.problems(reference, transcript(GuestSession.OURS), AllowedDeviation.ofOurHelper()))
                .as("differences between the reference (expected) and ours (actual)")
                .isEmpty();
    }

    @Test
    void reservationsThroughOursAreRealAndNothingOfThemStaysInTheProcess() throws IOException {
        assertThat(Files.readAllLines(share.resolve(GuestSession.CHECKS)))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("ok "));
    }

    private static Transcript transcript(String name) throws IOException {
        return Transcript.parse(Files.readAllLines(share.resolve(name)));
    }
}
