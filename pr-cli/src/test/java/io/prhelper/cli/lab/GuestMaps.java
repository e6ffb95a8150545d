// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A guest on a multipath map, whose paths go and come back: what it is told is what every path has, what multipathd knows, and what lets it
 * write.
 */
public final class GuestMaps {
    static final String CHECKS = "maps";

    private static final ReservationKey A = new ReservationKey(0xa1);
    private static final ReservationKey B = new ReservationKey(0xb2);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
    private static final String GOOD = "GOOD";

    /** A path in the status of a map: the number of its disk, A for active, how often it failed. */
    private static final Pattern ACTIVE = Pattern.compile("\\d+:\\d+ A \\d+");

    private final HelperClient client;
    private final OwnedFd map;
    private final Path node;

    private GuestMaps(HelperClient client, OwnedFd map, Path node) {
        this.client = client;
        this.map = map;
        this.node = node;
    }

    /**
     * Runs in the lab.
     *
     * @param arguments the reference's program, our program, and the folder for the results
     */
    public static void main(String[] arguments) throws IOException {
        Path node = Path.of(Objects.requireNonNull(System.getenv("PR_LAB_DM")));
        try (GuestHelper helper = GuestHelper.start(arguments[1], Path.of("/run/maps.sock"), "--multipath=on");
                HelperClient client = HelperClient.connect(helper.socket());
                OwnedFd map = OwnedFd.open(node, true);
                GuestChecks checks = GuestChecks.in(Path.of(arguments[2], CHECKS))) {
            GuestMaps maps = new GuestMaps(client, map, node);
            checks.check("all paths are up", maps::allPathsUp);
            for (String path : List.of("A", "B")) {
                checks.check(path + " goes while it holds", () -> maps.release(path));
                checks.check(path + " is away when the key changes", () -> maps.changeKey(path));
                checks.check(path + " is away when it unregisters", () -> maps.unregister(path));
                checks.check(path + " is away when it registers", () -> maps.registerAndReturn(path));
            }
            checks.check("no map is suspended", () -> GuestChecks.expect("suspended", "0", maps.sysfs("dm/suspended")));
            checks.check("the helper ends with status 0", () -> GuestChecks.expect("status", 0, helper.end()));
        }
    }

    private void allPathsUp() throws IOException {
        send(new PrOutCommand.Reserve(A, TYPE), "CHECK CONDITION 02/08/00");
        send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        registered("registered", A, A);
        multipathd("getprkey", "0xa1");
        multipathd("getprstatus", "1");
        send(new PrOutCommand.Reserve(A, TYPE), GOOD);
        send(new PrOutCommand.Reserve(A, TYPE), GOOD);
        writes("while it holds");
        send(new PrOutCommand.Release(A, ReservationType.EXCLUSIVE_ACCESS), "RESERVATION CONFLICT");
        send(new PrOutCommand.Register(A, B), GOOD);
        registered("with another key", B, B);
        multipathd("getprkey", "0xb2");
        held("after the change", Optional.of(B));
        send(new PrOutCommand.Preempt(B, B, TYPE), GOOD);
        registered("after it preempted itself", B, B);
        writes("after it preempted itself");
        send(new PrOutCommand.Release(B, TYPE), GOOD);
        held("after the release", Optional.empty());
        send(new PrOutCommand.Register(B, ReservationKey.ZERO), GOOD);
        registered("unregistered");
        multipathd("getprkey", "none");
        multipathd("getprstatus", "0");
        send(new PrOutCommand.RegisterAndIgnoreExistingKey(A), GOOD);
        send(new PrOutCommand.Clear(A), GOOD);
        registered("cleared");
        multipathd("getprkey", "none");
    }

    /** The reservation is released whichever path holds it, and a writer notices nothing. */
    private void release(String path) throws IOException {
        send(new PrOutCommand.RegisterAndIgnoreExistingKey(A), GOOD);
        send(new PrOutCommand.Reserve(A, TYPE), GOOD);
        awaitBothPaths();
        Process writer = write(300);
        fail(path);
        send(new PrOutCommand.Reserve(A, TYPE), GOOD);
        send(new PrOutCommand.Release(A, TYPE), GOOD);
        held("after the release with " + path + " away", Optional.empty());
        restore(path);
        registered("after " + path + " is back", A, A);
        GuestChecks.expect("1 writer beside " + path, 0, writer.onExit().join().exitValue());
    }

    private void changeKey(String path) throws IOException {
        send(new PrOutCommand.Reserve(A, TYPE), GOOD);
        fail(path);
        send(new PrOutCommand.Register(A, B), GOOD);
        held("the key changed with " + path + " away", Optional.of(B));
        restore(path);
        registered("the key changed, and " + path + " is back", B, B);
        held("and still", Optional.of(B));
        writes("with " + path + " back");
    }

    private void unregister(String path) throws IOException {
        fail(path);
        send(new PrOutCommand.Register(B, ReservationKey.ZERO), GOOD);
        held("unregistered with " + path + " away", Optional.empty());
        registered("unregistered with " + path + " away");
        restore(path);
        registered("unregistered, and " + path + " is back");
    }

    private void registerAndReturn(String path) throws IOException {
        fail(path);
        send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        registered("registered with " + path + " away", A);
        send(new PrOutCommand.Reserve(A, TYPE), GOOD);
        restore(path);
        registered("registered, and " + path + " is back", A, A);
        writes("with " + path + " back after it registered");
        send(new PrOutCommand.Clear(A), GOOD);
    }

    private void send(PrCommand command, String expected) throws IOException {
        GuestChecks.expect(
                command.toString(), expected, client.execute(map.fd(), command).toString());
    }

    /** What the device has, waited for: multipathd registers a path some seconds after it is back. */
    private void registered(String when, ReservationKey... keys) {
        GuestHelper.await(when + ": " + List.of(keys), () -> keys().equals(List.of(keys)));
        GuestChecks.expect(when, List.of(keys), keys());
    }

    private List<ReservationKey> keys() {
        try {
            return client
                    .execute(map.fd(), PrQuery.READ_FULL_STATUS)
                    .data(ReadFullStatusData.class)
                    .registrations()
                    .stream()
                    .map(ReadFullStatusData.Registration::key)
                    .toList();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private void held(String when, Optional<ReservationKey> key) throws IOException {
        GuestChecks.expect(
                "held " + when,
                key,
                client.execute(map.fd(), PrQuery.READ_RESERVATION)
                        .data(ReadReservationData.class)
                        .reservation()
                        .map(ReadReservationData.Reservation::key));
    }

    private void multipathd(String question, String expected) throws IOException {
        List<String> lines = GuestCommand.run(
                        "multipathd", question, "map", node.getFileName().toString())
                .lines();
        GuestChecks.expect("multipathd's " + question, expected, lines.getFirst());
    }

    private Process write(int count) throws IOException {
        return new ProcessBuilder(
                        "dd", "if=/dev/zero", "of=" + node, "bs=4k", "count=" + count, "oflag=direct", "conv=notrunc")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void writes(String when) throws IOException {
        GuestChecks.expect("16 writes " + when, 0, write(16).onExit().join().exitValue());
    }

    private void fail(String path) throws IOException {
        GuestCommand.run("lab-target", "path-fail", path).succeeded();
    }

    private void restore(String path) throws IOException {
        GuestCommand.run("lab-target", "path-restore", path).succeeded();
    }

    /** A path is back to I/O when multipathd says so; else the other one must not go yet, or there would be none. */
    private void awaitBothPaths() {
        GuestHelper.await("both paths are active", () -> {
            try {
                String status = String.join(
                        " ",
                        GuestCommand.run("dmsetup", "status", sysfs("dm/name")).lines());
                return ACTIVE.matcher(status).results().count() == 2;
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
        });
    }

    private String sysfs(String file) throws IOException {
        return Files.readString(Path.of("/sys/block", node.getFileName().toString(), file))
                .strip();
    }
}
