// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may do what to which device, as the command line says it. What the policy refuses is answered 05/20/00 and told in one line; what
 * it lets pass gets as far as the file it names, which is no SCSI disk: 0B/00/06.
 */
class PolicyIT {
    private static final PrCommand READ_KEYS = new PrInCommand(PrInAction.READ_KEYS, 8);
    private static final PrCommand CLEAR = new PrOutCommand.Clear(new ReservationKey(1));
    private static final PrCommand REGISTER = new PrOutCommand.Register(ReservationKey.ZERO, new ReservationKey(1));
    private static final PrOutcome<?> REFUSED = new PrOutcome.CheckCondition<>(Sense.INVALID_OPCODE);
    private static final PrOutcome<?> PASSED = new PrOutcome.CheckCondition<>(Sense.IO_PROCESS_TERMINATED);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--allow-user=4711", "--allow-group=4711"})
    void aClientThatIsNotListedIsRefusedAndToldOfOnce(String option) throws Exception {
        try (OwnedFd file = OwnedFd.inMemory("no disk")) {
            assertThat(outcomes(file, List.of(READ_KEYS, READ_KEYS, CLEAR), option))
                    .containsOnly(REFUSED);
            assertThat(warnings).containsExactly("neither its user nor its group may use this helper");
        }
    }

    @Test
    void oneOfTheListedClientsIsServed() throws Exception {
        try (OwnedFd file = OwnedFd.inMemory("no disk")) {
            for (String option : new String[] {"--allow-user=" + id("uid"), "--allow-group=" + id("gid")}) {
                assertThat(outcomes(file, List.of(READ_KEYS), "--allow-user=4711", option))
                        .containsOnly(PASSED);
                assertThat(warnings).isEmpty();
            }
        }
    }

    @Test
    void aDeniedServiceActionIsRefusedAndToldOfOnce() throws Exception {
        try (OwnedFd file = OwnedFd.inMemory("no disk")) {
            assertThat(outcomes(
                            file,
                            List.of(CLEAR, CLEAR, REGISTER, READ_KEYS),
                            "--deny-action=preempt-and-abort",
                            "--deny-action=clear"))
                    .containsExactly(REFUSED, REFUSED, PASSED, PASSED);
            assertThat(warnings).containsExactly("PERSISTENT RESERVE OUT service action 03h is forbidden");
        }
    }

    @Test
    void aDeviceThatIsNotListedIsRefusedAndToldOfOnce() throws Exception {
        Path node = blockDevice();
        try (OwnedFd device = OwnedFd.open(node, false)) {
            assertThat(outcomes(
                            device, List.of(READ_KEYS, READ_KEYS), "--allow-device=/dev/null", "--allow-device=0:0"))
                    .containsOnly(REFUSED);
            assertThat(warnings).containsExactly("device block " + number(node) + " is not on the list of devices");
            assertThat(trace)
                    .contains(":pr_device device block " + number(node))
                    .doesNotContain(":sg_io ");
        }
    }

    @Test
    void theNodeOfADriverThatTakesNoScsiCommandsIsRefusedAndToldOfOnce() throws Exception {
        try (OwnedFd device = OwnedFd.open(Path.of("/dev/null"), true)) {
            assertThat(outcomes(device, List.of(READ_KEYS, REGISTER), "--allow-partitions"))
                    .containsOnly(REFUSED);
            assertThat(warnings).containsExactly("device char 1:3 is of no driver that takes SCSI commands");
            assertThat(trace).doesNotContain(":sg_io ", ":pr_device ");
        }
    }

    @Test
    void aListedDeviceIsServedHoweverItIsNamed() throws Exception {
        Path node = blockDevice();
        Path link = Files.createSymbolicLink(folder.resolve("link"), node);
        try (OwnedFd device = OwnedFd.open(node, false)) {
            for (String name : new String[] {node.toString(), link.toString(), number(node)}) {
                // What it comes to is the driver's affair.
                assertThat(outcomes(device, List.of(READ_KEYS), "--allow-device=/no/such", "--allow-device=" + name))
                        .doesNotContain(REFUSED);
                assertThat(warnings).isEmpty();
                assertThat(trace)
                        .contains(":pr_device device block " + number(node) + " is a disk\n")
                        .containsPattern(":sg_io connection 1 block " + number(node)
                                + " PERSISTENT RESERVE IN READ KEYS \\[5e000000000000000800] -> CHECK CONDITION"
                                + " \\(02h\\), \\d+ us\n");
            }
        }
    }

    private List<String> warnings = List.of();
    private String trace = "";

    /** What the commands come to in a helper with these options; afterwards its warnings about policy, and its trace. */
    private List<PrOutcome<?>> outcomes(OwnedFd file, List<PrCommand> commands, String... options) throws Exception {
        Path socket = folder.resolve("s");
        Path traced = folder.resolve("t");
        String[] all = Stream.concat(Stream.of(options), Stream.of("-Tsg_io", "-Tpr_device,file=" + traced))
                .toArray(String[]::new);
        List<PrOutcome<?>> outcomes;
        try (Running helper = Running.on(socket, all)) {
            try (HelperClient client = HelperClient.connect(socket)) {
                outcomes = new ArrayList<>();
                for (PrCommand command : commands) {
                    outcomes.add(client.execute(file.fd(), command));
                }
            }
            assertThat(helper.signal("TERM")).isZero();
            String before = "qemu-pr-helper: warning: connection 1 command refused: ";
            warnings = helper.rest().stream()
                    .filter(line -> line.contains("warning"))
                    .map(line ->
                            line.startsWith(before) ? line.substring(before.length(), line.lastIndexOf(" (")) : line)
                    .toList();
        }
        trace = Files.readString(traced);
        return outcomes;
    }

    /** Some block device that is no SCSI disk, so that a command does no more than fail; opened to be read only. */
    private static Path blockDevice() throws Exception {
        for (String name : new String[] {"/dev/loop0", "/dev/vda", "/dev/ram0"}) {
            Path node = Path.of(name);
            if (Files.exists(node) && Files.isReadable(node)) {
                return node;
            }
        }
        assumeTrue(false, "no block device that may be opened: /dev/loop0, /dev/vda or /dev/ram0");
        throw new AssertionError();
    }

    private static String number(Path node) throws Exception {
        long device = (long) Files.getAttribute(node, "unix:rdev");
        return ((device >> 8) & 0xfff) + ":" + ((device & 0xff) | ((device >> 12) & 0xfff00));
    }

    private static int id(String kind) throws Exception {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:" + kind);
    }
}
