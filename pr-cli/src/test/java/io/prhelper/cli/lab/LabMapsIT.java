// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ours in front of a real multipath map, beside a real multipathd. */
final class LabMapsIT {
    @Test
    void aMapIsOneInitiatorWhicheverPathIsAway(@TempDir Path share) throws IOException {
        LabRun.runClass(share, GuestMaps.class, "--multipath");
        assertThat(Files.readAllLines(share.resolve(GuestMaps.CHECKS)))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("ok "));
    }
}
