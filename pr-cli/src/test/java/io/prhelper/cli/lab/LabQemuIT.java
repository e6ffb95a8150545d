// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: a guest's commands, through QEMU's own client and our helper, to a real disk. */
final class LabQemuIT {
    private static final int PATIENCE_SECONDS = 1200;
    private static final Path HELPER = Path.of(System.getProperty("dist")).resolve("bin/qemu-pr-helper");
    private static final Path SCRIPT = Path.of("src/test/lab/qemu-guest").toAbsolutePath();

    @Test
    void aVirtualMachineRegistersAndReservesARealDisk(@TempDir Path share) throws IOException {
        assertThat(LabRun.run(share, PATIENCE_SECONDS, SCRIPT.toString(), HELPER.toString()))
                .containsSubsequence(
                        "0xbeef",
                        "Reservation holder",
                        "Reservation conflict",
                        "status 0",
                        "from the other path:",
                        "0xbeef",
                        "Write Exclusive, registrants only",
                        "helper ended with status 0");
    }
}
