// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link LabMapsIT} beside the multipathd of Debian sid; classes run at the same time. */
final class LabNewestMapsIT {
    @Test
    void aMapIsOneInitiatorWhicheverPathIsAway(@TempDir Path share) throws IOException {
        LabMapsIT.check(share, "--multipath=sid");
    }
}
