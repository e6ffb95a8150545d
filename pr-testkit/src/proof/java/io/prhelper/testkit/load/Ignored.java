// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.ffm.OwnedFd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Signals that whoever started the helper ignores, as a script does for what runs in its background. */
final class Ignored implements Load.Run {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    Ignored() {}

    @Override
    public void run(Site site) throws IOException, InterruptedException {
        for (String signal : List.of("TERM", "INT", "HUP")) {
            Process helper = new ProcessBuilder(
                            "sh",
                            "-c",
                            "trap '' TERM INT HUP; exec \"$0\" -k \"$1\"",
                            site.distribution().resolve("bin/qemu-pr-helper").toString(),
                            site.socket().toString())
                    .inheritIO()
                    .start();
            try {
                serve(helper, site);
                Tool.run("kill", "-" + signal, Long.toString(helper.pid()));
                if (!helper.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || helper.exitValue() != 0) {
                    throw new IOException("SIG" + signal + " does not end it with 0");
                }
                if (Files.exists(site.socket())) {
                    throw new IOException("its socket is left");
                }
            } finally {
                helper.destroyForcibly();
            }
        }
    }

    private static void serve(Process helper, Site site) throws IOException, InterruptedException {
        Path socket = site.socket();
        while (Files.notExists(socket)) {
            if (!helper.isAlive()) {
                throw new IOException("the helper has ended with status " + helper.exitValue());
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        long requests = GoodClient.requests(site);
        Times times;
        try (OwnedFd device = OwnedFd.open(site.device(), true)) {
            times = GoodClient.ask(socket, device, requests, PATIENCE);
        }
        GoodClient.requireServed(times, requests);
        System.out.println("started with SIGTERM, SIGINT and SIGHUP ignored: " + requests + " requests answered, " + times);
    }
}
