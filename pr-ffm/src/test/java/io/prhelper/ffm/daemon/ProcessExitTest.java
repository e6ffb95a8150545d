// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.ChildJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
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
            child.signal(signal);
            assertThat(child.lines()).containsExactly("woken on main");
            assertThat(child.status()).isZero();
        }
    }

    @Test
    void aSignalDuringStartUpIsNotLost() throws IOException, InterruptedException {
        try (ChildJvm child = ChildJvm.start(true, Program.class, "late")) {
            assertThat(child.line()).isEqualTo("up");
            child.signal("TERM");
            assertThat(child.lines()).containsExactly("woken on main");
            assertThat(child.status()).isZero();
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

    /** The end has begun when the signals are to be taken over: it goes its way, and the thread that starts no further. */
    @Test
    void anEndThatHasBegunIsWaitedFor() throws IOException, InterruptedException {
        try (ChildJvm child = ChildJvm.start(true, Ending.class)) {
            assertThat(child.lines()).containsExactly("waits");
            assertThat(child.status()).isEqualTo(128 + 15);
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

        public static void main(String[] arguments) throws InterruptedException {
            ChildJvm.endWithParent();
            if (arguments[0].equals("now")) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("a hook ran")));
                ProcessExit.now(3);
            }
            ProcessExit exit = ProcessExit.onSignals(Duration.ofMillis(300));
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

    /** Ends as by a signal, which came before the signals were taken over; its end waits for the main thread to wait. */
    static final class Ending {
        private Ending() {}

        public static void main(String[] arguments) throws InterruptedException {
            ChildJvm.endWithParent();
            Thread starting = Thread.currentThread();
            CountDownLatch begun = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                begun.countDown();
                while (starting.isAlive() && !isWaitingForASignal(starting)) {
                    Thread.onSpinWait();
                }
                System.out.println(starting.isAlive() ? "waits" : "died");
            }));
            Thread.ofPlatform().start(() -> Runtime.getRuntime().exit(128 + 15));
            begun.await();
            ProcessExit.onSignals();
            System.out.println("went on");
        }

        private static boolean isWaitingForASignal(Thread thread) {
            return thread.getState() == Thread.State.WAITING
                    && Arrays.stream(thread.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().equals(ProcessExit.class.getName()));
        }
    }
}
