// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.demo;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import io.prhelper.simulation.disk.SimulatedDisks;
import io.prhelper.simulation.target.SimulatedTarget;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Two virtual machines fence each other on a shared disk, through a helper that serves on a socket of its own, with real
 * descriptors; only the disk is simulated.
 */
public final class Demo {
    private static final ReservationKey KEY_A = new ReservationKey(0xaaaa);
    private static final ReservationKey KEY_B = new ReservationKey(0xbbbb);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;

    private static final PrOutcome<?> GOOD = new PrOutcome.Good<>(PrOutcome.Nothing.NOTHING);
    private static final PrOutcome<?> CONFLICT = new PrOutcome.Conflict<>();

    private final PrintStream out;
    private int surprises;

    private Demo(PrintStream out) {
        this.out = out;
    }

    /** One step: who sends what, what the standard makes of it, and why it is shown. */
    private record Step(String who, String text, PrOutCommand command, PrOutcome<?> expected, String remark) {}

    private static final List<Step> PLAY = List.of(
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

    /**
     * Plays, and prints a table.
     *
     * @return true if every answer was what the standard says
     * @throws IOException if there is no room for the socket or the helper fails
     */
    public static boolean run(PrintStream out) throws IOException {
        Path directory = Files.createTempDirectory("pr-helper-demo");
        try {
            Demo demo = new Demo(out);
            demo.play(directory.resolve("pr-helper.sock"));
            return demo.surprises == 0;
        } finally {
            Files.deleteIfExists(directory.resolve("pr-helper.sock"));
            Files.delete(directory);
        }
    }

    private void play(Path socket) throws IOException {
        SimulatedTarget target = SimulatedTarget.create();
        SimulatedDisks disks = new SimulatedDisks();
        try (UnixListener listener = UnixListener.bind(socket.toString(), OptionalInt.of(0600));
                HelperServer server =
                        HelperServer.on(listener.fd()).device(disks).start();
                Initiator a = new Initiator(
                        socket, disks.open(target.nexus(new TransportId.Sas(0x5000_0000_0000_000aL), 0)));
                Initiator b = new Initiator(
                        socket, disks.open(target.nexus(new TransportId.Sas(0x5000_0000_0000_000bL), 0)));
                Initiator observer = new Initiator(
                        socket, disks.open(target.nexus(new TransportId.Sas(0x5000_0000_0000_000cL), 0)))) {
            out.println("Two virtual machines share a disk. The helper serves " + server.connections() + " clients on "
                    + socket);
            out.println("Each command travels over that socket with an open disk (SCM_RIGHTS); the disk is simulated.");
            out.println("Type 5 is Write Exclusive, Registrants Only: what cluster software uses to fence.");
            out.println();
            row("", "from", "PERSISTENT RESERVE OUT", "answer", "registered", "reserved by", "");
            row("", "----", "----------------------", "------", "----------", "-----------", "");
            int number = 0;
            for (Step step : PLAY) {
                Initiator initiator = step.who().equals("vm-a") ? a : b;
                perform(++number, step, initiator, observer);
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

    private void row(
            String number, String who, String command, String answer, String keys, String holder, String remark) {
        String row =
                "%2s  %-5s %-23s %-25s %-11s %-13s %s".formatted(number, who, command, answer, keys, holder, remark);
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
            return data.keys().isEmpty()
                    ? "-"
                    : data.keys().stream().map(Initiator::text).collect(Collectors.joining(" "));
        }

        String holder() throws IOException {
            return client.execute(disk.fd(), PrQuery.READ_RESERVATION)
                    .data(ReadReservationData.class)
                    .reservation()
                    .map(held ->
                            text(held.key()) + " type " + held.scopeAndType().typeCode())
                    .orElse("-");
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
