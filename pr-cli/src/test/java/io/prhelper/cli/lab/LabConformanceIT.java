// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.testkit.conformance.Conformance;
import io.prhelper.testkit.conformance.ConformanceCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our helper and the reference conform, in front of real disks; but for what is written down in {@code conformance-differences.txt}. Nothing
 * is skipped there: the lab's disks may lose data, and both initiators can read and write them.
 */
final class LabConformanceIT {
    @TempDir
    private static Path share;

    @BeforeAll
    static void tryBothInTheLab() throws IOException {
        LabRun.runClass(share, GuestConformance.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {GuestConformance.REFERENCE, GuestConformance.OURS})
    void conforms(String helper) throws IOException {
        List<String> results = Files.readAllLines(share.resolve(helper));
        assertThat(results).hasSameSizeAs(Conformance.ALL);
        assertThat(results).noneMatch(line -> line.startsWith("FAILED"));
        assertThat(results).noneMatch(line -> line.startsWith("skipped"));
        assertThat(results)
                .zipSatisfy(
                        Conformance.ALL,
                        (String line, ConformanceCase one) -> assertThat(line).endsWith(" | " + one.name()));
    }
}
