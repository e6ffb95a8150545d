// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static io.prhelper.cli.lab.GuestChecks.expect;

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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two hosts at one disk, each with a helper that keeps a trail: the first uses a map, the second a node of its own. One is fenced through
 * the other's helper, then by {@code fence_scsi}; what our commands say of it goes to files in the shared folder, and what they say of keys
 * must be what sg_persist and mpathpersist say.
 */
final class GuestSight {
    private static final ReservationKey NODE1 = new ReservationKey(0x3c7a0000L);
    private static final ReservationKey NODE2 = new ReservationKey(0x3c7a0001L);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
    private static final Pattern KEY = Pattern.compile("\\b0x([0-9a-f]{1,16})\\b");
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final String ours;
    private final Path share;
    private final String map = GuestMap.variable("PR_LAB_MAP");
    private final String other = GuestMap.variable("PR_LAB_DISK_C");

    private GuestSight(String ours, Path share) {
        this.ours = ours;
        this.share = share;
    }

    /** The reference, our helper, the shared folder. */
    public static void main(String[] arguments) throws Exception {
        new GuestSight(arguments[1], Path.of(arguments[2])).play();
    }

    private GuestHelper helper(String host) throws IOException {
        Files.writeString(HOST_NAME, host);
        GuestHelper helper =
                GuestHelper.start(ours, Path.of("/run/" + host), "--audit=" + share.resolve(host + ".jsonl"));
        helper.socket();
        return helper;
    }

    private void play() throws Exception {
        try (GuestHelper first = helper("node1");
                GuestHelper second = helper("node2")) {
            try (HelperClient one = HelperClient.connect(first.socket());
                    HelperClient two = HelperClient.connect(second.socket());
                    OwnedFd onMap = OwnedFd.open(Path.of(map), true);
                    OwnedFd onDisk = OwnedFd.open(Path.of(other), true)) {
                send(one, onMap, new PrOutCommand.RegisterAndIgnoreExistingKey(NODE1));
                send(two, onDisk, new PrOutCommand.RegisterAndIgnoreExistingKey(NODE2));
                send(one, onMap, new PrOutCommand.Reserve(NODE1, TYPE));
                inspect("before");
                lookWithSgPersist();
                pathAway();
                Process watch = watch();
                send(two, onDisk, new PrOutCommand.PreemptAndAbort(NODE2, NODE1, TYPE));
                awaitLine("watch", "\"change\":\"reservation changed\"");
                inspect("after");
                send(one, onMap, new PrOutCommand.RegisterAndIgnoreExistingKey(NODE1));
                fence();
                awaitLine("watch", "\"before\":\"" + NODE1 + ", ", 2);
                watch.destroy();
                expect("watch ends with", 0, watch.waitFor());
            }
            expect("the first helper ends with", 0, first.end());
            expect("the second helper ends with", 0, second.end());
        }
        who();
        write("doctor", 0, 4, ours, "doctor", "--json", map, other);
    }

    private static void send(HelperClient client, OwnedFd node, PrOutCommand command) throws IOException {
        for (int i = 0; i < 4; i++) {
            String end = client.execute(node.fd(), command).toString();
            if (!end.startsWith("CHECK CONDITION 06/")) {
                expect(command.toString(), "GOOD", end);
                return;
            }
        }
        throw new AssertionError("unit attentions without end");
    }

    /** In words and as JSON, and beside other programs. */
    private void inspect(String name) throws IOException {
        GuestCommand json = write(name, 0, 0, ours, "inspect", "--json", map, other);
        write(name + "-text", 0, 0, ours, "inspect", map, other);
        write(name + "-all", 0, 0, ours, "inspect", "--all");
        Set<String> keys = keys(json);
        expect("keys of sg_persist", keys, keys(GuestCommand.run("sg_persist", "-n", "-i", "-k", other)));
        expect("keys of sg_persist -s", keys, keys(GuestCommand.run("sg_persist", "-n", "-i", "-s", other)));
        expect("keys of mpathpersist", keys, keys(GuestCommand.run("mpathpersist", "-i", "-k", map)));
    }

    /** What it shows of the disk, that of this release and that of Debian sid, beside what we show. */
    private void lookWithSgPersist() throws IOException {
        write("disk", 0, 0, ours, "inspect", "--json", other);
        for (String action : List.of("-k", "-r", "-s", "-c")) {
            write("sg_persist" + action, 0, 0, "sg_persist", "-i", action, other);
            write("sg_persist-sid" + action, 0, 0, "lab-sid", "sg_persist", "-i", action, other);
        }
    }

    /** The numbers of 16 bits and more: other programs write ports and generations in hexadecimal digits too. */
    private static Set<String> keys(GuestCommand command) {
        Set<String> keys = new TreeSet<>();
        for (String line : command.lines()) {
            Matcher matcher = KEY.matcher(line);
            while (matcher.find()) {
                long value = Long.parseUnsignedLong(matcher.group(1), 16);
                if (value >>> 16 == 0x3c7a) {
                    keys.add(Long.toHexString(value));
                }
            }
        }
        return keys;
    }

    private void pathAway() throws IOException {
        GuestCommand.run("lab-target", "path-fail", "A").succeeded();
        write("away", 0, 0, ours, "inspect", "--json", map);
        GuestCommand.run("lab-target", "path-restore", "A").succeeded();
    }

    private Process watch() throws IOException {
        Process watch = new ProcessBuilder(ours, "watch", "-n", "0.2", other)
                .redirectOutput(share.resolve("watch").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        awaitLine("watch", "\"change\":\"start\"");
        return watch;
    }

    private void awaitLine(String file, String part) {
        awaitLine(file, part, 1);
    }

    private void awaitLine(String file, String part, int times) {
        GuestHelper.await(part + " in " + file, () -> {
            try {
                return Files.readAllLines(share.resolve(file)).stream()
                                .filter(line -> line.contains(part))
                                .count()
                        >= times;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /** The agent of the second host: its key is the one that it is registered with. */
    private void fence() throws IOException {
        Path initiators = Path.of(Files.readString(share.resolve("initiators")));
        List<String> command = new ArrayList<>(List.of(
                "env",
                "PYTHONPATH=" + initiators.resolve("usr/share/fence") + ":"
                        + initiators.resolve("usr/lib/python3/dist-packages"),
                "python3",
                initiators.resolve("usr/sbin/fence_scsi").toString(),
                "--quiet",
                "--devices=" + other));
        List<String> on = new ArrayList<>(command);
        on.addAll(List.of("--action=on", "--plug=node2", "--key=" + Long.toHexString(NODE2.value())));
        GuestCommand.run(on.toArray(String[]::new)).succeeded();
        List<String> off = new ArrayList<>(command);
        off.addAll(List.of("--action=off", "--plug=node1", "--key=" + Long.toHexString(NODE1.value())));
        GuestCommand.run(off.toArray(String[]::new)).succeeded();
    }

    private void who() throws IOException {
        String node1 = share.resolve("node1.jsonl").toString();
        String node2 = share.resolve("node2.jsonl").toString();
        write("who", 0, 2, ours, "who", "--json", other, node1, node2);
        write("who-text", 0, 2, ours, "who", "-t", share.resolve("who.svg").toString(), other, node1, node2);
    }

    /** What a command says goes to a file of that name; its exit status must be between these two. */
    private GuestCommand write(String name, int lowest, int highest, String... command) throws IOException {
        GuestCommand ended = GuestCommand.run(command);
        Files.write(share.resolve(name), ended.lines());
        expect(ended + " ends with", true, ended.status() >= lowest && ended.status() <= highest);
        return ended;
    }
}
