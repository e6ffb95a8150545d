// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.ffm.OwnedFd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** SIGTERM, whatever is going on. */
final class Stop implements Load.Run {
    private static final int ROUNDS = 3;
    private static final int CREW = 6;
    private static final int STARTS = 20;
    private static final double MOST_SECONDS = 5;

    /** What a timer and a busy machine may add to that. */
    private static final double GRACE_SECONDS = 1;

    Stop() {}

    @Override
    public void run(Site site) throws IOException, InterruptedException {
        for (long round = site.number("rounds", ROUNDS); round > 0; round--) {
            stuckIoctls(site);
            stuckCloses(site);
            underLoad(site);
        }
        whileStarting(site);
    }

    private static void stuckIoctls(Site site) throws IOException, InterruptedException {
        try (Pests pests = Pests.start(site, site.ours(), new Pests.Plan(10, 6, 64, 0))) {
            System.out.println("SIGTERM with " + pests.description());
            require(pests);
            tell("  the process has ended after", term(pests.helper(), site, true));
        }
    }

    /**
     * No process in the world ends before its closes do: its threads are gone but those, its socket is removed, and when they go on it
     * is over.
     */
    private static void stuckCloses(Site site) throws IOException, InterruptedException {
        try (Pests pests = Pests.start(site, site.ours(), new Pests.Plan(10, 6, 20, 10))) {
            System.out.println("SIGTERM with " + pests.description());
            require(pests);
            Watched helper = pests.helper();
            tell("  socket removed, and all threads gone but the stuck ones, after", term(helper, site, false));
            long began = System.nanoTime();
            pests.releaseCloses();
            if (!helper.process().waitFor(5, TimeUnit.SECONDS)) {
                throw new IOException("the helper has not ended although nothing is stuck any more");
            }
            tell("  after the end of the closes the process has ended within", seconds(began));
        }
    }

    private static void require(Pests pests) throws IOException {
        if (!pests.isAsPlanned()) {
            throw new IOException("not all of them are stuck: " + pests.description());
        }
    }

    private static void underLoad(Site site) throws IOException, InterruptedException {
        try (Watched helper = Watched.ours(site);
                OwnedFd device = OwnedFd.open(site.device(), true)) {
            Crew crew = Crew.start(CREW, _ -> ask(helper.socket(), device));
            TimeUnit.MILLISECONDS.sleep(500);
            System.out.println("SIGTERM with " + CREW + " busy clients");
            tell("  the process has ended after", term(helper, site, true));
            crew.join();
        }
    }

    /** Until nobody answers. */
    private static void ask(Path socket, OwnedFd device) {
        try (Client client = Client.greeted(socket, java.time.Duration.ofSeconds(5))) {
            while (client.ask(Client.READ_KEYS, Mistakes.NOTHING, device.fd()) != null) {
                // Again.
            }
        } catch (IOException closed) {
            // That is what was to come.
        }
    }

    private static void whileStarting(Site site) throws IOException, InterruptedException {
        double longest = 0;
        for (int i = 0; i < STARTS; i++) {
            Process process = new ProcessBuilder(site.ours().on(site.socket()))
                    .redirectErrorStream(true)
                    .redirectOutput(site.work().resolve("errors").toFile())
                    .start();
            TimeUnit.MILLISECONDS.sleep(20L * i);
            long began = System.nanoTime();
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("SIGTERM " + 20 * i + " ms after the start did not end it");
            }
            longest = Math.max(longest, seconds(began));
            Files.deleteIfExists(site.socket());
        }
        tell("SIGTERM at " + STARTS + " moments of the start: ended after at most", longest);
    }

    private static double term(Watched helper, Site site, boolean wholly) throws IOException, InterruptedException {
        long began = System.nanoTime();
        helper.process().destroy();
        while (!(wholly ? !helper.process().isAlive() : isZombie(helper) && Files.notExists(site.socket()))) {
            if (seconds(began) > MOST_SECONDS + GRACE_SECONDS) {
                throw new IOException("it has not ended within " + MOST_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        double time = seconds(began);
        if (Files.exists(site.socket())) {
            throw new IOException("its socket is left");
        }
        return time;
    }

    private static boolean isZombie(Watched helper) throws IOException {
        return Files.readString(Path.of("/proc/" + helper.pid() + "/status")).contains("State:\tZ");
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static void tell(String what, double seconds) {
        System.out.printf(
                Locale.ROOT,
                "%s %.2f s%s%n",
                what,
                seconds,
                seconds <= MOST_SECONDS ? "" : " (MISSED: " + MOST_SECONDS + " s)");
    }
}
