// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One path fences the other through a helper that keeps a trail; then who and doctor are asked. */
public final class GuestSight {
    static final String WHO = "who";
    static final String DOCTOR = "doctor";

    private static final ReservationKey A = new ReservationKey(0xa);
    private static final ReservationKey B = new ReservationKey(0xb);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;

    private GuestSight() {}

    /**
     * Runs in the lab.
     *
     * @param arguments the reference's program, our program, and the folder for the results
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[2]);
        Path trail = folder.resolve("trail");
        GuestDisk disk = GuestDisk.ofTheLab();
        try (GuestHelper helper = GuestHelper.start(arguments[1], Path.of("/run/ours.sock"), "--audit=" + trail)) {
            fence(helper.socket(), disk);
            GuestHelper.await("five lines in the trail", () -> lines(trail) == 5);
            write(
                    folder.resolve(WHO),
                    GuestCommand.run(arguments[1], "who", disk.nodeA().toString(), trail.toString()));
            write(
                    folder.resolve(DOCTOR),
                    GuestCommand.run(
                            arguments[1],
                            "doctor",
                            "-k",
                            helper.socket().toString(),
                            disk.nodeA().toString()));
            helper.end();
        }
    }

    private static void fence(Path socket, GuestDisk disk) throws IOException {
        try (HelperClient client = HelperClient.connect(socket);
                OwnedFd a = OwnedFd.open(disk.nodeA(), true);
                OwnedFd b = OwnedFd.open(disk.nodeB(), true)) {
            good(client, a, new PrOutCommand.Register(ReservationKey.ZERO, A));
            good(client, b, new PrOutCommand.Register(ReservationKey.ZERO, B));
            good(client, b, new PrOutCommand.Reserve(B, TYPE));
            good(client, a, new PrOutCommand.Preempt(A, B, TYPE));
            GuestChecks.expect(
                    "the fenced path",
                    false,
                    client.execute(b.fd(), new PrOutCommand.Release(B, TYPE)).isGood());
        }
    }

    private static void good(HelperClient client, OwnedFd disk, PrOutCommand command) throws IOException {
        GuestChecks.expect(
                command.toString(), "GOOD", client.execute(disk.fd(), command).toString());
    }

    private static long lines(Path trail) {
        try {
            return Files.readAllLines(trail).size();
        } catch (IOException notYet) {
            return 0;
        }
    }

    private static void write(Path file, GuestCommand command) throws IOException {
        List<String> lines = new ArrayList<>(command.lines());
        lines.add("status " + command.status());
        Files.write(file, lines);
    }
}
