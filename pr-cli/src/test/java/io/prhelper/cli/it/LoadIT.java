// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Short runs of the programs that load the distribution with hostile clients; what they find is in their exit status. */
@Timeout(240)
class LoadIT {
    private static final Path PROGRAM = Path.of(System.getProperty("dist"))
            .resolve("../../../pr-testkit/load/load")
            .normalize();

    @BeforeEach
    void whatTheProgramsNeed() throws IOException {
        assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
                "root is missing: only root can open a block device");
        for (String file : List.of("/dev/loop0", "/usr/bin/cc")) {
            assumeTrue(Files.exists(Path.of(file)), file + " is missing");
        }
    }

    private static void needDevicesThatHang() {
        for (String file : List.of("/dev/fuse", "/dev/loop-control")) {
            assumeTrue(Files.isWritable(Path.of(file)), file + " is missing, which makes files and devices that hang");
        }
    }

    /** Runs it to its end; what it printed. */
    private static String load(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LOAD_AS_BUILT", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void randomBytesAndDescriptorsDoNothingToIt() throws Exception {
        assertThat(load("hostile", "connections=3000", "seed=1")).contains("\n3000 connections in ");
    }

    @Test
    void requestsOverAllErrorPathsLeaveNothing() throws Exception {
        assertThat(load("soak", "requests=8000", "seed=1"))
                .contains("\nhelper: 8000 requests", "\nserver: 8000 requests", "simulated disks: 8000 requests");
    }

    @Test
    void aClientIsServedBesideOthersThatHoldTheHelperUpInEveryWay() throws Exception {
        needDevicesThatHang();
        assertThat(load("stuck", "requests=500"))
                .contains(
                        "ours with 100 silent and 20 slow clients, 70 of 70 threads in ioctl(2), 10 of 10 in close(2)\n"
                                + "  good client: 500 of 500 requests answered");
    }

    @Test
    void clientsThatAreTurnedAwayAndHoldUpTheirClosesKeepNobodyOut() throws Exception {
        assertThat(load("refused", "requests=500", "closes=60"))
                .contains("as before Linux 6.16: of 60 descriptors that linger: 8 places, sent 60\n"
                        + "  good client: 500 of 500 requests answered");
    }

    @Test
    void processesOfOtherPidNamespacesAreCounted() throws Exception {
        assertThat(load("namespaces", "requests=500"))
                .contains(
                        "on this kernel: 3 processes want 6 places each and have ", "as before Linux 6.5: 3 processes");
    }

    @Test
    void aSignalEndsItWhateverIsStuck() throws Exception {
        needDevicesThatHang();
        assertThat(load("stop", "rounds=1")).contains("64 of 64 threads in ioctl(2)", "10 of 10 in close(2)");
    }

    @Test
    void aLogAndATraceThatNobodyReadsHoldNobodyUp() throws Exception {
        assertThat(load("deaf", "requests=500"))
                .contains(
                        "nobody reads: 2 of 2 threads in write(2)",
                        "good client: 500 requests answered",
                        "50 new clients greeted",
                        "SIGTERM: ended with 0 after ");
    }

    @Test
    void atEachLimitOfTasksItServesOrSaysWhyNot() throws Exception {
        assertThat(load("tasks")).contains("33 limits from 8 to 40 tasks: ");
    }

    @Test
    void signalsThatItsParentIgnoresEndIt() throws Exception {
        assertThat(load("ignored", "requests=300").lines()).hasSize(3).allMatch(line -> line.contains("300 requests"));
    }

    @Test
    void aRestartIsNotSeenByAClientThatConnectsAgain() throws Exception {
        assertThat(load("restart", "rounds=2")).contains("2 times: not seen by the client");
    }
}
