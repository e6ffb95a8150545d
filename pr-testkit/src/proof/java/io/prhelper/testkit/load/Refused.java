// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.testkit.bench.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;

/**
 * What a good client gets while another user, over its limit, holds up the close of each connection that is turned away (the program
 * {@code turned_away}): on this kernel, and as on one before 6.16, where nothing keeps him from sending descriptors.
 */
final class Refused implements Load.Run {
    private static final String SO_PASSRIGHTS = "83";
    private static final String USER = "60000";
    private static final int PLACES = 8;
    private static final long CLOSES = 200;
    private static final int SYS_CLOSE = 3;

    /** Closes of one user's that the helper gives threads to. */
    private static final int IN_THREADS = 4;

    Refused() {}

    @Override
    public void run(Site site) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(site.work(), PosixFilePermissions.fromString("rwx--x--x"));
        Program ours = site.ours().with("--socket-mode", "0666", "--max-per-user", Integer.toString(PLACES));
        run(site, "on this kernel", ours, 0);
        run(
                site,
                "as before Linux 6.16",
                ours.under(site.tool("without_option"), SO_PASSRIGHTS),
                site.number("closes", CLOSES));
    }

    /** {@code least} is how many closes must be held up. */
    private static void run(Site site, String where, Program program, long least)
            throws IOException, InterruptedException {
        long wanted = site.number("closes", CLOSES);
        try (OwnedFd device = OwnedFd.open(site.device(), true);
                Watched helper = Watched.start(program, site)) {
            long before = helper.idleDescriptors();
            try (Tool attack = Tool.start(List.of(
                    site.tool("turned_away"),
                    helper.socket().toString(),
                    USER,
                    Integer.toString(PLACES),
                    Long.toString(wanted)))) {
                String sent = attack.line();
                System.out.printf(Locale.ROOT, "%s: of %d descriptors that linger: %s%n", where, wanted, sent);
                long requests = GoodClient.requests(site);
                Times times = GoodClient.ask(helper.socket(), device, requests, Stuck.PATIENCE);
                long closes = helper.threadsIn(SYS_CLOSE);
                long parked = helper.idleDescriptors() - before - PLACES;
                System.out.printf(
                        Locale.ROOT,
                        "  good client: %d of %d requests answered; %s%n  %d closes held up, %d of them in threads%n",
                        times.count(),
                        requests,
                        times,
                        closes + parked,
                        closes);
                GoodClient.requireServed(times, requests);
                if (closes > IN_THREADS || closes + parked < least) {
                    throw new IOException(
                            "at most " + IN_THREADS + " threads, and " + least + " closes, were to be held up");
                }
                helper.assertSound();
            }
            long left = helper.awaitDescriptors(before);
            if (left > before) {
                throw new IOException("descriptors are left open: " + before + " before, " + left + " after");
            }
        }
    }
}
