// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prhelper.cli.JsonForm;
import io.prhelper.cli.event.Messages;
import io.prhelper.cli.option.AuditSettings;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.ServerObserver.Finished;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import io.prhelper.guard.Await;
import io.prhelper.simulation.disk.SimulatedDisks;
import io.prhelper.simulation.target.SimulatedTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trail from a server to a file: whole, and counted where it is not. */
final class AuditTrailTest {
    private final Messages quiet = new Messages("test", 0);

    @TempDir
    private Path folder;

    private AuditTrail toFile() throws IOException {
        return AuditTrail.open(new AuditSettings(false, file()), "test", quiet);
    }

    private Path file() {
        return folder.resolve("trail");
    }

    @Test
    void whatChangesReservationsAndWhatIsRefusedIsWanted() throws IOException {
        try (AuditTrail trail = toFile()) {
            for (Decision decision : Decision.values()) {
                assertThat(trail.wants(decision, Wire.PERSISTENT_RESERVE_OUT, 31))
                        .isTrue();
                assertThat(trail.wants(decision, Wire.PERSISTENT_RESERVE_IN, 0))
                        .isEqualTo(decision != Decision.EXECUTED && decision != Decision.BUSY);
            }
        }
    }

    /** What others asked the server to tell is not the trail's. */
    @Test
    void whatIsNotWantedIsNotWritten() throws IOException {
        try (AuditTrail trail = toFile()) {
            trail.finished(Requests.good(new PrInCommand(PrInAction.READ_KEYS, 8)));
        }
        assertThat(file()).isEmptyFile();
    }

    @Test
    void aClientIsKnownAlsoWhereItHasGoneByTheTimeItsLineIsWritten() throws Exception {
        Path proc = Files.createDirectory(folder.resolve("proc"));
        Path process = Files.createDirectory(proc.resolve("4711"));
        Files.writeString(process.resolve("comm"), "qemu-system-x86\n");
        Files.writeString(process.resolve("cmdline"), "q\0-name\0guest=web1\0");
        try (WritableByteChannel to = Channels.newChannel(Files.newOutputStream(file()));
                AuditTrail trail = AuditTrail.to(to, new JsonLine("h"), quiet, proc)) {
            trail.connected(7, Requests.PEER);
            trail.finished(Requests.good(Requests.preempt()));
            trail.disconnected(7, Requests.PEER);
            trail.start();
            Await.until("the line is written", () -> Files.size(file()) > 0);
        }
        assertThat(file())
                .content()
                .contains("\"command\":\"qemu-system-x86\",\"vm\":{\"name\":\"web1\",\"by\":\"qemu\"}}");
    }

    /** A process can hold up who looks at it, here with a pipe that nobody writes to. */
    @Test
    void aProcessThatDoesNotLetItselfBeSeenHoldsUpNoLine() throws Exception {
        Path proc = Files.createDirectory(folder.resolve("proc"));
        Path process = Files.createDirectory(proc.resolve("4711"));
        Process mkfifo = new ProcessBuilder("mkfifo", process.resolve("comm").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        try (WritableByteChannel to = Channels.newChannel(Files.newOutputStream(file()));
                AuditTrail trail = AuditTrail.to(to, new JsonLine("h"), quiet, proc)) {
            trail.start();
            trail.connected(7, Requests.PEER);
            trail.finished(Requests.good(Requests.preempt()));
            Await.until("the line is written", () -> Files.size(file()) > 0);
            // The thread that looks goes on, and ends.
            Files.writeString(process.resolve("comm"), "x");
        }
        assertThat(file()).content().contains("\"peer\":{\"pid\":4711,\"uid\":107,\"gid\":4294967294}");
    }

    /** More than may wait. */
    @Test
    void whatFindsNoRoomIsCountedInALineOfItsOwn() throws Exception {
        int many = 5_000;
        try (AuditTrail trail = toFile()) {
            for (int i = 0; i < many; i++) {
                trail.finished(Requests.good(Requests.preempt()));
            }
            assertThat(trail.lost()).isPositive();
        }
        List<String> lines = Files.readAllLines(file());
        String last = lines.getLast();
        assertThat(last).contains("\"event\":\"lost\"");
        long lost = Long.parseLong(last.replaceAll(".*\"lost\":(\\d+)}", "$1"));
        assertThat(lines.size() - 1 + lost).isEqualTo(many);
        assertThat(lines.subList(0, lines.size() - 1)).allMatch(line -> line.contains("\"effect\":\"fences\""));
    }

    /** Then nobody makes copies for it. */
    @Test
    void whatThereIsNoRoomForIsAskedForNoMoreAndCounted() throws Exception {
        try (AuditTrail trail = toFile()) {
            assertThat(trail.hasRoom(Decision.EXECUTED, Wire.PERSISTENT_RESERVE_OUT, 4))
                    .isTrue();
            while (trail.lost() == 0) {
                trail.finished(Requests.good(Requests.preempt()));
            }
            assertThat(trail.hasRoom(Decision.EXECUTED, Wire.PERSISTENT_RESERVE_OUT, 4))
                    .isFalse();
            trail.missed(Decision.EXECUTED, Wire.PERSISTENT_RESERVE_OUT, 4);
            assertThat(trail.lost()).isEqualTo(2);
        }
        assertThat(Files.readAllLines(file()).getLast()).endsWith("\"lost\":2}");
    }

    /** Lists of TransportIDs are long, and there is little heap. */
    @Test
    void fewerLongOnesMayWait() throws Exception {
        byte[] list = new byte[8192];
        try (AuditTrail trail = toFile()) {
            for (int i = 0; i < 1_000; i++) {
                trail.finished(new Finished(
                        7,
                        Requests.PEER,
                        Decision.EXECUTED,
                        null,
                        null,
                        ByteBuffer.wrap(new byte[] {0x5f, 0, 0, 0, 0, 0, 0, 32, 0, 0}),
                        ByteBuffer.wrap(list),
                        0,
                        ByteBuffer.wrap(new byte[96]),
                        0,
                        0,
                        0));
            }
            assertThat(trail.lost()).isGreaterThan(800);
        }
    }

    @Test
    void aFullDiskIsAWarningAndEveryLineIsCounted() throws Exception {
        try (AuditTrail trail = AuditTrail.open(new AuditSettings(false, Path.of("/dev/full")), "test", quiet)) {
            trail.start();
            trail.finished(Requests.good(Requests.preempt()));
            trail.finished(Requests.good(Requests.preempt()));
            Await.until("both are known to be lost", () -> trail.lost() == 2);
        }
    }

    @Test
    void aFileThatCanNotBeOpenedIsNamed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file());
        assertThatThrownBy(() -> AuditTrail.open(new AuditSettings(false, link), "test", quiet))
                .isInstanceOf(IOException.class)
                .hasMessage("Error opening audit trail " + link + ": a symbolic link is there");
        assertThat(file()).doesNotExist();
    }

    @Test
    void aFileThatGotAnotherNameIsMadeAnewWhenItIsAsked() throws Exception {
        Path old = folder.resolve("trail.1");
        try (AuditTrail trail = toFile()) {
            assertThat(trail.folder()).contains(folder);
            trail.start();
            Files.move(file(), old);
            trail.reopen();
            Await.until("the file is made", () -> Files.exists(file()));
            trail.finished(Requests.good(Requests.preempt()));
        }
        assertThat(old).isEmptyFile();
        assertThat(file()).content().hasLineCount(1);
    }

    /** copytruncate of logrotate(8): no hole is left at the beginning. */
    @Test
    void aFileThatIsCutIsGoneOnWithAtItsBeginning() throws Exception {
        try (AuditTrail trail = toFile()) {
            trail.start();
            trail.finished(Requests.good(Requests.preempt()));
            Await.until("a line is written", () -> Files.size(file()) > 0);
            Files.write(file(), new byte[0]);
            trail.finished(Requests.good(Requests.preempt()));
        }
        assertThat(file()).content().startsWith("{").hasLineCount(1);
    }

    /** A server, a simulated disk, real sockets: two machines, of which the one fences the other. */
    @Test
    void whatClientsDidIsInTheTrail() throws Exception {
        Path socket = folder.resolve("s");
        SimulatedTarget target = SimulatedTarget.create();
        SimulatedDisks disks = new SimulatedDisks();
        try (AuditTrail trail = toFile();
                UnixListener listener = UnixListener.bind(socket.toString(), OptionalInt.empty());
                HelperServer server = HelperServer.on(listener.fd())
                        .device(disks)
                        .observer(trail)
                        .start();
                OwnedFd a = disks.open(target.nexus(new TransportId.Sas(0xa), 0));
                OwnedFd b = disks.open(target.nexus(new TransportId.Sas(0xb), 0))) {
            trail.start();
            try (HelperClient one = HelperClient.connect(socket);
                    HelperClient other = HelperClient.connect(socket)) {
                one.execute(a.fd(), new PrOutCommand.Register(ReservationKey.ZERO, Requests.OWN));
                other.execute(b.fd(), new PrOutCommand.Register(ReservationKey.ZERO, Requests.OTHER));
                other.execute(b.fd(), new PrOutCommand.Reserve(Requests.OTHER, Requests.TYPE));
                one.execute(a.fd(), new PrInCommand(PrInAction.READ_KEYS, 64));
                one.execute(a.fd(), new PrOutCommand.PreemptAndAbort(Requests.OWN, Requests.OTHER, Requests.TYPE));
                other.execute(b.fd(), new PrOutCommand.Clear(Requests.OTHER));
            }
            Await.until("they are gone", () -> server.connections() == 0);
        }
        JsonForm schema = new JsonForm("audit-1");
        List<String> lines = Files.readAllLines(file());
        assertThat(lines).allSatisfy(line -> assertThat(schema.faults(line)).isEmpty());
        String pid = "\"pid\":" + ProcessHandle.current().pid();
        assertThat(lines).hasSize(5).allMatch(line -> line.contains(pid) && line.contains("\"executable\":\"/"));
        assertThat(line(lines, "RESERVE")).contains("\"effect\":\"reserves\"");
        assertThat(line(lines, "PREEMPT AND ABORT"))
                .contains("\"connection\":1", "\"effect\":\"fences\",\"removed\":[\"0x000000000000000b\"]");
        assertThat(line(lines, "CLEAR"))
                .contains("\"connection\":2", "\"status\":\"CHECK CONDITION\",\"sense\":\"06/2A/05\"")
                .doesNotContain("effect");
    }

    /** A reply may be answered by another client's command before its line is left: two connections have no order. */
    private static String line(List<String> lines, String action) {
        return lines.stream()
                .filter(line -> line.contains("\"action\":\"" + action + "\""))
                .findFirst()
                .orElseThrow();
    }
}
