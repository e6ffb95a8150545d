// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.guard.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals at any time: during the start, in the background, under load. */
@Timeout(120)
class SignalIT {
    private static final int PATIENCE_SECONDS = 5;

    private static final String FAILED = "Error occurred during initialization of VM";

    /**
     * How the lines begin that JDKs write where a signal comes between two phases of their initialization: the first up to JDK 25, the
     * others from 17 to 28 at least. {@code findings/jvm-start-signal.sh} shows it without a helper.
     */
    private static final List<String> STUMBLES = List.of(
            "Runtime.exit(",
            FAILED,
            "java.lang.InternalError: Bad level: 2",
            "java.lang.InternalError: Bad level: 3",
            "java.lang.InternalError: Bad level: 4",
            "\tat jdk.internal.misc.VM.initLevel(",
            "\tat java.lang.System.initPhase2(",
            "\tat java.lang.System.initPhase3(");

    @TempDir
    private Path folder;

    /**
     * A signal kills the JVM, as it kills any program, until it has taken signals over; then the JVM ends with the same status; once the
     * helper has taken them over the end is a success. In between the JVM itself stumbles in its start.
     */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalDuringTheStartEndsItAndLeavesNothing(String signal) throws Exception {
        for (int delay = 0; delay < 150; delay += 10) {
            Process helper = start();
            boolean served = awaitSocket(helper, delay);
            kill(signal, helper.pid());
            assertThat(helper.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(helper.getInputStream().readAllBytes()).isEmpty();
            String said = new String(helper.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (served) {
                assertThat(helper.exitValue()).isZero();
                assertThat(said).isEmpty();
            } else {
                assertThat(helper.exitValue()).isIn(statuses(signal, said));
            }
            assertThat(folder).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalThatMeetsAServingHelperIsASuccess(String signal) throws Exception {
        Process helper = start();
        assertThat(awaitSocket(helper, Integer.MAX_VALUE)).isTrue();
        kill(signal, helper.pid());
        assertThat(helper.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(helper.exitValue()).isZero();
        assertThat(helper.getErrorStream().readAllBytes()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalUnderLoadEndsItInTime(String signal) throws Exception {
        List<Thread> clients = new ArrayList<>();
        AtomicLong answers = new AtomicLong();
        try (Running helper = Running.on(socket())) {
            for (int i = 0; i < 8; i++) {
                clients.add(Thread.ofPlatform().start(() -> load(answers)));
            }
            while (answers.get() < 2000) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            long began = System.nanoTime();
            assertThat(helper.signal(signal)).isZero();
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
        }
        for (Thread client : clients) {
            client.join();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aSignalToADaemonUnderLoadEndsItInTime() throws Exception {
        Path pidFile = folder.resolve("p");
        AtomicLong answers = new AtomicLong();
        assertThat(Installed.OURS
                        .run("-d", "-k", socket().toString(), "-f", pidFile.toString())
                        .status())
                .isZero();
        ProcessHandle daemon = ProcessHandle.of(
                        Long.parseLong(Files.readString(pidFile).strip()))
                .orElseThrow();
        Thread client = Thread.ofPlatform().start(() -> load(answers));
        while (answers.get() < 500) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        daemon.destroy();
        daemon.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        client.join();
        assertThat(folder).isEmptyDirectory();
    }

    /** Asks and asks until the helper is gone. */
    private void load(AtomicLong answers) {
        try (OwnedFd file = OwnedFd.inMemory("no disk");
                HelperClient client = HelperClient.connect(socket())) {
            while (true) {
                client.execute(file.fd(), new PrInCommand(PrInAction.READ_KEYS, 8));
                answers.incrementAndGet();
            }
        } catch (IOException gone) {
            // So it should be.
            answers.incrementAndGet();
        }
    }

    /** With what the helper may end that said something and did not serve yet. */
    private static List<Integer> statuses(String signal, String said) {
        for (String line : said.lines().filter(line -> !line.isEmpty()).toList()) {
            // The end of the process may cut the last one short.
            assertThat(STUMBLES).as("%s", said).anyMatch(known -> line.startsWith(known) || known.startsWith(line));
        }
        int killed = 128 + number(signal);
        return said.contains(FAILED) ? List.of(1, killed) : List.of(0, killed);
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        "env", "--default-signal", Installed.OURS.path().toString(), "-k", socket().toString())
                .start();
    }

    /** True if the socket was there before the time was over. */
    private boolean awaitSocket(Process helper, int millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end && helper.isAlive()) {
            if (Files.exists(socket())) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return false;
    }

    /** As nohup does, a script for what runs in its background, and {@code trap ''}: it is ended by them as by any. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalThatWasIgnoredWhenItWasStartedIsASuccessToo(String signal) throws Exception {
        String command = Installed.OURS.path().toString();
        Process helper = new ProcessBuilder(
                        "sh",
                        "-c",
                        "trap '' TERM INT HUP; exec \"$0\" -k \"$1\" -f \"$2\"",
                        command,
                        socket().toString(),
                        folder.resolve("pid").toString())
                .start();
        assertThat(awaitSocket(helper, 10_000)).isTrue();
        Path pid = folder.resolve("pid");
        Await.until("the pid file is written", () -> Files.exists(pid) && Files.size(pid) > 0);
        // It was begun twice, and is the same process under its own name.
        assertThat(Files.readString(pid)).isEqualTo(helper.pid() + "\n");
        assertThat(Files.readString(Path.of("/proc/" + helper.pid() + "/comm"))).isEqualTo("qemu-pr-helper\n");
        kill(signal, helper.pid());
        assertThat(helper.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(helper.exitValue()).isZero();
        assertThat(helper.getInputStream().readAllBytes()).isEmpty();
        assertThat(helper.getErrorStream().readAllBytes()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    private static int number(String signal) {
        return switch (signal) {
            case "TERM" -> 15;
            case "INT" -> 2;
            default -> 1;
        };
    }

    private static void kill(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    }

    private Path socket() {
        return folder.resolve("s");
    }
}
