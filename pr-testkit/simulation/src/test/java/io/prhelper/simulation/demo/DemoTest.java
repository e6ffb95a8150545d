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
        assertThat(printed(Demo::run))
                .contains("vm-b  RESERVE type 5            RESERVATION CONFLICT      aaaa bbbb       aaaa type 5")
                .contains("vm-b  PREEMPT aaaa              GOOD                      bbbb            bbbb type 5")
                .contains("vm-a  RELEASE type 5            CHECK CONDITION 06/2A/05")
                .contains("All 9 answers are what SPC-5 says.");
    }

    @Test
    void aMapKeepsItsRegistrationsWhileItsPathsGoAndCome() throws IOException {
        assertThat(printed(Demo::runMultipath))
                .contains("vm-a  REGISTER aaaa -> a2a2     GOOD                      a2a2 bbbb       a2a2 type 5")
                .contains("the first path is back                              a2a2 a2a2 bbbb  a2a2 type 5")
                .contains("vm-a  RESERVE type 5            RESERVATION CONFLICT      bbbb            -")
                .contains("All 10 answers are what SPC-5 says.");
    }

    /** A demonstration. */
    private interface Play {
        boolean on(PrintStream out) throws IOException;
    }

    private static String printed(Play play) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            assertThat(play.on(out))
                    .as(() -> printed.toString(StandardCharsets.UTF_8))
                    .isTrue();
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
