// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.client.ScsiDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two initiators fence each other through the helper, one with a block device and one with a SCSI generic device. After each command
 * {@code sg_persist}, which knows nothing of helpers, says what the disk has; and in the end the fenced one cannot write any more.
 */
final class GuestFencing {
    private static final ReservationKey A = new ReservationKey(0xa1);
    private static final ReservationKey B = new ReservationKey(0xb2);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
    private static final Pattern KEY = Pattern.compile("^\\s*(?:Key=)?(0x[0-9a-f]+)$");
    private static final String GOOD = "GOOD";
    private static final String CONFLICT = "RESERVATION CONFLICT";

    private final Path helper;
    private final GuestDisk disk;

    GuestFencing(Path helper, GuestDisk disk) {
        this.helper = helper;
        this.disk = disk;
    }

    void run() throws IOException {
        try (HelperClient client = HelperClient.connect(helper);
                OwnedFd a = OwnedFd.open(disk.nodeA(), true);
                OwnedFd b = OwnedFd.open(disk.genericB(), true)) {
            disk(disk.nodeB(), List.of(), List.of());
            send(client, a, new PrOutCommand.RegisterAndIgnoreExistingKey(A), GOOD);
            send(client, b, new PrOutCommand.RegisterAndIgnoreExistingKey(B), GOOD);
            disk(disk.nodeA(), List.of("0xa1", "0xb2"), List.of());
            send(client, a, new PrOutCommand.Reserve(A, TYPE), GOOD);
            disk(disk.nodeB(), List.of("0xa1", "0xb2"), List.of("0xa1"));
            send(client, b, new PrOutCommand.Reserve(B, ReservationType.EXCLUSIVE_ACCESS), CONFLICT);
            disk(disk.nodeB(), List.of("0xa1", "0xb2"), List.of("0xa1"));
            GuestChecks.expect("a writes", true, canWrite(disk.nodeA()));
            GuestChecks.expect("b writes", true, canWrite(disk.nodeB()));
            send(client, b, new PrOutCommand.Preempt(B, A, TYPE), GOOD);
            disk(disk.nodeB(), List.of("0xb2"), List.of("0xb2"));
            GuestChecks.expect("a writes when fenced", false, canWrite(disk.nodeA()));
            GuestChecks.expect("b writes", true, canWrite(disk.nodeB()));
        }
    }

    /** The same disk without a helper: what is there, a refusal, and all of it removed. */
    void withoutHelper() throws IOException {
        try (ScsiDevice a = ScsiDevice.open(disk.nodeA());
                ScsiDevice b = ScsiDevice.open(disk.genericB())) {
            GuestChecks.expect(
                    "the keys",
                    List.of(B),
                    b.execute(PrQuery.READ_KEYS).data(ReadKeysData.class).keys());
            GuestChecks.expect(
                    "a reserves",
                    CONFLICT,
                    a.execute(new PrOutCommand.Reserve(A, TYPE)).toString());
            GuestChecks.expect(
                    "b clears", GOOD, b.execute(new PrOutCommand.Clear(B)).toString());
        }
        disk(disk.nodeB(), List.of(), List.of());
    }

    private static void send(HelperClient client, OwnedFd node, PrCommand command, String expected) throws IOException {
        GuestChecks.expect(
                command.toString(), expected, client.execute(node.fd(), command).toString());
    }

    /** What there is on the disk, as sg_persist sees it through a node. */
    private static void disk(Path node, List<String> keys, List<String> holder) throws IOException {
        GuestChecks.expect("the keys", keys, keysOf("--read-keys", node));
        GuestChecks.expect("the holder", holder, keysOf("--read-reservation", node));
    }

    private static List<String> keysOf(String what, Path node) throws IOException {
        return GuestCommand.run("sg_persist", "--no-inquiry", "--in", what, node.toString())
                .succeeded()
                .lines()
                .stream()
                .map(KEY::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .sorted()
                .toList();
    }

    private static boolean canWrite(Path node) throws IOException {
        return GuestCommand.run("dd", "if=/dev/zero", "of=" + node, "bs=512", "count=1", "oflag=direct", "conv=notrunc")
                        .status()
                == 0;
    }
}
