// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.prhelper.testkit.conformance.Conformance;
import io.prhelper.testkit.transcript.Comparison;
import io.prhelper.testkit.transcript.Conversations;
import io.prhelper.testkit.transcript.Transcript;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The distribution for another processor on a machine that has it, beside this machine's: {@code -Dlab.arch} names it, and the build must have
 * made {@code dist-ARCH}. What was done there is in {@code lab.md}.
 */
final class LabArchIT {
    private static final String ARCH = System.getProperty("lab.arch", "");
    private static final Path DIST = Path.of(System.getProperty("dist") + "-" + ARCH);
    private static final int PATIENCE_SECONDS = 1800;

    @TempDir
    private static Path folder;

    private static Path there;
    private static Path here;

    /** One start of each machine. */
    @BeforeAll
    static void tryInTheLab() throws IOException {
        assumeFalse(ARCH.isEmpty(), "no -Dlab.arch=ARCH: this build is for one processor");
        there = Files.createDirectory(folder.resolve("there"));
        here = Files.createDirectory(folder.resolve("here"));
        LabRun.runClass(there, DIST, GuestSession.class, "--arch", ARCH);
        LabRun.runClass(here, GuestSession.class);
    }

    @Test
    void theDemonstrationIsAsTheStandardSays() throws IOException {
        assertThat(LabRun.run(there, List.of("--arch", ARCH), PATIENCE_SECONDS, program(), "demo"))
                .contains("All 9 answers are what SPC-5 says.");
    }

    /** Without any exception. */
    @Test
    void oursAnswersEveryByteAsItDoesHere() throws IOException {
        Transcript ours = LabRun.transcript(there, GuestSession.OURS);
        assertThat(ours.conversations()).hasSameSizeAs(Conversations.ALL);
        assertThat(Comparison.problems(LabRun.transcript(here, GuestSession.OURS), ours, List.of()))
                .isEmpty();
    }

    /** But for what is newer in the one there ({@code newer-reference.txt}). */
    @Test
    void soDoesTheReference() throws IOException {
        assertThat(Comparison.problems(
                        LabRun.transcript(here, GuestSession.REFERENCE),
                        LabRun.transcript(there, GuestSession.REFERENCE),
                        LabRun.deviations("newer-reference.txt")))
                .isEmpty();
    }

    @Test
    void reservationsThroughOursAreRealAndNothingOfThemStaysInTheProcess() throws IOException {
        assertThat(Files.readAllLines(there.resolve(GuestSession.CHECKS)))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("ok "));
    }

    @Test
    void oursConforms() throws IOException {
        assertThat(Files.readAllLines(there.resolve(GuestConformance.OURS)))
                .hasSameSizeAs(Conformance.ALL)
                .noneMatch(line -> line.startsWith("FAILED"))
                .noneMatch(line -> line.startsWith("skipped"));
    }

    /** What every thread may do, what is refused to each, and a JVM under stress within that. */
    @Test
    void privilegesAndConfinementAreTheSame() throws IOException {
        assertPasses(
                "io.prhelper.ffm.confine.PrivilegesTest",
                "io.prhelper.ffm.confine.ConfinementTest",
                "io.prhelper.ffm.struct.KernelStructsLayoutTest",
                "io.prhelper.ffm.struct.SocketStructsLayoutTest",
                "io.prhelper.ffm.struct.SockFprogLayoutTest");
    }

    @Test
    void itRunsInTheBackgroundAndWithASocketThatIsHandedOver() throws IOException {
        assertPasses(
                "io.prhelper.cli.it.DaemonIT", "io.prhelper.cli.it.ActivationIT", "io.prhelper.cli.it.PrivilegesIT");
    }

    private static void assertPasses(String... classes) throws IOException {
        String path = System.getProperty("java.class.path")
                + File.pathSeparator
                + System.getProperty("jdk.module.path", "")
                + File.pathSeparator
                + Path.of("../pr-ffm/target/test-classes").toAbsolutePath().normalize();
        StringBuilder selected = new StringBuilder();
        for (String one : classes) {
            selected.append(" --select-class=").append(one);
        }
        String said = LabRun.run(
                there,
                List.of("--arch", ARCH),
                PATIENCE_SECONDS,
                "sh",
                "-c",
                "exec java -Dpatience=300 -XX:TieredStopAtLevel=1 -Xmx256m --enable-native-access=ALL-UNNAMED -Ddist="
                        + DIST
                        + " -cp \"$0\""
                        + " org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=flat"
                        + " --fail-if-no-tests" + selected,
                path);
        assertThat(said).containsPattern("[1-9][0-9]* tests successful").contains(" 0 tests failed");
    }

    private static String program() {
        return DIST.resolve("bin/qemu-pr-helper").toString();
    }
}
