// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.ReconnectingClient;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Kills the helper and starts it again under clients that do as QEMU does. What was in flight fails, which is all that anybody can say of
 * it; no other command may.
 */
final class Restart implements Load.Run {
    private static final long ROUNDS = 10;
    private static final int CLIENTS = 4;

    /**
     * What failed only after so long was not in flight, and had nobody to go to: the client pauses before each attempt, but for the one that
     * finds its connection gone.
     */
    private static final long WAITED_NANOS = ReconnectingClient.PAUSE
            .multipliedBy(ReconnectingClient.ATTEMPTS - 1)
            .toNanos();

    Restart() {}

    @Override
    public void run(Site site) throws IOException, InterruptedException {
        long rounds = site.number("rounds", ROUNDS);
        idle(site, rounds);
        busy(site, rounds);
    }

    /** Killed between two requests: nobody sees anything. */
    private static void idle(Site site, long rounds) throws IOException, InterruptedException {
        Watched helper = Watched.ours(site);
        try (OwnedFd device = OwnedFd.open(site.device(), true);
                ReconnectingClient client = ReconnectingClient.connect(site.socket())) {
            Sense wanted = sense(client, device);
            for (long round = 0; round <= rounds; round++) {
                for (int i = 0; i < 10; i++) {
                    Sense sense = sense(client, device);
                    if (!wanted.equals(sense)) {
                        throw new IOException("after " + round + " restarts a command ended with sense " + sense);
                    }
                }
                helper = again(helper, site);
            }
        } finally {
            helper.close();
        }
        System.out.println(
                "kill -9 between two requests and a new start, " + rounds + " times: not seen by the client");
    }

    /** Killed at any moment: only what was in flight fails. */
    private static void busy(Site site, long rounds) throws IOException, InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong answered = new AtomicLong();
        AtomicLong inFlight = new AtomicLong();
        AtomicLong waited = new AtomicLong();
        Watched helper = Watched.ours(site);
        try (OwnedFd device = OwnedFd.open(site.device(), true)) {
            Crew crew = Crew.start(CLIENTS, _ -> {
                try (ReconnectingClient client = ReconnectingClient.connect(site.socket())) {
                    Sense wanted = sense(client, device);
                    while (!over.get()) {
                        long began = System.nanoTime();
                        Sense sense = sense(client, device);
                        if (Sense.COMMUNICATION_FAILURE.equals(sense)) {
                            (System.nanoTime() - began < WAITED_NANOS ? inFlight : waited).incrementAndGet();
                        } else if (wanted.equals(sense)) {
                            answered.incrementAndGet();
                        } else {
                            throw new IOException("sense " + sense);
                        }
                    }
                }
            });
            for (long round = 0; round < rounds; round++) {
                TimeUnit.MILLISECONDS.sleep(300);
                helper = again(helper, site);
            }
            TimeUnit.MILLISECONDS.sleep(1500);
            over.set(true);
            crew.join();
        } finally {
            helper.close();
        }
        System.out.println("kill -9 with " + CLIENTS + " busy clients and a new start, " + rounds + " times: "
                + answered.get() + " commands answered, " + inFlight.get() + " were in flight and failed with "
                + Sense.COMMUNICATION_FAILURE + " (one for each client and restart at most), " + waited.get()
                + " found no helper in all attempts");
        if (inFlight.get() > rounds * CLIENTS) {
            throw new IOException("commands failed that were not in flight");
        }
    }

    private static Sense sense(ReconnectingClient client, OwnedFd device) throws IOException {
        ScsiExchange exchange = client.execute(device.fd(), Client.READ_KEYS, Mistakes.NOTHING);
        if (exchange.status() != ScsiStatus.CHECK_CONDITION.code()) {
            throw new IOException("status " + ScsiStatus.describe(exchange.status()));
        }
        return Sense.parse(exchange.copySense());
    }

    private static Watched again(Watched killed, Site site) throws IOException, InterruptedException {
        killed.process().destroyForcibly().waitFor();
        return Watched.ours(site);
    }
}
