// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.ChildJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProcessExitTest {
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalWakesTheWaitingThreadWhichEndsTheProcess(String signal) throws IOException, InterruptedException {
        try (ChildJvm child = ChildJvm.start(true, Program.class, "wait")) {
            assertThat(child.line()).isEqualTo("up");
            assertWokenBy(child, signal);
        }
    }

    private static void assertWokenBy(ChildJvm child, String signal) throws IOException, InterruptedException {
        child.signal(signal);
        assertThat(child.lines()).containsExactly("woken on main");
        assertThat(child.status()).isZero();
    }

    @Test
    void aSignalDuringStartUpIsNotLost() throws IOException, InterruptedException {
        try (ChildJvm child = ChildJvm.start(true, Program.class, "late")) {
            assertThat(child.line()).isEqualTo("up");
            assertWokenBy(child, "TERM");
        }
    }

    @Test
    void theProcessEndsWhateverIsStuck() throws IOException, InterruptedException {
        try (ChildJvm child = ChildJvm.start(true, Program.class, "stuck")) {
            assertThat(child.line()).isEqualTo("up");
            child.signal("TERM");
            assertThat(child.status()).isZero();
        }
    }

    /** Blocked and ignored, as the launcher of a background job has it: it is the process's own end all the same. */
    @Test
    void aSignalThatCameBeforeItWasTakenOverEndsTheProcessAsItWouldHave() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--block-signal=HUP,INT,TERM,QUIT,USR1",
                "--ignore-signal=HUP,INT,TERM",
                "sh",
                "-c",
                "kill -TERM $$; exec \"$@\"",
                "sh"));
        List<String> java = ChildJvm.command(List.of("-Xrs"), Program.class, "wait");
        command.addAll(java.subList(java.indexOf("--default-signal") + 1, java.size()));
        try (ChildJvm child = ChildJvm.start(true, command)) {
            assertThat(child.lines()).isEmpty();
            assertThat(child.status()).isEqualTo(128 + 15);
        }
    }

    @Test
    void user1IsAQuestionAndNoEnd() throws IOException, InterruptedException {
        try (ChildJvm child = ChildJvm.start(true, Program.class, "wait")) {
            assertThat(child.line()).isEqualTo("up");
            child.signal("USR1");
            assertThat(child.line()).isEqualTo("asked on pr-signal");
            child.signal("USR1");
            assertThat(child.line()).isEqualTo("asked on pr-signal");
            assertWokenBy(child, "TERM");
        }
    }

    /** Whoever wants to attach to a JVM sends it. */
    @Test
    void quitIsLeftAlone() throws IOException, InterruptedException {
        try (ChildJvm child = ChildJvm.start(true, Program.class, "wait")) {
            assertThat(child.line()).isEqualTo("up");
            child.signal("QUIT");
            assertWokenBy(child, "TERM");
        }
    }

    @Test
    void aJvmThatTakesBlockedSignalsAllTheSameIsNotBegunForEver() throws IOException, InterruptedException {
        try (ChildJvm child =
                ChildJvm.start(true, ChildJvm.command(List.of("-Dio.prhelper.anew"), Program.class, "wait"))) {
            assertThat(child.lines()).first().asString().contains("does not leave SIGTERM blocked");
            assertThat(child.status()).isEqualTo(1);
        }
    }

    @Test
    void theStatusIsTheOneThatWasGiven() throws IOException, InterruptedException {
        try (ChildJvm child = ChildJvm.start(true, Program.class, "now")) {
            assertThat(child.lines()).isEmpty();
            assertThat(child.status()).isEqualTo(3);
        }
    }

    /** What the children run. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            ChildJvm.endWithParent();
            if (arguments[0].equals("now")) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("a hook ran")));
                ProcessExit.now(3);
            }
            ProcessExit exit = ProcessExit.onSignals(
                    () -> System.out.println(
                            "asked on " + Thread.currentThread().getName()),
                    Duration.ofMillis(300));
            System.out.println("up");
            switch (arguments[0]) {
                case "stuck" -> new CountDownLatch(1).await();
                case "late" -> {
                    while (!exit.requested()) {
                        LockSupport.parkNanos(100_000);
                    }
                }
                default -> {}
            }
            exit.await();
            System.out.println("woken on " + Thread.currentThread().getName());
            ProcessExit.now(0);
        }
    }
}
