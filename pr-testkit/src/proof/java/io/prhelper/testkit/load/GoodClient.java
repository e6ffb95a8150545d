// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.ffm.OwnedFd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A client that keeps the rules, beside whatever holds the helper up: all of its requests are to be answered. */
final class GoodClient {
    private static final long REQUESTS = 10_000;

    private GoodClient() {}

    /** How many requests it makes. */
    static long requests(Site site) {
        return site.number("requests", REQUESTS);
    }

    /**
     * Asks until there are so many answers, or one does not come.
     *
     * @param patience longer than any helper needs that is not stuck
     */
    static Times ask(Path socket, OwnedFd device, long requests, Duration patience) {
        Times times = new Times();
        try (Client client = Client.greeted(socket, patience)) {
            for (long i = 0; i < requests; i++) {
                long began = System.nanoTime();
                if (client.ask(Client.READ_KEYS, Mistakes.NOTHING, device.fd()) == null) {
                    break;
                }
                times.add(System.nanoTime() - began);
            }
        } catch (IOException notServed) {
            System.out.println("  " + notServed.getMessage());
        }
        return times;
    }

    /**
     * Looks whether all was answered.
     *
     * @throws IOException if not
     */
    static void requireServed(Times times, long requests) throws IOException {
        if (times.count() < requests) {
            throw new IOException("a client that keeps the rules was not served: " + times.count() + " of " + requests
                    + " requests were answered");
        }
    }
}
