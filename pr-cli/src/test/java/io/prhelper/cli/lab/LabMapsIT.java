// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ours in front of a real multipath map, beside the multipathd of Debian 12. */
final class LabMapsIT {
    @Test
    void aMapIsOneInitiatorWhicheverPathIsAway(@TempDir Path share) throws IOException {
        check(share, "--multipath");
    }

    /** Everything that there is to check, in a lab with that option. */
    static void check(Path share, String multipath) throws IOException {
        LabRun.runClass(share, GuestMaps.class, multipath);
        assertThat(Files.readAllLines(share.resolve(GuestMaps.CHECKS)))
                .hasSizeGreaterThan(40)
                .allMatch(line -> line.startsWith("ok "));
    }
}
