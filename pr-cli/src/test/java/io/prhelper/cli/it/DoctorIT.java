// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.it.Installed.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code doctor} on this host, whatever it is; the scenes are in {@code DoctorTest}. */
final class DoctorIT {
    @TempDir
    private Path folder;

    @Test
    void aHelperThatRunsAnswersAndIsFound() throws Exception {
        Path socket = folder.resolve("s");
        try (Running running = Running.on(socket)) {
            Outcome outcome = Installed.OURS.run("doctor", "--socket", socket.toString());
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.status()).isIn(0, 3, 4);
            assertThat(outcome.out())
                    .contains("pass     socket             " + socket + ": a helper answers\n")
                    .contains("helper " + running.process().pid() + ": it is far from its limits");
        }
    }

    @Test
    void aDiskThatIsNoneIsAFailure() {
        Outcome outcome = Installed.OURS.run("doctor", "--json", "/dev/null", "sdb");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isEqualTo(4);
        assertThat(outcome.out())
                .startsWith("{\"schema\":\"io.prhelper.doctor/1\",\"result\":\"failure\",")
                .contains(
                        "\"check\":\"node\",\"result\":\"failure\",\"subject\":\"sdb\",\"text\":\"an absolute path is needed\"")
                .hasLineCount(1);
    }

    @Test
    void aSocketPathThatCanNotBeIsNamed() {
        assertThat(Installed.OURS.run("doctor", "--socket=s"))
                .isEqualTo(new Outcome(1, "", "qemu-pr-helper: socket path must be absolute, unlike 's'\n"));
    }

    @Test
    void theSchemasAreInstalled() {
        assertThat(Path.of(System.getProperty("dist"), "share/schema"))
                .isDirectoryContaining(file -> file.endsWith("doctor-1.json"))
                .isDirectoryContaining(file -> file.endsWith("who-1.json"));
    }
}
