// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.testkit.conformance.Conformance;
import io.prhelper.testkit.transcript.Comparison;
import io.prhelper.testkit.transcript.Conversations;
import io.prhelper.testkit.transcript.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said and tried on a disk, on a map beside either version of multipathd. */
final class LabMapSessionIT {
    @TempDir
    private static Path earlier;

    @TempDir
    private static Path later;

    /** One after the other, so that the disk, which knows nothing of multipathd, answers once for both. */
    @BeforeAll
    static void playInTheLab() throws IOException {
        LabRun.runClass(earlier, GuestMapSession.class, "--multipath");
        LabRun.runClass(later, GuestMapSession.OnMap.class, "--multipath=sid");
    }

    @Test
    void aMapAnswersAsADiskBesideTheMultipathdOfDebian12() throws IOException {
        check(earlier);
    }

    @Test
    void aMapAnswersAsADiskBesideTheMultipathdOfDebianSid() throws IOException {
        check(later);
    }

    /** But for what is written down in {@code map-deviations.txt} and {@code conformance-differences.txt}. */
    private static void check(Path share) throws IOException {
        Transcript map = transcript(share, GuestMapSession.MAP);
        assertThat(map.conversations()).hasSameSizeAs(Conversations.ALL);
        assertThat(Comparison.problems(
                        transcript(earlier, GuestMapSession.DISK), map, LabRun.deviations("map-deviations.txt")))
                .as("differences between a disk (expected) and a map (actual)")
                .isEmpty();
        assertThat(GuestMapSession.CASES).hasSize(Conformance.ALL.size() - 2);
        assertThat(Files.readAllLines(share.resolve(GuestMapSession.MAP)))
                .hasSameSizeAs(GuestMapSession.CASES)
                .noneMatch(line -> line.startsWith("FAILED") || line.startsWith("skipped"));
    }

    private static Transcript transcript(Path share, String subject) throws IOException {
        return MapTranscript.of(LabRun.transcript(share, subject + GuestMapSession.TRANSCRIPT));
    }
}
