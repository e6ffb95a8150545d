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
    private static final int PATIENCE_SECONDS = 600;
    private static final Path REFERENCE = Path.of("/usr/bin/qemu-pr-helper");
    private static final Path DIST = Path.of(System.getProperty("dist"));
    private static final Path TEST_CLASSES = Path.of("target/test-classes").toAbsolutePath();

    @TempDir
    private static Path share;

    @BeforeAll
    static void playBothInTheLab() throws IOException {
        // One JVM for everything, the distribution's own: the one whose class library the guest reads anyway.
        LabRun.run(
                share,
                PATIENCE_SECONDS,
                DIST.resolve("lib/runtime/bin/qemu-pr-helper").toString(),
                "-Xmx64m",
                "--add-modules=io.prhelper.testkit",
                "-cp",
                TEST_CLASSES.toString(),
                GuestSession.class.getName(),
                REFERENCE.toString(),
                DIST.resolve("bin/qemu-pr-helper").toString(),
                share.toString());
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
