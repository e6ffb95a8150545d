// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.demo;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import io.prhelper.simulation.disk.SimulatedDisks;
import io.prhelper.simulation.map.SimulatedMap;
import io.prhelper.simulation.map.SimulatedMultipathd;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Two virtual machines fence each other on a shared disk, through a helper that serves on a socket of its own, with real
 * descriptors; only the disk is simulated, and the paths to it.
 */
public final class Demo {
    private static final ReservationKey KEY_A = new ReservationKey(0xaaaa);
    private static final ReservationKey KEY_B = new ReservationKey(0xbbbb);
    private static final ReservationKey NEW_KEY_A = new ReservationKey(0xa2a2);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;

    private static final PrOutcome<?> GOOD = new PrOutcome.Good<>(PrOutcome.Nothing.NOTHING);
    private static final PrOutcome<?> CONFLICT = new PrOutcome.Conflict<>();

    private final PrintStream out;
    private int surprises;

    private Demo(PrintStream out) {
        this.out = out;
    }

    /** What is played, one after the other. */
    private sealed interface Scene {}

    /** Who sends what, what the standard makes of it, and why it is shown. */
    private record Step(String who, String text, PrOutCommand command, PrOutcome<?> expected, String remark)
            implements Scene {}

    /** Something happens to the map's paths, and who is registered after it. */
    private record Event(String text, Consumer<SimulatedMap> what, String keys, String remark) implements Scene {}

    private static final List<Scene> FENCING = List.of(
            new Step("vm-a", "REGISTER aaaa", new PrOutCommand.Register(ReservationKey.ZERO, KEY_A), GOOD, "a joins"),
            new Step("vm-b", "REGISTER bbbb", new PrOutCommand.Register(ReservationKey.ZERO, KEY_B), GOOD, "b joins"),
            new Step("vm-a", "RESERVE type 5", new PrOutCommand.Reserve(KEY_A, TYPE), GOOD, "a holds the disk"),
            new Step("vm-b", "RESERVE type 5", new PrOutCommand.Reserve(KEY_B, TYPE), CONFLICT, "b may not"),
            new Step("vm-b", "PREEMPT aaaa", new PrOutCommand.Preempt(KEY_B, KEY_A, TYPE), GOOD, "b fences a"),
            new Step(
                    "vm-a",
                    "RELEASE type 5",
                    new PrOutCommand.Release(KEY_A, TYPE),
                    new PrOutcome.CheckCondition<>(Sense.REGISTRATIONS_PREEMPTED),
                    "a is told: registrations preempted"),
            new Step("vm-a", "RELEASE type 5", new PrOutCommand.Release(KEY_A, TYPE), CONFLICT, "a is out"),
            new Step("vm-b", "RELEASE type 5", new PrOutCommand.Release(KEY_B, TYPE), GOOD, "b gives the disk up"),
            new Step("vm-b", "CLEAR", new PrOutCommand.Clear(KEY_B), GOOD, "nothing is left"));

    private static final List<Scene> PATHS = List.of(
            new Step(
                    "vm-a", "REGISTER aaaa", new PrOutCommand.Register(ReservationKey.ZERO, KEY_A), GOOD, "both paths"),
            new Step(
                    "vm-b",
                    "REGISTER bbbb",
                    new PrOutCommand.Register(ReservationKey.ZERO, KEY_B),
                    GOOD,
                    "b's only one"),
            new Step("vm-a", "RESERVE type 5", new PrOutCommand.Reserve(KEY_A, TYPE), GOOD, "by the first path"),
            new Event("the first path goes away", map -> map.fail(0), "aaaa aaaa bbbb", "the device does not know"),
            new Step("vm-a", "RESERVE type 5", new PrOutCommand.Reserve(KEY_A, TYPE), GOOD, "still a's own"),
            new Step("vm-a", "REGISTER aaaa -> a2a2", new PrOutCommand.Register(KEY_A, NEW_KEY_A), GOOD, "moves it"),
            new Event("the first path is back", map -> map.restore(0), "a2a2 a2a2 bbbb", "with the new key"),
            new Event("the second path goes away", map -> map.fail(1), "a2a2 a2a2 bbbb", "it holds by now"),
            new Step("vm-a", "RELEASE type 5", new PrOutCommand.Release(NEW_KEY_A, TYPE), GOOD, "for who is away"),
            new Event("the second path is back", map -> map.restore(1), "a2a2 a2a2 bbbb", "registered again"),
            new Step(
                    "vm-b",
                    "RESERVE type 5",
                    new PrOutCommand.Reserve(KEY_B, TYPE),
                    new PrOutcome.CheckCondition<>(Sense.RESERVATIONS_RELEASED),
                    "b is told: released"),
            new Step("vm-b", "PREEMPT a2a2", new PrOutCommand.Preempt(KEY_B, NEW_KEY_A, TYPE), GOOD, "b fences a"),
            new Step("vm-a", "RESERVE type 5", new PrOutCommand.Reserve(NEW_KEY_A, TYPE), CONFLICT, "a is out"),
            new Step("vm-b", "CLEAR", new PrOutCommand.Clear(KEY_B), GOOD, "nothing is left"));

    /**
     * Plays how a machine fences another one, and prints a table.
     *
     * @param out where the table goes; stays open
     * @return true if every answer was what the standard says
     * @throws IOException if there is no room for the socket or the helper fails
     */
    public static boolean run(PrintStream out) throws IOException {
        return run(
                out,
                "Type 5 is Write Exclusive, Registrants Only: what cluster software uses to fence.",
                (target, nexus) -> nexus,
                FENCING);
    }

    /**
     * Plays what becomes of a machine on a multipath map whose paths go away and come back, see {@link #run(PrintStream)}.
     *
     * @param out where the table goes; stays open
     * @return true if every answer, and who is registered after each event, was what is expected
     * @throws IOException if there is no room for the socket or the helper fails
     */
    public static boolean runMultipath(PrintStream out) throws IOException {
        return run(
                out,
                "For vm-a it is a multipath map of two paths, for vm-b a disk: three registrations, two machines.",
                (target, nexus) -> SimulatedMap.over(
                        SimulatedMultipathd.Version.V0_15,
                        nexus,
                        target.nexus(new TransportId.Sas(0x5000_0000_0000_001aL), 0)),
                PATHS);
    }

    private static boolean run(
            PrintStream out,
            String about,
            BiFunction<SimulatedTarget, SimulatedNexus, ScsiPort> device,
            List<Scene> scenes)
            throws IOException {
        Path directory = Files.createTempDirectory("pr-helper-demo");
        try {
            Demo demo = new Demo(out);
            demo.play(directory.resolve("pr-helper.sock"), about, device, scenes);
            return demo.surprises == 0;
        } finally {
            Files.deleteIfExists(directory.resolve("pr-helper.sock"));
            Files.delete(directory);
        }
    }

    private void play(
            Path socket, String about, BiFunction<SimulatedTarget, SimulatedNexus, ScsiPort> device, List<Scene> scenes)
            throws IOException {
        SimulatedTarget target = SimulatedTarget.create();
        SimulatedDisks disks = new SimulatedDisks();
        ScsiPort ofA = device.apply(target, target.nexus(new TransportId.Sas(0x5000_0000_0000_000aL), 0));
        try (UnixListener listener = UnixListener.bind(socket.toString(), OptionalInt.of(0600));
                HelperServer server =
                        HelperServer.on(listener.fd()).device(disks).start();
                Initiator a = new Initiator(socket, disks.open(ofA));
                Initiator b = new Initiator(
                        socket, disks.open(target.nexus(new TransportId.Sas(0x5000_0000_0000_000bL), 0)));
                Initiator observer = new Initiator(
                        socket, disks.open(target.nexus(new TransportId.Sas(0x5000_0000_0000_000cL), 0)))) {
            out.println("Two virtual machines share a disk. The helper serves " + server.connections() + " clients on "
                    + socket);
            out.println("Each command travels over that socket with an open disk (SCM_RIGHTS); the disk is simulated.");
            out.println(about);
            out.println();
            row("", "from", "PERSISTENT RESERVE OUT", "answer", "registered", "reserved by", "");
            row("", "----", "----------------------", "------", "----------", "-----------", "");
            int number = 0;
            for (Scene scene : scenes) {
                switch (scene) {
                    case Step step -> perform(++number, step, step.who().equals("vm-a") ? a : b, observer);
                    case Event event -> happen(event, (SimulatedMap) ofA, observer);
                }
            }
            out.println();
            out.println(
                    surprises == 0
                            ? "All " + number + " answers are what SPC-5 says."
                            : surprises + " of " + number + " answers are NOT what SPC-5 says.");
        }
    }

    private void perform(int number, Step step, Initiator initiator, Initiator observer) throws IOException {
        PrOutcome<?> outcome = initiator.execute(step.command());
        boolean expected = outcome.equals(step.expected());
        surprises += expected ? 0 : 1;
        row(
                Integer.toString(number),
                step.who(),
                step.text(),
                outcome.toString(),
                observer.keys(),
                observer.holder(),
                expected ? step.remark() : "EXPECTED " + step.expected());
    }

    private void happen(Event event, SimulatedMap map, Initiator observer) throws IOException {
        event.what().accept(map);
        String keys = observer.keys();
        boolean expected = keys.equals(event.keys());
        surprises += expected ? 0 : 1;
        row("", "", event.text(), "", keys, observer.holder(), expected ? event.remark() : "EXPECTED " + event.keys());
    }

    private void row(
            String number, String who, String command, String answer, String keys, String holder, String remark) {
        String row =
                "%2s  %-5s %-25s %-25s %-15s %-13s %s".formatted(number, who, command, answer, keys, holder, remark);
        out.println(row.stripTrailing());
    }

    /** A virtual machine's QEMU: one connection, one open disk. */
    private record Initiator(HelperClient client, OwnedFd disk) implements AutoCloseable {
        Initiator(Path socket, OwnedFd disk) throws IOException {
            this(HelperClient.connect(socket), disk);
        }

        PrOutcome<?> execute(PrOutCommand command) throws IOException {
            return client.execute(disk.fd(), command);
        }

        String keys() throws IOException {
            ReadKeysData data = client.execute(disk.fd(), PrQuery.READ_KEYS).data(ReadKeysData.class);
            String keys = data.keys().stream().map(Initiator::text).collect(Collectors.joining(" "));
            if (!data.isWhole()) {
                return keys + "...";
            }
            return keys.isEmpty() ? "-" : keys;
        }

        String holder() throws IOException {
            ReadReservationData data =
                    client.execute(disk.fd(), PrQuery.READ_RESERVATION).data(ReadReservationData.class);
            return data.reservation()
                    .map(held ->
                            text(held.key()) + " type " + held.scopeAndType().typeCode())
                    .orElse(data.state() == ReadReservationData.State.NONE ? "-" : "?");
        }

        private static String text(ReservationKey key) {
            return Long.toHexString(key.value());
        }

        @Override
        public void close() {
            client.close();
            disk.close();
        }
    }
}
