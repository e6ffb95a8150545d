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

/** What who and doctor make of a real disk and of a trail that a helper wrote of it. */
final class LabSightIT {
    @TempDir
    private static Path share;

    @BeforeAll
    static void playInTheLab() throws IOException {
        LabRun.runClass(share, GuestSight.class, "--iscsi");
    }

    private static List<String> said(String command) throws IOException {
        return Files.readAllLines(share.resolve(command));
    }

    @Test
    void whoTellsFromTheTrailWhatTheDiskSays() throws IOException {
        List<String> said = said(GuestSight.WHO);
        assertThat(said)
                .contains("Reservation: WRITE EXCLUSIVE REGISTRANTS ONLY", "  It agrees with the trails.", "status 0")
                .anyMatch(line -> line.matches("  held by .*, key 0x000000000000000a"))
                .anyMatch(line -> line.matches("  .* fenced .*"))
                .anyMatch(line -> line.endsWith(" ended 0x000000000000000b and took the reservation"))
                .anyMatch(line -> line.endsWith(": RELEASE with key 0x000000000000000b: CHECK CONDITION 06/2A/05"));
        assertThat(said.getFirst()).startsWith("naa.6001405");
    }

    @Test
    void theDoctorFindsTheDiskAndTheHelperWell() throws IOException {
        List<String> said = said(GuestSight.DOCTOR);
        for (String check : List.of(
                "socket", "helper-capability", "node", "reservations", "types", "aptpl", "stale-registration")) {
            assertThat(said).as("%s", said).anyMatch(line -> line.matches("pass +" + check + " .*"));
        }
        assertThat(said).noneMatch(line -> line.startsWith("failure"));
    }
}
