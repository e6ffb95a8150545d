// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.JsonForm;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import io.prhelper.simulation.target.SimulatedTarget;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenes that users have reported, each with one thing wrong, which the doctor names. */
final class DoctorTest {
    private static final String IQN = "iqn.1993-08.org.debian:01:node1";
    private static final ReservationKey A = new ReservationKey(0xa);
    private static final String QEMU = "/usr/bin/qemu-system-x86_64";

    private final Path folder;

    private final SimulatedTarget target = SimulatedTarget.create();
    private final Scene scene;

    DoctorTest(@TempDir Path folder) {
        this.folder = folder;
        scene = new Scene(folder);
    }

    private static TransportId port(long session) {
        return new TransportId.IscsiPort(IQN, session);
    }

    private ScsiPort nexus(long session) {
        return target.nexus(port(session), 0);
    }

    private static void register(ScsiPort port) {
        ScsiExchange exchange = ScsiExchange.allocate();
        new PrOutCommand.Register(ReservationKey.ZERO, A).putInto(exchange);
        port.execute(exchange);
        assertThat(exchange.status()).isZero();
    }

    private Scene session(int number, long isid) {
        return scene.file("sys/class/iscsi_session/session" + number + "/initiatorname", IQN + "\n")
                .file("sys/class/iscsi_session/session" + number + "/isid", String.format("%012x%n", isid));
    }

    private Scene machine(int pid, String name, String file, String driver, String more) {
        return scene.process(
                pid,
                0,
                false,
                QEMU,
                "-name",
                "guest=" + name + ",debug-threads=on",
                "-object",
                "{\"qom-type\":\"pr-manager-helper\",\"id\":\"pr0\",\"path\":\"" + Scene.SOCKET + "\"}",
                "-blockdev",
                "{\"driver\":\"host_device\",\"filename\":\"" + file
                        + "\",\"pr-manager\":\"pr0\",\"node-name\":\"d0-storage\"}",
                "-blockdev",
                "{\"node-name\":\"d0\",\"driver\":\"raw\",\"file\":\"d0-storage\"}",
                "-device",
                "{\"driver\":\"" + driver + "\",\"drive\":\"d0\",\"id\":\"scsi0\"" + more + "}");
    }

    private static List<String> wrong(Findings findings) {
        return findings.all().stream()
                .filter(one -> one.result().compareTo(Result.SKIPPED) > 0)
                .filter(one -> one.check() != Check.SOCKET)
                .map(one -> one.result() + " " + one.check().id())
                .distinct()
                .toList();
    }

    private static String text(Findings findings, Check check) {
        return findings.all().stream()
                .filter(one -> one.check() == check && one.result() != Result.PASS)
                .map(Finding::text)
                .findFirst()
                .orElse("");
    }

    private static List<String> passed(Findings findings) {
        return findings.all().stream()
                .filter(one -> one.result() == Result.PASS)
                .map(one -> one.check().id())
                .distinct()
                .toList();
    }

    @Test
    void whereAllIsWellNothingIsWrong() throws Exception {
        session(1, 0x23d000001L);
        scene.disk("sdb", "8:16", nexus(0x23d000001L));
        machine(7, "web1", "/dev/sdb", "scsi-block", "");
        scene.program("usr/bin/qemu-system-x86_64", "echo QEMU emulator version 11.1.3");
        scene.process(9, 0, true, "/usr/bin/qemu-pr-helper");
        scene.file("proc/9/limits", "Max open files            8192                 8192                 files\n");
        Files.createDirectories(folder.resolve("run"));
        try (UnixListener listener = UnixListener.bind(folder + Scene.SOCKET, OptionalInt.of(0600));
                HelperServer _ = HelperServer.on(listener.fd()).start()) {
            Findings findings = scene.look("/dev/sdb");
            assertThat(findings.all())
                    .allSatisfy(one -> assertThat(one.result()).as("%s", one).isLessThanOrEqualTo(Result.SKIPPED));
            assertThat(findings.worst().status()).isZero();
            assertThat(passed(findings))
                    .containsExactlyInAnyOrder(
                            "kernel",
                            "privileges",
                            "socket",
                            "socket-access",
                            "helper-capability",
                            "helper-limits",
                            "node",
                            "read-only",
                            "reservations",
                            "types",
                            "aptpl",
                            "stale-registration",
                            "qemu-version",
                            "migration",
                            "qemu-socket",
                            "pr-manager",
                            "scsi-block",
                            "error-policy");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vda | 254:0 | device/subsystem | ../../../bus/virtio | virtio-blk",
                "nvme0n1 | 259:0 | device/subsystem | ../../../class/nvme-subsystem | NVMe",
            })
    void aDiskThatIsNoScsiDiskIsNamed(String name, String number, String link, String to, String what) {
        scene.node("/dev/" + name, number).link("sys/dev/block/" + number + "/" + link, to);
        Findings findings = scene.look("/dev/" + name);
        assertThat(wrong(findings)).containsExactly("failure node");
        assertThat(text(findings, Check.NODE)).contains(what);
    }

    @Test
    void partsAreNamed() {
        scene.disk("sdb1", "8:17", nexus(1)).file("sys/dev/block/8:17/partition", "1\n");
        scene.node("/dev/vg/lv", "253:3").file("sys/dev/block/253:3/dm/uuid", "LVM-abc");
        Findings findings = scene.look("/dev/sdb1", "/dev/vg/lv");
        assertThat(wrong(findings)).containsExactly("failure part");
        assertThat(findings.all())
                .filteredOn(one -> one.check() == Check.PART)
                .extracting(Finding::text)
                .containsExactly("it is a partition", "it is a logical volume, a part of disks");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sdb | an absolute path is needed",
                "/dev/none | there is nothing at that path",
                "/etc/x | it is no device"
            })
    void whatIsNoDeviceIsNamedAndTheRestIsLookedAt(String device, String message) {
        scene.file("etc/x", "").disk("sdc", "8:32", nexus(1));
        Findings findings = scene.look(device, "/dev/sdc");
        assertThat(text(findings, Check.NODE)).isEqualTo(message);
        assertThat(passed(findings)).contains("reservations");
    }

    @Test
    void aStorageWithoutReservationsIsNamed() {
        scene.disk(
                "sdb",
                "8:16",
                new Disks.Said(
                        new PrOutcome.CheckCondition<>(Sense.INVALID_OPCODE),
                        new PrOutcome.CheckCondition<>(Sense.INVALID_OPCODE),
                        new PrOutcome.CheckCondition<>(Sense.INVALID_OPCODE),
                        List.of()));
        Findings findings = scene.look("/dev/sdb");
        assertThat(wrong(findings)).containsExactly("failure reservations");
        assertThat(text(findings, Check.RESERVATIONS)).isEqualTo("it has no persistent reservations");
    }

    @Test
    void aDiskThatCanOnlyBeReadOrNotBeAskedIsNamed() {
        scene.node("/dev/sdb", "8:16")
                .link("sys/dev/block/8:16/device/subsystem", "../../../bus/scsi")
                .file("sys/dev/block/8:16/ro", "1\n");
        Findings findings = scene.look("/dev/sdb");
        assertThat(wrong(findings)).containsExactly("failure read-only");
        assertThat(text(findings, Check.RESERVATIONS)).isEqualTo("it can not be asked: can not open sdb");
    }

    @Test
    void aRegistrationOfASessionThatIsGoneIsNamed() {
        session(1, 2);
        ScsiPort old = nexus(1);
        register(old);
        scene.disk("sdb", "8:16", nexus(2));
        Findings findings = scene.look("/dev/sdb");
        assertThat(wrong(findings)).containsExactly("warning stale-registration");
        assertThat(text(findings, Check.STALE_REGISTRATION)).contains(IQN, A.toString());
    }

    /** iscsi_tcp of Linux 6.1 has no such file. */
    @Test
    void whereTheKernelTellsNoIsidsTheSessionsAreCounted() {
        scene.file("sys/class/iscsi_session/session1/initiatorname", IQN + "\n");
        register(nexus(1));
        scene.disk("sdb", "8:16", nexus(2));
        assertThat(wrong(scene.look("/dev/sdb"))).isEmpty();
        register(nexus(3));
        Findings findings = scene.look("/dev/sdb");
        assertThat(wrong(findings)).containsExactly("warning stale-registration");
        assertThat(text(findings, Check.STALE_REGISTRATION)).endsWith("is registered from 2 sessions and has 1");
    }

    @Test
    void aUnitAttentionThatItTakesIsTold() {
        ScsiPort port = nexus(2);
        register(port);
        ScsiPort other = nexus(3);
        register(other);
        ScsiExchange exchange = ScsiExchange.allocate();
        new PrOutCommand.Clear(A).putInto(exchange);
        other.execute(exchange);
        scene.disk("sdb", "8:16", port);
        Findings findings = scene.look("/dev/sdb");
        assertThat(wrong(findings)).containsExactly("warning unit-attention");
        assertThat(text(findings, Check.UNIT_ATTENTION)).contains("06/2A/03");
    }

    private Scene map(boolean multipathd, String config) {
        session(1, 1);
        session(2, 2);
        scene.disk("sdb", "8:16", nexus(1)).disk("sdc", "8:32", nexus(2)).map("mpatha", "253:0", "sdb", "sdc");
        if (multipathd) {
            scene.process(20, 0, true, "/sbin/multipathd");
        }
        return scene.program(
                "usr/sbin/multipathd",
                "case $1 in getprkey) echo 0xa;; show) printf 'defaults {\\n\\t" + config + "\\n}\\n';; esac");
    }

    @Test
    void aMapWithAllThatItNeedsIsWell() {
        register(nexus(1));
        register(nexus(2));
        Findings findings = map(true, "reservation_key \"file\"").look("/dev/mapper/mpatha");
        assertThat(wrong(findings)).isEmpty();
        assertThat(passed(findings))
                .contains("multipathd", "multipathd-map", "reservation-key", "paths-agree", "path-registered");
    }

    @Test
    void aContainerThatCanNotReachMultipathdIsNamed() {
        Findings findings = map(false, "reservation_key file").look("/dev/mapper/mpatha");
        assertThat(wrong(findings)).containsExactly("failure multipathd");
        assertThat(text(findings, Check.MULTIPATHD)).contains("container without its socket");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "find_multipaths yes | has no reservation_key",
                "reservation_key 0x123abc | is 0x123abc: no guest can choose its key",
            })
    void multipathWithoutAReservationKeyIsNamed(String config, String message) {
        Findings findings = map(true, config).look("/dev/mapper/mpatha");
        assertThat(wrong(findings)).containsExactly("failure reservation-key");
        assertThat(text(findings, Check.RESERVATION_KEY)).contains(message);
    }

    @Test
    void theFilesCountWhereMultipathdTellsNothing() {
        map(true, "x")
                .program("usr/sbin/multipathd", "exit 1")
                .file("etc/multipath/conf.d/pr.conf", "defaults {\n reservation_key file\n}");
        Findings findings = scene.look("/dev/mapper/mpatha");
        assertThat(passed(findings)).contains("reservation-key");
        assertThat(text(findings, Check.MULTIPATHD_MAP)).startsWith("multipathd does not know it");
    }

    @Test
    void aPathWithoutTheKeyAndOneThatIsAwayAreNamed() {
        register(nexus(1));
        map(true, "reservation_key file").file("sys/block/sdc/device/state", "offline\n");
        assertThat(wrong(scene.look("/dev/mapper/mpatha")))
                .containsExactly("warning path-state", "warning path-registered");
    }

    @Test
    void aKeyThatIsThereMoreOftenThanThereArePathsIsNamed() {
        for (int i = 1; i <= 3; i++) {
            session(i, i);
            register(nexus(i));
        }
        Findings findings = map(true, "reservation_key file").look("/dev/mapper/mpatha");
        assertThat(wrong(findings)).containsExactly("warning duplicate-keys");
        assertThat(text(findings, Check.DUPLICATE_KEYS)).contains("3 times for 2 paths");
    }

    @Test
    void pathsToDifferentUnitsAreNamed() {
        map(true, "reservation_key file");
        SimulatedTarget other = SimulatedTarget.create();
        register(other.nexus(new TransportId.Sas(9), 0));
        scene.answer("sdc", other.nexus(port(2), 0));
        assertThat(wrong(scene.look("/dev/mapper/mpatha"))).containsExactly("failure paths-agree");
    }

    @Test
    void aHelperThatCanNotHandleMapsIsNamed() {
        map(true, "reservation_key file")
                .process(9, 0, true, "/usr/bin/qemu-pr-helper", "--multipath=off")
                .process(10, 107, true, "/usr/bin/qemu-pr-helper");
        Findings findings = scene.look("/dev/mapper/mpatha");
        assertThat(wrong(findings)).containsExactly("warning helper-multipath");
        assertThat(findings.all())
                .filteredOn(one -> one.check() == Check.HELPER_MULTIPATH)
                .hasSize(2);
    }

    @Test
    void aHelperWithoutItsCapabilityIsNamed() {
        scene.process(9, 64055, false, "/usr/bin/qemu-pr-helper", "-k", Scene.SOCKET);
        assertThat(wrong(scene.look())).containsExactly("failure helper-capability");
    }

    @Test
    void aCommandOfTheHelperIsNoHelper() {
        scene.process(
                9,
                0,
                false,
                "/opt/lib/runtime/bin/qemu-pr-helper",
                "-m",
                "io.prhelper.cli/io.prhelper.cli.Main",
                "doctor");
        assertThat(text(scene.look(), Check.HELPER_CAPABILITY)).isEqualTo("no process of a helper is to be seen");
    }

    @Test
    void limitsThatAreNearAreNamed() {
        scene.process(9, 0, true, "/usr/bin/qemu-pr-helper", "--max-connections=2")
                .file("proc/9/limits", "Max open files            10                 8192                 files\n")
                .file("proc/9/cgroup", "0::/x\n")
                .file("sys/fs/cgroup/x/pids.max", "10\n")
                .file("sys/fs/cgroup/x/pids.current", "9\n")
                .file("proc/net/unix", ("0: 3 0 0 0001 03 5 " + Scene.SOCKET + "\n").repeat(2));
        for (int i = 0; i < 8; i++) {
            scene.file("proc/9/fd/" + i, "");
        }
        Findings findings = scene.look();
        assertThat(wrong(findings)).containsExactly("warning helper-limits", "failure helper-limits");
        assertThat(findings.all())
                .filteredOn(one -> one.check() == Check.HELPER_LIMITS)
                .extracting(Finding::text)
                .containsExactly(
                        "8 of 10 open files are in use", "9 of 10 tasks are in use", "2 of 2 connections are in use");
    }

    @Test
    void aSocketThatIsNotThereOrNoneOrWithoutAHelperIsNamed() throws Exception {
        assertThat(text(scene.look(), Check.SOCKET)).isEqualTo("there is no socket");
        scene.file(Scene.SOCKET, "");
        assertThat(text(scene.look(), Check.SOCKET)).isEqualTo("it is no socket");
        Files.delete(folder.resolve("run/pr.sock"));
        try (var address = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            address.bind(UnixDomainSocketAddress.of(folder + Scene.SOCKET));
        }
        assertThat(text(scene.look(), Check.SOCKET))
                .startsWith("no helper answers: ")
                .contains("Connection refused");
    }

    @Test
    void aSocketThatQemuMayNotConnectToIsNamed() throws Exception {
        Files.createDirectories(folder.resolve("run"));
        scene.disk("sdb", "8:16", nexus(1));
        machine(7, "web1", "/dev/sdb", "scsi-block", "");
        scene.file("proc/7/status", "Uid:\t64055\t64055\t0\t0\nGid:\t64055\t0\t0\t0\nGroups:\t\n");
        try (UnixListener listener = UnixListener.bind(folder + Scene.SOCKET, OptionalInt.of(0600));
                HelperServer _ = HelperServer.on(listener.fd()).start()) {
            Findings findings = scene.look();
            assertThat(text(findings, Check.SOCKET_ACCESS))
                    .startsWith("its QEMU runs as user 64055 and may not connect to");
        }
        try (UnixListener listener = UnixListener.bind(folder + Scene.SOCKET, OptionalInt.of(0666));
                HelperServer _ = HelperServer.on(listener.fd()).start()) {
            assertThat(text(scene.look(), Check.SOCKET_ACCESS)).startsWith("everybody may connect");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LoadState=loaded\\nActiveState=failed\\nResult=exit-code\\nNRestarts=5 | failure | it is failed (exit-code, restarts: 5)",
                "LoadState=loaded\\nActiveState=activating\\nResult=success\\nNRestarts=9 | failure | it is activating (success, restarts: 9)",
                "LoadState=loaded\\nActiveState=active\\nResult=success\\nNRestarts=2 | warning | it is active, and was restarted 2 times",
                "LoadState=not-found\\nActiveState=inactive\\nResult=success\\nNRestarts=0 | skipped | there is no such unit",
            })
    void theUnitIsLookedAt(String shown, String result, String message) {
        scene.file("run/systemd/system/x", "").program("usr/bin/systemctl", "printf '" + shown + "\\n'");
        assertThat(scene.look().all())
                .filteredOn(one -> one.check() == Check.UNIT)
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.result()).hasToString(result);
                    assertThat(one.text()).isEqualTo(message);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"scsi-hd", "virtio-blk-pci", "ide-hd"})
    void aDiskThatIsAttachedInTheWrongWayIsNamed(String driver) {
        scene.disk("sdb", "8:16", nexus(1)).file(Scene.SOCKET, "");
        machine(7, "web1", "/dev/sdb", driver, "");
        assertThat(wrong(scene.look())).containsExactly("failure scsi-block");
    }

    @Test
    void anErrorPolicyThatPausesTheMachineIsNamed() {
        scene.disk("sdb", "8:16", nexus(1)).file(Scene.SOCKET, "");
        machine(7, "web1", "/dev/sdb", "scsi-block", ",\"rerror\":\"stop\",\"werror\":\"stop\"");
        Findings findings = scene.look();
        assertThat(wrong(findings)).containsExactly("failure error-policy");
        assertThat(text(findings, Check.ERROR_POLICY))
                .startsWith("rerror=stop, werror=stop: a reservation conflict pauses the machine");
    }

    @Test
    void aMachineWithoutAHelperIsNamed() {
        scene.disk("sdb", "8:16", nexus(1));
        scene.process(
                7,
                0,
                false,
                "qemu-kvm",
                "-name",
                "vm,process=x",
                "-drive",
                "file=/dev/sdb,if=none,id=d,format=raw",
                "-device",
                "scsi-block,drive=d");
        Findings findings = scene.look("/dev/sdb");
        assertThat(wrong(findings)).containsExactly("failure pr-manager");
        assertThat(findings.all())
                .filteredOn(one -> one.check() == Check.PR_MANAGER)
                .extracting(Finding::subject)
                .containsExactly("vm /dev/sdb");
        scene.process(
                7,
                0,
                false,
                "qemu-kvm",
                "-drive",
                "file=/dev/sdb,if=none,id=d,file.pr-manager=no",
                "-device",
                "scsi-block,drive=d");
        assertThat(text(scene.look("/dev/sdb"), Check.PR_MANAGER))
                .isEqualTo("its pr-manager no is no pr-manager-helper object");
    }

    @Test
    void aMachineWhoseHelperIsElsewhereIsNamed() {
        scene.disk("sdb", "8:16", nexus(1));
        machine(7, "web1", "/dev/sdb", "scsi-block", "");
        assertThat(wrong(scene.look())).containsExactly("failure qemu-socket");
    }

    @Test
    void twoMachinesWithOneDiskAreNamed() {
        scene.disk("sdb", "8:16", nexus(1)).file(Scene.SOCKET, "").node("/dev/disk/by-id/wwn-1", "8:16");
        machine(7, "web1", "/dev/sdb", "scsi-block", "");
        machine(8, "web2", "/dev/disk/by-id/wwn-1", "scsi-block", "");
        Findings findings = scene.look();
        assertThat(wrong(findings)).containsExactly("failure shared-disk");
        assertThat(text(findings, Check.SHARED_DISK))
                .contains("web1 (pid 7, /dev/sdb)", "web2 (pid 8, /dev/disk/by-id/wwn-1)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QEMU emulator version 7.2.22 (Debian) | warning migration",
                "QEMU emulator version 2.12.0 | failure qemu-version",
                "QEMU emulator version 11.1.3 |",
            })
    void theVersionOfQemuIsLookedAt(String version, String wrong) {
        scene.program("usr/bin/qemu-system-x86_64", "echo '" + version + "'");
        assertThat(wrong(scene.look())).isEqualTo(wrong == null ? List.of() : List.of(wrong));
    }

    /** A process may call itself what it likes, and what it is made of is not to be run as root. */
    @Test
    void aProgramThatOthersMayWriteIsNotRun() throws Exception {
        Path ran = folder.resolve("ran");
        scene.program("home/x/qemu-system-x86_64", "touch '" + ran + "'; echo QEMU emulator version 11.1.3")
                .process(7, 1000, false, "/home/x/qemu-system-x86_64", "-name", "evil");
        assertThat(passed(scene.look())).contains("qemu-version");
        Files.delete(ran);
        Files.setPosixFilePermissions(folder.resolve("home/x"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(text(scene.look(), Check.QEMU_VERSION)).startsWith("/home/x/qemu-system-x86_64 is not run");
        assertThat(ran).doesNotExist();
    }

    @Test
    void aTapeIsNotOpened() {
        scene.file("dev/st0", "c 9:0").link("sys/dev/char/9:0/device/subsystem", "../../../bus/scsi");
        assertThat(text(scene.look("/dev/st0"), Check.RESERVATIONS)).startsWith("a tape is not opened");
    }

    private Scene domain(String disk) {
        return scene.disk("sdb", "8:16", nexus(1))
                .program(
                        "usr/bin/virsh",
                        "cat <<'X'\n<?xml version='1.0'?>\n<!-- a > b -->\n<domain type='kvm'>"
                                + "<name>web1</name><metadata><x:y xmlns:x=\"a>b\"/></metadata><devices><controller type='scsi' model='virtio-scsi'/>"
                                + disk + "</devices></domain>\nX");
    }

    private static String lun(String device, String driver, String bus, String reservations) {
        return "<disk type='block' device='" + device + "'><driver name='qemu' type='raw'" + driver
                + "/><source dev='/dev/sdb'>" + reservations + "</source><target dev='sda' bus='" + bus + "'/></disk>";
    }

    @Test
    void aMachineOfLibvirtThatIsWellIsWell() {
        Findings findings = domain(lun("lun", " error_policy='report'", "scsi", "<reservations managed='yes'/>"))
                .lookAtMachine("web1");
        assertThat(wrong(findings)).isEmpty();
        assertThat(passed(findings))
                .contains("vm", "vm-device", "vm-bus", "vm-reservations", "error-policy", "reservations");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "disk | | scsi | <reservations managed='yes'/> | failure vm-device",
                "lun | | virtio | <reservations managed='yes'/> | failure vm-bus",
                "lun | | scsi | | failure vm-reservations",
                "lun | | scsi | <reservations managed='no'><source type='unix' path='/no.sock' mode='client'/></reservations> | failure vm-reservations",
                "lun | ' error_policy=\"stop\"' | scsi | <reservations managed='yes'/> | failure error-policy",
                "lun | ' rerror_policy=\"stop\"' | scsi | <reservations managed='yes'/> | failure error-policy",
            })
    void whatIsWrongWithAMachineOfLibvirtIsNamed(
            String device, String driver, String bus, String reservations, String wrong) {
        domain(lun(device, driver == null ? "" : driver, bus, reservations == null ? "" : reservations));
        assertThat(wrong(scene.lookAtMachine("web1"))).containsExactly(wrong);
    }

    @Test
    void aMachineThatLibvirtDoesNotTellOfIsNamed() {
        assertThat(text(scene.lookAtMachine("web1"), Check.VM)).isEqualTo("virsh is not installed here");
        scene.program("usr/bin/virsh", "echo \"error: failed to get domain '$3'\"; exit 1");
        assertThat(text(scene.lookAtMachine("web9"), Check.VM))
                .isEqualTo("libvirt does not tell of it: error: failed to get domain 'web9'");
        scene.program("usr/bin/virsh", "echo '<domain><devices>'");
        assertThat(text(scene.lookAtMachine("web9"), Check.VM)).startsWith("its XML can not be read");
    }

    @Test
    void onTheRealHostNothingIsThrown() {
        Findings findings =
                Doctor.examine(List.of("/dev/null", "/dev/zero/x", "\0", "/"), folder + "/none", "no-such-machine");
        assertThat(findings.all())
                .extracting(Finding::check)
                .contains(Check.KERNEL, Check.SOCKET, Check.NODE, Check.VM);
        assertThat(findings.worst()).isEqualTo(Result.FAILURE);
        assertThat(findings.all()).filteredOn(one -> one.check() == Check.NODE).hasSize(4);
    }

    @Test
    void theReportTellsWhatWasLookedAtAndWhatHelps() throws Exception {
        scene.process(9, 1, false, "/usr/bin/qemu-pr-helper");
        Findings findings = scene.look("/dev/a\u001b[2J");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Report.json(findings, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(new JsonForm("doctor-1").faults(out.toString(StandardCharsets.UTF_8)))
                .isEmpty();
        Report.text(findings, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "failure  node               /dev/a\\u001b[2J: there is nothing at that path\n",
                        "         remedy: Start the helper as root")
                .contains(
                        "{\"schema\":\"io.prhelper.doctor/1\",\"result\":\"failure\",\"findings\":[{\"check\":\"kernel\",\"result\":\"pass\"")
                .doesNotContain("\u001b");
    }

    /** The table of the documents has every check, and no other. */
    @Test
    void everyCheckIsInTheDocuments() throws Exception {
        String page = Files.readString(Path.of("..", "module-info-docs", "sight.md"));
        String part = page.substring(page.indexOf("\n## doctor\n") + 1);
        part = part.substring(0, part.indexOf("\n## "));
        Matcher rows = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|").matcher(part);
        assertThat(rows.results().map(row -> row.group(1)).toList())
                .containsExactly(Arrays.stream(Check.values()).map(Check::id).toArray(String[]::new));
    }
}
