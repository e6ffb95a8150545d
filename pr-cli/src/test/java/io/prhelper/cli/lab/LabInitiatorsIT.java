// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's initiator, twice logged in to {@code simulate}, and what programs see through it: the same as with LIO. */
final class LabInitiatorsIT {
    private static final Path SCRIPT = Path.of("src/test/lab/two-initiators").toAbsolutePath();
    private static final int PATIENCE_SECONDS = 1200;

    @TempDir
    private static Path share;

    private static String said = "";

    @BeforeAll
    static void playInTheLab() throws IOException {
        String helper =
                Path.of(System.getProperty("dist"), "bin/qemu-pr-helper").toString();
        said = LabRun.run(
                share,
                List.of("--iscsi"),
                PATIENCE_SECONDS,
                SCRIPT.toString(),
                helper,
                LabRun.initiators().toString(),
                share.toString());
    }

    @Test
    void everyProgramSeesWhatItSeesOfTheKernelsTarget() throws IOException {
        assertThat(Files.readAllLines(share.resolve("simulated")))
                .isEqualTo(Files.readAllLines(share.resolve("lio")))
                .contains("$ fence_scsi --action=off --plug=a --key=a1 --devices=B [0]", "Success: Powered OFF")
                .contains("$ write_block A [1]", "$ blkpr --command clear --key 0xb2 B [0]")
                .anyMatch(line -> line.startsWith("$ blkpr --command preempt-abort") && line.endsWith(" [0]"));
    }

    @Test
    void theSimulationEndsWithTheSignal() {
        assertThat(said).contains("ended with 0");
    }
}
