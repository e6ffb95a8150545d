// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts at every limit of tasks: it serves and ends on SIGTERM with 0, or says why it does not, with another status. */
final class Tasks implements Load.Run {
    /** Below, the JVM itself can hardly write why. */
    private static final int FEWEST = 8;

    private static final int MOST = 40;

    /** An unused user with one capability, as the unit has it: root's threads are not limited. */
    private static final List<String> AS_USER = List.of(
            "setpriv",
            "--reuid=61234",
            "--regid=61234",
            "--clear-groups",
            "--inh-caps=-all,+sys_rawio",
            "--ambient-caps=-all,+sys_rawio",
            "--bounding-set=-all,+sys_rawio",
            "prlimit");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    Tasks() {}

    @Override
    public void run(Site site) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("pr-tasks");
        Path distribution = folder.resolve("dist");
        try {
            Tool.run("cp", "-r", site.distribution().toString(), distribution.toString());
            Tool.run("chmod", "-R", "a+rX", folder.toString());
            Path sockets = Files.createDirectory(folder.resolve("s"));
            Files.setAttribute(sockets, "unix:mode", 0_777);
            int served = 0;
            int tries = 0;
            for (int limit = FEWEST; limit <= MOST; limit += (int) site.number("rounds", 1)) {
                tries++;
                served += serves(limit, distribution, sockets) ? 1 : 0;
            }
            System.out.println(tries + " limits from " + FEWEST + " to " + MOST + " tasks: " + served
                    + " times served and ended with 0 on SIGTERM, else ended with a sentence and another status");
            if (served == 0 || served == tries) {
                throw new IOException("the limits make no difference");
            }
        } finally {
            Tool.run("rm", "-rf", folder.toString());
        }
    }

    private static boolean serves(int limit, Path distribution, Path sockets) throws IOException, InterruptedException {
        Path socket = sockets.resolve("socket");
        List<String> command = new ArrayList<>(AS_USER);
        command.addAll(List.of(
                "--nproc=" + limit, distribution.resolve("bin/qemu-pr-helper").toString(), "-k", socket.toString()));
        Process helper = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            boolean greets = greets(helper, socket);
            // The process that started may have ended by itself meanwhile: then it does not hear this.
            // Process.destroy() would close what it says.
            helper.toHandle().destroy();
            if (!helper.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("at " + limit + " tasks SIGTERM does not end it");
            }
            String said = new String(helper.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = helper.exitValue();
            if (Files.exists(socket)) {
                throw new IOException("at " + limit + " tasks its socket is left");
            }
            if (greets ? status != 0 : status == 0 || said.isEmpty() || said.contains("\tat io.prhelper")) {
                throw new IOException("at " + limit + " tasks it " + (greets ? "served" : "did not serve")
                        + ", and ended with " + status + ": " + said);
            }
            return greets;
        } finally {
            helper.destroyForcibly();
        }
    }

    /** Whether it serves before it ends. */
    private static boolean greets(Process helper, Path socket) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (helper.isAlive() && System.nanoTime() - end < 0) {
            if (Files.exists(socket)) {
                try (Client _ = Client.greeted(socket, PATIENCE)) {
                    return true;
                } catch (IOException ending) {
                    // It has made its socket and has no thread to serve with: it ends.
                }
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return false;
    }
}
