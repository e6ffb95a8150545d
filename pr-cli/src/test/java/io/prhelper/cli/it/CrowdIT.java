// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.raw.RawConnection;
import io.prhelper.ffm.raw.RawConnection.Input;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More clients than there are descriptors for, and what another process of the same user can do to a JVM. */
class CrowdIT {
    private static final int CROWD = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What a helper that spins would take of two seconds, and one that has nothing to do would not, in ticks of 10 ms. */
    private static final long BUSY = 100;

    @TempDir
    private Path folder;

    @Test
    void atTheLimitOfDescriptorsItTurnsClientsAwayServesTheOthersAndRests() throws Exception {
        List<RawConnection> crowd = new ArrayList<>();
        try (Running helper = Running.in("ulimit -n 256;", Map.of(), socket(), "--max-per-peer=1024");
                HelperClient inside = HelperClient.connect(socket())) {
            int turnedAway = 0;
            for (int i = 0; i < CROWD; i++) {
                RawConnection client = RawConnection.connect(socket(), PATIENCE);
                crowd.add(client);
                if (!(client.receive(4) instanceof Input.Bytes)) {
                    turnedAway++;
                }
            }
            assertThat(turnedAway).isBetween(CROWD - 256, CROWD - 1);
            long before = ticks(helper);
            TimeUnit.SECONDS.sleep(2);
            assertThat(ticks(helper) - before).as("ticks of CPU in two seconds").isLessThan(BUSY);
            assertThat(inside.offered()).isZero();
            crowd.forEach(RawConnection::close);
            crowd.clear();
            awaitRoom();
            assertThat(helper.signal("TERM")).isZero();
        } finally {
            crowd.forEach(RawConnection::close);
        }
    }

    /** The server hears of the crowd's end a little later than we do. */
    private void awaitRoom() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (HelperClient late = HelperClient.connect(socket())) {
                assertThat(late.offered()).isZero();
                return;
            } catch (IOException turnedAway) {
                assertThat(System.nanoTime() - end).isNegative();
            }
        }
    }

    /** User and system time: the 12th and 13th field after the name. */
    private static long ticks(Running helper) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + helper.process().pid() + "/stat"), StandardCharsets.UTF_8);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    @Test
    void noAgentCanBeLoadedIntoItAndItKeepsNoFileOfItsCounters() throws Exception {
        try (Running helper = Running.on(socket())) {
            long pid = helper.process().pid();
            Path temporary = Path.of("/tmp");
            try (var files = Files.newDirectoryStream(temporary, "hsperfdata_*")) {
                for (Path user : files) {
                    assertThat(user.resolve(Long.toString(pid))).doesNotExist();
                }
            }
            // Who attaches leaves this file and sends SIGQUIT; a JVM that lets him makes a socket then. One that was
            // killed has left its
            // own, perhaps with this number.
            Path attached = temporary.resolve(".java_pid" + pid);
            Object before = identity(attached);
            Path wish = Files.createFile(temporary.resolve(".attach_pid" + pid));
            try {
                new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
                try (HelperClient client = HelperClient.connect(socket())) {
                    assertThat(client.offered()).isZero();
                }
                TimeUnit.MILLISECONDS.sleep(500);
                assertThat(identity(attached)).isEqualTo(before);
            } finally {
                Files.delete(wish);
            }
            assertThat(helper.signal("TERM")).isZero();
        }
    }

    /** Which file that is, or that there is none. */
    private static Object identity(Path file) throws IOException {
        return Files.exists(file)
                ? Objects.requireNonNull(
                        Files.readAttributes(file, BasicFileAttributes.class).fileKey())
                : "none";
    }

    private Path socket() {
        return folder.resolve("s");
    }
}
