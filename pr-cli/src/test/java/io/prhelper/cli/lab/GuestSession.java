// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import io.prhelper.testkit.transcript.Conversations;
import io.prhelper.testkit.transcript.Player;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Plays the list of conversations against the reference and against ours, on disks that are new each time, fences for real through ours,
 * and then has both conform. It leaves two transcripts, a list of checks and two lists of results in a folder.
 */
public final class GuestSession {
    static final String REFERENCE = "reference.transcript";
    static final String OURS = "ours.transcript";
    static final String CHECKS = "checks";

    /** Of the workers that a server may have, few are needed for one client at a time. */
    private static final long FEW_WORKERS = 16;

    private final Path folder;

    private GuestSession(Path folder) {
        this.folder = folder;
    }

    /**
     * Runs in the lab.
     *
     * @param arguments the reference's program, our program, and the folder for the results
     */
    public static void main(String[] arguments) throws Exception {
        GuestSession session = new GuestSession(Path.of(arguments[2]));
        // Ours takes longer to start: it does so while the reference is at work.
        try (GuestHelper ours = GuestHelper.start(arguments[1], Path.of("/run/ours.sock"));
                GuestHelper reference = GuestHelper.start(arguments[0], Path.of("/run/reference.sock"))) {
            play(reference, GuestDisk.ofTheLab(), session.folder.resolve(REFERENCE));
            reference.end();
            session.judge(ours, GuestDisk.anew());
        }
        GuestConformance.run(arguments[0], arguments[1], session.folder);
    }

    private void judge(GuestHelper ours, GuestDisk disk) throws IOException {
        ours.socket();
        // What it rehearses with in its first seconds is open till then.
        GuestHelper.await("the end of the rehearsal", () -> ours.threads("pr-rehearsal") == 0);
        List<String> descriptors = ours.descriptors();
        play(ours, disk, folder.resolve(OURS));
        try (GuestChecks checks = GuestChecks.in(folder.resolve(CHECKS))) {
            GuestFencing fencing = new GuestFencing(ours.socket(), disk);
            checks.check("reservations made through the helper are seen without it", fencing::run);
            checks.check("commands reach the disk without a helper", fencing::withoutHelper);
            checks.check(
                    "the helper has the descriptors that it began with",
                    () -> GuestHelper.await(
                            descriptors + " instead of " + ours.descriptors(),
                            () -> ours.descriptors().equals(descriptors)));
            checks.check(
                    "the helper has few threads",
                    () -> GuestChecks.expect("workers", true, ours.threads("pr-worker") <= FEW_WORKERS));
            checks.check("the helper ends with status 0", () -> GuestChecks.expect("status", 0, ours.end()));
        }
    }

    /** All conversations; their transcript goes into that file. */
    static void play(GuestHelper helper, GuestDisk disk, Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file);
                Player player = Player.open(helper.socket(), disk.nodeA(), disk.nodeB())) {
            player.play(Conversations.ALL, line -> write(writer, line));
        }
    }

    private static void write(BufferedWriter writer, String line) {
        try {
            writer.write(line);
            writer.newLine();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
