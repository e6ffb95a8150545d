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
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.ReconnectingClient;
import io.prhelper.guard.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The units of the distribution under a real systemd, the host's own, started in namespaces of its own. */
@Timeout(180)
class SystemdIT {
    private static final Path BOOT = Path.of("src/test/systemd/boot").toAbsolutePath();
    private static final Path SYSTEMD = Path.of("/lib/systemd/systemd");
    private static final String SERVICE = "qemu-pr-helper.service";
    private static final PrOutcome<?> NO_DISK = new PrOutcome.CheckCondition<>(Sense.IO_PROCESS_TERMINATED);

    @TempDir
    private static Path folder;

    private static @Nullable Process namespaces;

    @BeforeAll
    static void boot() throws Exception {
        assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
                "only root can start a systemd");
        assumeTrue(Files.isExecutable(SYSTEMD), SYSTEMD + " is missing");
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child"));
        command.addAll(List.of("--uts", "--ipc", "--net", "--cgroup", BOOT.toString()));
        command.addAll(List.of(System.getProperty("dist"), folder.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        namespaces = process;
        BufferedReader said = process.inputReader();
        String line = said.readLine();
        assumeTrue("booting".equals(line), () -> "no systemd here: " + line);
        Thread.ofPlatform().daemon().start(() -> said.lines().forEach(ignored -> {}));
        while (!state("qemu-pr-helper.socket", "ActiveState").equals("active")) {
            assertThat(process.isAlive()).isTrue();
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** The first process of a process namespace takes all others with it. */
    @AfterAll
    static void powerOff() {
        Process process = namespaces;
        if (process != null) {
            process.children().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void theFirstClientStartsTheServiceAndIsServed() throws Exception {
        inside("systemctl", "stop", SERVICE);
        try (ReconnectingClient client = connect();
                OwnedFd file = OwnedFd.inMemory("no disk")) {
            assertThat(read(client, file)).isEqualTo(NO_DISK);
            // It serves before it says so, and systemd hears of it later still.
            Await.until(
                    "the service is active", () -> state(SERVICE, "ActiveState").equals("active"));
            String status = inside("sh", "-c", "cat /proc/" + state(SERVICE, "MainPID") + "/task/*/status");
            assertThat(status.lines().filter(line -> line.startsWith("CapEff")))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith("\t0000000000020000"));
            assertThat(status.lines().filter(line -> line.startsWith("Uid"))).noneMatch(line -> line.contains("\t0"));
            assertThat(status.lines().filter(line -> line.startsWith("Seccomp:")))
                    .allMatch(line -> line.endsWith("2"));
        }
    }

    @Test
    void aRestartAndAKillAreInvisibleToAClient() throws Exception {
        try (ReconnectingClient client = connect();
                OwnedFd file = OwnedFd.inMemory("no disk")) {
            assertThat(read(client, file)).isEqualTo(NO_DISK);
            String first = state(SERVICE, "MainPID");
            inside("systemctl", "restart", SERVICE);
            assertThat(read(client, file)).isEqualTo(NO_DISK);
            String second = state(SERVICE, "MainPID");
            assertThat(second).isNotEqualTo(first);
            inside("kill", "-KILL", second);
            // A command that the dying process had received would fail, as it may.
            while (state(SERVICE, "MainPID").equals(second)) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            assertThat(read(client, file)).isEqualTo(NO_DISK);
        }
    }

    @Test
    void aStopIsASuccessAndLeavesTheSocket() throws Exception {
        try (ReconnectingClient client = connect();
                OwnedFd file = OwnedFd.inMemory("no disk")) {
            assertThat(read(client, file)).isEqualTo(NO_DISK);
            inside("systemctl", "stop", SERVICE);
            assertThat(state(SERVICE, "Result")).isEqualTo("success");
            assertThat(state(SERVICE, "ExecMainStatus")).isEqualTo("0");
            assertThat(state("qemu-pr-helper.socket", "ActiveState")).isEqualTo("active");
            assertThat(read(client, file)).isEqualTo(NO_DISK);
        }
    }

    @Test
    void aServiceThatStandsStillIsStartedAnewAndOneThatDoesNotIsNot() throws Exception {
        try (ReconnectingClient client = connect();
                OwnedFd file = OwnedFd.inMemory("no disk")) {
            assertThat(read(client, file)).isEqualTo(NO_DISK);
            String first = state(SERVICE, "MainPID");
            // Longer than the watchdog's time, which is 3 s here.
            TimeUnit.SECONDS.sleep(5);
            assertThat(state(SERVICE, "MainPID")).isEqualTo(first);
            inside("kill", "-STOP", first);
            while (state(SERVICE, "MainPID").equals(first)
                    || !state(SERVICE, "ActiveState").equals("active")) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(inside("journalctl", "--no-pager", "-u", SERVICE)).contains("Watchdog timeout");
            assertThat(read(client, file)).isEqualTo(NO_DISK);
        }
    }

    @Test
    void theServiceLacksNothingThatItsOwnConfinementNeeds() throws Exception {
        try (ReconnectingClient client = connect()) {
            assertThat(client.isConnected()).isTrue();
            assertThat(inside("journalctl", "--no-pager", "-o", "cat", "-t", "qemu-pr-helper"))
                    .contains("qemu-pr-helper: privileges kept: [CAP_SYS_RAWIO]\n")
                    .doesNotContain("Landlock", "confinement", "Failed", "warning");
        }
    }

    /** A real journal, read by its own command: nothing of the unit's hardening is in the way, and each field is one of its own. */
    @Test
    void theTrailOfTheServiceIsInTheJournal() throws Exception {
        Path dropIn = root().resolve("etc/systemd/system/" + SERVICE + ".d/trail.conf");
        Files.writeString(
                dropIn, "[Service]\nExecStart=\nExecStart=/opt/pr-helper/bin/qemu-pr-helper --audit=journal\n");
        try (OwnedFd file = OwnedFd.inMemory("no disk")) {
            inside("systemctl", "daemon-reload");
            inside("systemctl", "restart", SERVICE);
            try (ReconnectingClient client = connect()) {
                assertThat(client.execute(
                                file.fd(),
                                new PrOutCommand.Preempt(
                                        new ReservationKey(0xa),
                                        new ReservationKey(0xb),
                                        ReservationType.WRITE_EXCLUSIVE)))
                        .isEqualTo(NO_DISK);
            }
            Await.until("the entry is in the journal", () -> inJournal().contains("\"PR_EVENT\":\"command\""));
            assertThat(inJournal().lines())
                    .singleElement()
                    .asString()
                    .contains(
                            "\"_TRANSPORT\":\"journal\"",
                            "\"_SYSTEMD_UNIT\":\"" + SERVICE + "\"",
                            "\"SYSLOG_IDENTIFIER\":\"qemu-pr-helper\"",
                            "\"PR_ACTION\":\"PREEMPT\"",
                            "\"PR_KEY\":\"0x000000000000000a\"",
                            "\"PR_SERVICE_ACTION_KEY\":\"0x000000000000000b\"",
                            "\"PR_STATUS\":\"CHECK CONDITION\"",
                            "\"PR_PEER_UID\":\"0\"");
        } finally {
            Files.delete(dropIn);
            inside("systemctl", "daemon-reload");
            inside("systemctl", "restart", SERVICE);
        }
    }

    private static String inJournal() throws IOException, InterruptedException {
        return inside("journalctl", "--no-pager", "-q", "-o", "json", "MESSAGE_ID=1f2868f46c3f4382839195be4f7b1ce5");
    }

    /** With the drop-in of the page it may be nothing more than user 0, which is enough for multipathd. */
    @Test
    void asAHelperForMapsTheServiceReachesMultipathd() throws Exception {
        Path dropIn = root().resolve("etc/systemd/system/" + SERVICE + ".d/multipath.conf");
        Path listening = root().resolve("run/multipathd.socket");
        Files.writeString(dropIn, UnitsIT.dropInForMaps());
        try (ServerSocketChannel multipathd = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            multipathd.bind(UnixDomainSocketAddress.of(listening));
            inside("systemctl", "daemon-reload");
            inside("systemctl", "restart", SERVICE);
            multipathd.accept().close();
            String status = inside("sh", "-c", "cat /proc/" + state(SERVICE, "MainPID") + "/task/*/status");
            assertThat(status.lines().filter(line -> line.startsWith("Uid")))
                    .isNotEmpty()
                    .allMatch(line -> line.equals("Uid:\t0\t0\t0\t0"));
            assertThat(status.lines().filter(line -> line.matches("Cap(Prm|Eff|Bnd).*")))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith("\t0000000000020000"));
        } finally {
            Files.deleteIfExists(listening);
            Files.delete(dropIn);
            inside("systemctl", "daemon-reload");
            inside("systemctl", "restart", SERVICE);
        }
    }

    private static PrOutcome<?> read(ReconnectingClient client, OwnedFd file) {
        return client.execute(file.fd(), (PrCommand) new PrInCommand(PrInAction.READ_KEYS, 8));
    }

    private static ReconnectingClient connect() throws IOException {
        return ReconnectingClient.connect(root().resolve("run/qemu-pr-helper.sock"));
    }

    private static Path root() {
        return Path.of("/proc/" + systemd() + "/root");
    }

    private static long systemd() {
        return Objects.requireNonNull(namespaces)
                .children()
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private static String state(String unit, String property) throws IOException, InterruptedException {
        return inside("systemctl", "show", "--value", "-p", property, unit).strip();
    }

    /** What a command says in there. */
    private static String inside(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("nsenter", "-t", Long.toString(systemd())));
        all.addAll(List.of("-m", "-p", "-u", "-i", "-n", "-C", "-r"));
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
