// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newest QEMU moves a machine that holds a reservation, with our helper at both ends and a map at one. */
final class LabMigrationIT {
    @Test
    void aReservationMovesFromAMapAndBack(@TempDir Path share) throws IOException {
        LabRun.runClass(share, GuestMigration.class, "--multipath");
        assertThat(Files.readAllLines(share.resolve(GuestMigration.CHECKS)))
                .hasSize(3)
                .allMatch(line -> line.startsWith("ok "));
    }
}
