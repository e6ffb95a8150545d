// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The newest QEMU moves a machine that holds a reservation, with our helper at both ends and a map at one. */
final class LabMigrationIT {
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aReservationMovesFromAMapAndBack(String multipath, @TempDir Path share) throws IOException {
        LabRun.runClass(share, GuestMigration.class, multipath);
        assertThat(Files.readAllLines(share.resolve(GuestMigration.CHECKS)))
                .hasSize(3)
                .allMatch(line -> line.startsWith("ok "));
    }

    /** The multipathd of Debian sid, which that QEMU comes with; that of Debian 12 where all cases are to be played: each takes minutes. */
    static List<String> aReservationMovesFromAMapAndBack() {
        return "all".equals(System.getenv(LabRun.CASES))
                ? List.of("--multipath=sid", "--multipath")
                : List.of("--multipath=sid");
    }
}
