// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LIO of both kernels of the lab beside the profile that is to be like it. */
final class LabTargetIT {
    @TempDir
    private Path share;

    @Test
    void theReleasesKernel() throws IOException {
        assertAlike(LabRun.compare(share, "lio"));
    }

    @Test
    void sidsKernel() throws IOException {
        assertAlike(LabRun.compare(share, "lio-7", "--kernel=sid"));
    }

    private static void assertAlike(String report) {
        assertThat(report).contains("LIO-ORG").containsPattern("\\| random \\| [0-9,]+ \\| 0 \\|");
    }
}
