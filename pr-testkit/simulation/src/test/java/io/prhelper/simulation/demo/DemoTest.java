// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class DemoTest {
    @Test
    void everyAnswerIsWhatTheStandardSaysAndTheTableShowsTheFencing() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        boolean asExpected;
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            asExpected = Demo.run(out);
        }
        assertThat(asExpected).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("vm-b  RESERVE type 5          RESERVATION CONFLICT      aaaa bbbb   aaaa type 5")
                .contains("vm-b  PREEMPT aaaa            GOOD                      bbbb        bbbb type 5")
                .contains("vm-a  RELEASE type 5          CHECK CONDITION 06/2A/05")
                .contains("All 9 answers are what SPC-5 says.");
    }
}
