// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static io.prhelper.cli.lab.GuestChecks.expect;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A guest on the lab's first map, beside another host: what the two are told, what the paths, multipathd and mpathpersist say to that, and
 * paths that go and come back.
 */
final class GuestMap implements AutoCloseable {
    static final ReservationKey A = new ReservationKey(0xa1);
    static final ReservationKey B = new ReservationKey(0xb2);

    /** The other host's. */
    static final ReservationKey C = new ReservationKey(0xc0);

    static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
    static final String GOOD = "GOOD";
    static final String CONFLICT = "RESERVATION CONFLICT";

    /** A path in the status of a map: the number of its disk, A for active or F for failed, how often it failed. */
    private static final Pattern PATH = Pattern.compile("(\\d+:\\d+) ([AF]) \\d+");

    private static final Pattern TOOL_KEY = Pattern.compile("0x([0-9a-f]+)");

    /** A unit attention and what follows it. */
    private static final int UNIT_ATTENTION = 6;

    private final HelperClient client;
    private final OwnedFd stranger;
    private final Path node;
    private final String device;
    private OwnedFd map;

    GuestMap(Path socket) throws IOException {
        node = Path.of(variable("PR_LAB_DM"));
        device = node.getFileName().toString();
        client = HelperClient.connect(socket);
        map = OwnedFd.open(node, true);
        stranger = OwnedFd.open(Path.of(variable("PR_LAB_SG_C")), true);
    }

    static String variable(String name) {
        return Objects.requireNonNull(System.getenv(name), name);
    }

    /** Sends one of the guest's commands. */
    void send(PrCommand command, String expected) throws IOException {
        expect(command.toString(), expected, client.execute(map.fd(), command).toString());
    }

    /** Sends one of the guest's commands to a helper that may end meanwhile. */
    boolean isAnswered(PrCommand command) {
        try {
            client.execute(map.fd(), command);
            return true;
        } catch (IOException ended) {
            return false;
        }
    }

    /** Sends what no typed command can be, and answers with what came back. */
    PrOutcome<?> send(byte[] cdb, byte[] dataOut) throws IOException {
        return PrOutcome.of(exchange(cdb, dataOut));
    }

    ScsiExchange exchange(byte[] cdb, byte[] dataOut) throws IOException {
        return client.execute(map.fd(), cdb, dataOut);
    }

    /** Sends one of the other host's, which hears of what happened to it before. */
    void stranger(PrCommand command, String expected) throws IOException {
        strangersAttentions();
        expect(
                "the other host's " + command,
                expected,
                client.execute(stranger.fd(), command).toString());
    }

    /** What the other host is told that it did not ask for. */
    List<Sense> strangersAttentions() throws IOException {
        List<Sense> attentions = new ArrayList<>();
        while (client.execute(stranger.fd(), PrQuery.READ_KEYS) instanceof PrOutcome.CheckCondition<?>(Sense sense)
                && sense.key() == UNIT_ATTENTION) {
            attentions.add(sense);
        }
        return attentions;
    }

    /** Nobody is registered, whoever was. */
    void empty() throws IOException {
        send(new PrOutCommand.RegisterAndIgnoreExistingKey(A), GOOD);
        send(new PrOutCommand.Clear(A), GOOD);
        strangersAttentions();
    }

    /** Which keys are registered, waited for: a path that is back is registered some seconds later. */
    void registered(String when, ReservationKey... keys) {
        List<ReservationKey> expected = List.of(keys);
        GuestHelper.await(() -> when + ": " + expected + " instead of " + keys(), () -> keys().equals(expected));
    }

    private List<ReservationKey> keys() {
        try {
            ReadFullStatusData status =
                    client.execute(map.fd(), PrQuery.READ_FULL_STATUS).data(ReadFullStatusData.class);
            expect("all of " + status + " came", true, status.isWhole());
            return status.registrations().stream()
                    .map(ReadFullStatusData.Registration::key)
                    .sorted((one, other) -> Long.compareUnsigned(one.value(), other.value()))
                    .toList();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** With which key the reservation is held, if it is. */
    void held(String when, Optional<ReservationKey> key) throws IOException {
        ReadReservationData data =
                client.execute(map.fd(), PrQuery.READ_RESERVATION).data(ReadReservationData.class);
        expect("all of " + data + " came", true, data.isWhole());
        expect("held " + when, key, data.reservation().map(ReadReservationData.Reservation::key));
    }

    /** Each path by itself says the same as the map, to a tool of somebody else. */
    void pathsAgree(String when) throws IOException {
        for (String disk : disks()) {
            GuestCommand told = GuestCommand.run("sg_persist", "--in", "--read-keys", "/dev/" + disk);
            if (told.lines().toString().contains("nit attention")) {
                told = GuestCommand.run("sg_persist", "--in", "--read-keys", "/dev/" + disk);
            }
            expect(
                    "keys of " + disk + " " + when,
                    keys(),
                    toolKeys(told.succeeded().lines()));
        }
    }

    /** mpathpersist says the same, as a host that goes back to QEMU's helper would see it. */
    void toolsAgree(String when, Optional<ReservationKey> holder) throws IOException {
        GuestCommand told = GuestCommand.run("mpathpersist", "-i", "-k", node.toString());
        expect("mpathpersist's keys " + when, keys(), toolKeys(told.lines()));
        GuestCommand held = GuestCommand.run("mpathpersist", "-i", "-r", node.toString());
        expect(
                "mpathpersist's holder " + when,
                holder.stream().toList(),
                toolKeys(held.lines().stream()
                        .filter(line -> line.contains("Key"))
                        .toList()));
    }

    private static List<ReservationKey> toolKeys(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.contains("generation"))
                .flatMap(line -> TOOL_KEY.matcher(line).results())
                .map(found -> new ReservationKey(Long.parseUnsignedLong(found.group(1), 16)))
                .sorted((one, other) -> Long.compareUnsigned(one.value(), other.value()))
                .toList();
    }

    /** What multipathd would do with a path that comes back; without a key nothing. */
    void multipathdHas(Optional<ReservationKey> key, boolean holds) throws IOException {
        expect(
                "multipathd's key",
                List.of(key.map(k -> "0x" + Long.toHexString(k.value())).orElse("none")),
                multipathd("getprkey"));
        List<String> status = multipathd("getprstatus");
        expect(
                "multipathd's status " + status,
                key.isPresent(),
                status.equals(List.of("1")) || status.equals(List.of("set")));
        List<String> hold = multipathd("getprhold");
        // Before 0.13 it does not know that word, and explains all that it knows.
        if (hold.equals(List.of("set")) || hold.equals(List.of("unset"))) {
            expect("multipathd's hold", holds ? List.of("set") : List.of("unset"), hold);
        }
    }

    List<String> multipathd(String question) throws IOException {
        return GuestCommand.run("multipathd", question, "map", device).lines();
    }

    /** Begins to write, past all caches. */
    Process write(int count) throws IOException {
        return new ProcessBuilder(
                        "dd", "if=/dev/zero", "of=" + node, "bs=4k", "count=" + count, "oflag=direct", "conv=notrunc")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    void writes(String when) throws IOException {
        expect("16 writes " + when, 0, write(16).onExit().join().exitValue());
    }

    /** How many of that many single writes the map takes. */
    int singleWrites(int count) throws IOException {
        int good = 0;
        for (int i = 0; i < count; i++) {
            good += write(1).onExit().join().exitValue() == 0 ? 1 : 0;
        }
        return good;
    }

    /** Waits until multipathd has seen that so many paths can take I/O. */
    void activePaths(int count) {
        GuestHelper.await(() -> count + " active paths: " + status(), () -> {
            Matcher paths = PATH.matcher(status());
            return paths.results().filter(path -> path.group(2).equals("A")).count() == count;
        });
    }

    /** Seen by a program: not to be looked at as often as one likes, where all share an emulated processor. */
    private String status() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        try {
            return String.join(
                    " ", GuestCommand.run("dmsetup", "status", sysfs("dm/name")).lines());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    String sysfs(String file) throws IOException {
        return Files.readString(Path.of("/sys/block", device, file)).strip();
    }

    /** Gives it another name. */
    void rename(String name) throws IOException {
        GuestCommand.run("dmsetup", "rename", sysfs("dm/name"), name).succeeded();
        awaitName(name);
    }

    /** Waits until multipathd has heard of that name; none, where it is to have heard that the map is gone. */
    private void awaitName(String name) {
        GuestHelper.await(
                () -> "multipathd calls it \"" + name + "\": " + maps(),
                () -> maps().stream()
                        .map(line -> line.strip().split("\\s+", 2))
                        .filter(words -> words[0].equals(device))
                        .map(words -> words[1])
                        .toList()
                        .equals(name.isEmpty() ? List.of() : List.of(name)));
    }

    private List<String> maps() {
        try {
            return GuestCommand.run("multipathd", "show", "maps", "raw", "format", "%d %n")
                    .lines();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Removes the map, and has it made anew. */
    void remake() throws IOException {
        String name = sysfs("dm/name");
        remove(name);
        GuestCommand.run("multipath", "-r").succeeded();
        awaitKnown(name);
        map = OwnedFd.open(node, true);
        activePaths(2);
    }

    /**
     * Whoever has it open would keep it from going; and multipathd has to have heard of the end of the first one, else it takes it for that of
     * the second, for a moment.
     */
    private void remove(String name) throws IOException {
        map.close();
        GuestHelper.await("it is removed", () -> isRemoved(name));
        awaitName("");
        // A removal that multipathd 0.9.4 hears of late takes the new map, which has the old one's number, from its
        // tables.
        GuestCommand.run("udevadm", "settle").succeeded();
    }

    private void awaitKnown(String name) throws IOException {
        awaitName(name);
        GuestCommand.run("udevadm", "settle").succeeded();
        GuestHelper.await("multipathd knows it", this::isKnownOrTold);
    }

    /** Removes the map, and makes it anew while udev, from which multipathd hears of maps, says nothing. */
    void hideFromMultipathd() throws IOException {
        String name = sysfs("dm/name");
        String uuid = sysfs("dm/uuid");
        String table = String.join(
                "\n", GuestCommand.run("dmsetup", "table", name).succeeded().lines());
        remove(name);
        GuestCommand.run("udevadm", "control", "--stop-exec-queue").succeeded();
        GuestCommand.run("env", "DM_DISABLE_UDEV=1", "dmsetup", "create", name, "-u", uuid, "--table", table)
                .succeeded();
        map = OwnedFd.open(node, true);
        expect("multipathd knows it", false, isKnown());
    }

    /** Lets multipathd hear of the map. */
    void showToMultipathd() throws IOException {
        GuestCommand.run("udevadm", "control", "--start-exec-queue").succeeded();
        awaitKnown(sysfs("dm/name"));
        activePaths(2);
    }

    /** A map that it knows has a key or none; of others the tool says either of what multipathd does. */
    private boolean isKnown() throws IOException {
        String key = String.join(" ", multipathd("getprkey"));
        return key.equals("none") || key.startsWith("0x");
    }

    private boolean isKnownOrTold() {
        try {
            boolean known = isKnown();
            if (!known) {
                GuestCommand.run("multipathd", "reconfigure").succeeded();
            }
            return known;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static boolean isRemoved(String name) {
        try {
            return GuestCommand.run("multipath", "-f", name).status() == 0;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** The disks that are its paths now. */
    List<String> disks() throws IOException {
        try (var slaves = Files.list(Path.of("/sys/block", device, "slaves"))) {
            return slaves.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** Has the lab do something with a path. */
    static void path(String what, String path) throws IOException {
        GuestCommand.run("lab-target", what, path).succeeded();
    }

    @Override
    public void close() {
        stranger.close();
        map.close();
        client.close();
    }
}
