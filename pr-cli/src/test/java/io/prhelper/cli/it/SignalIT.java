// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.guard.Await;
import java.io.IOException;
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
    @TempDir
    private Path folder;

    /**
     * A signal kills the launcher, as it kills any program; from then on it waits until the helper takes it, which ends with the same
     * status where it did not begin anything yet, else with success. Nothing is said in any moment, and nothing is left.
     */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    @Timeout(300)
    void aSignalDuringTheStartEndsItAndLeavesNothing(String signal) throws Exception {
        for (int delay = 0; delay < 150; delay += 10) {
            endsWithinTheStart(start(), signal, delay);
        }
    }

    /** The launcher's shell may be another one: bash alone goes on where a program that it waits for survives SIGINT. */
    @Test
    @Timeout(300)
    void aSignalToALauncherThatBashRunsEndsItToo() throws Exception {
        for (int delay = 0; delay < 60; delay += 2) {
            Process helper = start("bash", Installed.OURS.path().toString());
            endsWithinTheStart(helper, "INT", delay);
        }
    }

    private void endsWithinTheStart(Process helper, String signal, int delay) throws Exception {
        boolean served = awaitSocket(helper, delay);
        kill(signal, helper.pid());
        int status = helper.waitFor();
        assertThat(helper.getInputStream().readAllBytes()).isEmpty();
        assertThat(helper.getErrorStream()).hasContent("");
        if (served) {
            assertThat(status).isZero();
        } else {
            assertThat(status).isIn(0, 128 + number(signal));
        }
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalThatMeetsAServingHelperIsASuccess(String signal) throws Exception {
        Process helper = start();
        assertThat(awaitSocket(helper, Integer.MAX_VALUE)).isTrue();
        kill(signal, helper.pid());
        assertThat(helper.waitFor()).isZero();
        assertThat(helper.getErrorStream().readAllBytes()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalUnderLoadEndsIt(String signal) throws Exception {
        List<Thread> clients = new ArrayList<>();
        AtomicLong answers = new AtomicLong();
        try (Running helper = Running.on(socket())) {
            for (int i = 0; i < 8; i++) {
                clients.add(Thread.ofPlatform().start(() -> load(answers)));
            }
            while (answers.get() < 2000) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            assertThat(helper.signal(signal)).isZero();
        }
        for (Thread client : clients) {
            client.join();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aSignalToADaemonUnderLoadEndsIt() throws Exception {
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
        daemon.onExit().join();
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

    private Process start() throws IOException {
        return start(Installed.OURS.path().toString());
    }

    private Process start(String... helper) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal"));
        command.addAll(List.of(helper));
        command.addAll(List.of("-k", socket().toString()));
        return new ProcessBuilder(command).start();
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
        endsWith(signal, Installed.OURS.path());
    }

    /** A path with a = in it is none to env(1): then the JVM begins anew, as it does where env can not block signals. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aHelperThatTheLauncherCouldNotStartWithBlockedSignalsBeginsAnew(String signal, @TempDir Path elsewhere)
            throws Exception {
        Path link = elsewhere.resolve("a=b");
        Files.createSymbolicLink(link, Installed.OURS.path().resolve("../..").normalize());
        endsWith(signal, link.resolve("bin/qemu-pr-helper"));
    }

    private void endsWith(String signal, Path command) throws Exception {
        Process helper = new ProcessBuilder(
                        "sh",
                        "-c",
                        "trap '' TERM INT HUP; exec \"$0\" -k \"$1\" -f \"$2\"",
                        command.toString(),
                        socket().toString(),
                        folder.resolve("pid").toString())
                .start();
        assertThat(awaitSocket(helper, 10_000)).isTrue();
        Path pid = folder.resolve("pid");
        Await.until("the pid file is written", () -> Files.exists(pid) && Files.size(pid) > 0);
        // The same process under its own name, whoever it was before.
        assertThat(Files.readString(pid)).isEqualTo(helper.pid() + "\n");
        assertThat(Files.readString(Path.of("/proc/" + helper.pid() + "/comm"))).isEqualTo("qemu-pr-helper\n");
        kill(signal, helper.pid());
        assertThat(helper.waitFor()).isZero();
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
