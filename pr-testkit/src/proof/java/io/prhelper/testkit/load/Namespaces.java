// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.testkit.bench.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What processes get that want more places than a process may have, while the helper is in a PID namespace of its own, so that all of them are
 * process 0 to it: on this kernel, and as on one before 6.5, where it can count them by user only and says so.
 */
final class Namespaces implements Load.Run {
    private static final String SO_PEERPIDFD = "77";
    private static final String USER = "60000";
    private static final int PROCESSES = 3;
    private static final int WANTED = 6;
    private static final int ALLOWED = 4;
    private static final List<String> OTHER_NAMESPACE =
            List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");

    Namespaces() {}

    @Override
    public void run(Site site) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(site.work(), PosixFilePermissions.fromString("rwx--x--x"));
        Program ours = site.ours().with("-v", "--socket-mode", "0666");
        // The last of two counts.
        Program few = new Program(ours.name(), limited(ours.command()));
        run(site, "on this kernel", few, ALLOWED);
        run(site, "as before Linux 6.5", few.under(site.tool("without_option"), SO_PEERPIDFD), WANTED);
    }

    private static List<String> limited(List<String> command) {
        List<String> words = new ArrayList<>(command);
        words.set(words.indexOf("--max-per-peer") + 1, Integer.toString(ALLOWED));
        return words;
    }

    private static void run(Site site, String where, Program program, int places)
            throws IOException, InterruptedException {
        List<Tool> processes = new ArrayList<>();
        try (OwnedFd device = OwnedFd.open(site.device(), true);
                Watched helper = Watched.start(program.under(OTHER_NAMESPACE.toArray(new String[0])), site)) {
            List<String> got = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(Tool.start(List.of(
                        site.tool("turned_away"), helper.socket().toString(), USER, Integer.toString(WANTED), "0")));
                got.add(processes.getLast().line());
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d processes want %d places each and have %s%n",
                    where,
                    PROCESSES,
                    WANTED,
                    String.join("; ", got));
            long requests = GoodClient.requests(site);
            Times times = GoodClient.ask(helper.socket(), device, requests, Stuck.PATIENCE);
            System.out.printf(
                    Locale.ROOT, "  good client: %d of %d requests answered; %s%n", times.count(), requests, times);
            GoodClient.requireServed(times, requests);
            boolean byUser = Files.readString(site.work().resolve("errors")).contains("counted by user");
            if (byUser != places > ALLOWED || !got.stream().allMatch(line -> line.equals(places + " places, sent 0"))) {
                throw new IOException("each was to have " + places + " places" + (byUser ? "" : ", and it was to be told"));
            }
            helper.assertSound();
            // unshare(1) ends with its child, and with no signal but SIGKILL.
            helper.process().descendants().forEach(ProcessHandle::destroy);
            helper.process().waitFor(10, TimeUnit.SECONDS);
        } finally {
            processes.forEach(Tool::close);
        }
    }
}
