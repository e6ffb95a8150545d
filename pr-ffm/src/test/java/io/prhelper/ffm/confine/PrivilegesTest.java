// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.Capability;
import io.prhelper.ffm.ChildJvm;
import io.prhelper.ffm.daemon.Privileges;
import io.prhelper.ffm.daemon.ProcessExit;
import io.prhelper.ffm.libc.Abi;
import io.prhelper.ffm.libc.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The drop in real processes, by the kernel's own account of every thread. */
final class PrivilegesTest {
    private static final long RAWIO = 1L << 17;

    @ParameterizedTest
    @CsvSource({"-1, -1, 0, 0", "65534, 65534, 65534, 65534", "65534, -1, 65534, 0"})
    void servingThreadsHoldTheOneCapabilityAndAllOthersNone(int uid, int gid, int user, int group) throws Exception {
        Identity.requireRoot();
        try (ChildJvm child = ChildJvm.start(true, Program.class, Integer.toString(uid), Integer.toString(gid))) {
            assertThat(child.line()).isEqualTo("held [CAP_SYS_RAWIO] lacking []");
            List<ThreadStatus> threads = threads(child.pid());
            List<ThreadStatus> serving =
                    threads.stream().filter(thread -> thread.permitted() != 0).toList();
            assertThat(serving).allSatisfy(thread -> {
                assertThat(thread.isUser(user)).isTrue();
                assertThat(thread.permitted()).isEqualTo(RAWIO);
                assertThat(thread.effective()).isEqualTo(RAWIO);
                assertThat(thread.inheritable() | thread.bounding() | thread.ambient())
                        .isZero();
            });
            assertThat(serving).map(ThreadStatus::name).contains("late", "late-child");
            // JVMs before 27 cut a long name at its end, later ones in its middle. On s390x a virtual thread is a
            // thread without a name.
            boolean carried = Abi.running() != Abi.S390X;
            assertThat(serving).hasSizeGreaterThanOrEqualTo(carried ? 5 : 4);
            assertThat(serving)
                    .map(ThreadStatus::name)
                    .anyMatch(name -> carried ? name.startsWith("ForkJoi") : name.isEmpty());
            assertThat(serving).map(ThreadStatus::name).doesNotContain("early", "Signal Dispatch", "VM Thread");
            assertThat(threads).allSatisfy(thread -> {
                assertThat(thread.isGroup(group)).isTrue();
                assertThat(thread.groups()).isEmpty();
                assertThat(thread.noNewPrivs()).isTrue();
                assertThat(thread.filters()).isTrue();
                assertThat(thread.ambient()).isZero();
                // Nobody but who serves is root, or anybody else whom other processes could be.
                assertThat(thread.permitted() == 0 && thread.isRoot()).isFalse();
            });
        }
    }

    @Test
    void theProcessCanNotBeDebugged() throws Exception {
        Identity.requireRoot();
        try (ChildJvm child = ChildJvm.start(true, Program.class, "65534", "65534")) {
            assertThat(child.line()).startsWith("held");
            // What can be dumped belongs to the user of the process.
            assertThat(Files.getAttribute(Path.of("/proc/" + child.pid() + "/maps"), "unix:uid"))
                    .isEqualTo(0);
        }
    }

    @Test
    void theSignalsThreadWakesTheOneThatMayCleanUp() throws Exception {
        Identity.requireRoot();
        try (ChildJvm child = ChildJvm.start(true, Program.class, "-1", "-1")) {
            assertThat(child.line()).startsWith("held");
            child.signal("TERM");
            assertThat(child.lines()).containsExactly("woken with 20000");
            assertThat(child.status()).isZero();
        }
    }

    @Test
    void anOrdinaryUserServesWithoutCapabilities() throws Exception {
        Identity.requireRoot();
        try (ChildJvm child = ChildJvm.start(true, Program.class, "-1", "-1", "1000")) {
            assertThat(child.line())
                    .isEqualTo("held [] lacking [the bounding set stays as it was: CAP_SETPCAP is missing,"
                            + " CAP_SYS_RAWIO is needed for serving, and the process was started without it]");
        }
    }

    private static List<ThreadStatus> threads(long pid) throws IOException {
        List<ThreadStatus> threads = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks.toList()) {
                threads.add(ThreadStatus.parse(Files.readAllBytes(task.resolve("status"))));
            }
        }
        return threads;
    }

    /** Drops, with threads that were there before, and starts some of each kind. */
    static final class Program {
        private static final CountDownLatch NEVER = new CountDownLatch(1);

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            ChildJvm.endWithParent();
            ProcessExit exit = ProcessExit.onSignals();
            if (arguments.length == 3) {
                Identity.become(Integer.parseInt(arguments[2]));
            }
            CountDownLatch before = new CountDownLatch(1);
            start("early", () -> stay(before));
            before.await();
            Privileges.Dropped dropped = Privileges.drop(
                    Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Set.of(Capability.SYS_RAWIO));
            CountDownLatch started = new CountDownLatch(3);
            start("late", () -> {
                start("late-child", () -> stay(started));
                stay(started);
            });
            Thread.startVirtualThread(() -> stay(started));
            started.await();
            System.gc();
            System.out.println("held " + dropped.held() + " lacking " + dropped.lacking());
            exit.await();
            ThreadStatus own = new ProcThreads(Kernel.linux().files()).read().getFirst();
            System.out.println("woken with " + Long.toHexString(own.effective()));
            ProcessExit.now(0);
        }

        private static void start(String name, Runnable task) {
            Thread.ofPlatform().daemon().name(name).start(task);
        }

        private static void stay(CountDownLatch here) {
            here.countDown();
            try {
                NEVER.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
