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
        maps(share, "--multipath");
    }

    @Test
    void soItIsBesideTheNewestMultipathd(@TempDir Path share) throws IOException {
        maps(share, "--multipath=sid");
    }

    private static void maps(Path share, String multipath) throws IOException {
        LabRun.runClass(share, GuestMaps.class, multipath);
        assertThat(Files.readAllLines(share.resolve(GuestMaps.CHECKS)))
                .hasSizeGreaterThan(60)
                .allMatch(line -> line.startsWith("ok "));
    }
}
