// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.server.ServerFixture.REGISTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.InterceptedKernel;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Signals that interrupt the server's threads in the middle of system calls, which epoll_wait(2) and, with a time-out, recv(2) tell the
 * caller whatever the handler was installed with (signal(7)).
 */
@Timeout(60)
final class ServerSignalTest {
    /** The JVM has a handler for it, which does nothing unless a thread was asked to stop (HotSpot, SR_handler). */
    private static final int SIGUSR2 = 12;

    private static final int REQUESTS = 3000;
    private static final int SIGNALS = 300;
    private static final MethodHandle TGKILL = tgkill();

    // int tgkill(pid_t process, pid_t thread, int signal);
    @SuppressWarnings("restricted")
    private static MethodHandle tgkill() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find("tgkill").orElseThrow(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    private static List<Integer> workers() throws IOException {
        List<Integer> threads = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                try {
                    if (Files.readString(task.resolve("comm")).startsWith("pr-worker")) {
                        threads.add(Integer.valueOf(task.getFileName().toString()));
                    }
                } catch (IOException ended) {
                    // Between the listing and now.
                }
            }
        }
        return threads;
    }

    private static void interrupt(AtomicBoolean over, AtomicInteger signals) {
        try {
            while (!over.get()) {
                for (int thread : workers()) {
                    if ((int) TGKILL.invokeExact((int) ProcessHandle.current().pid(), thread, SIGUSR2) == 0) {
                        signals.incrementAndGet();
                    }
                }
                LockSupport.parkNanos(50_000);
            }
        } catch (Throwable failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void signalsAreNotSeenByClients() throws Exception {
        InterceptedKernel kernel = new InterceptedKernel();
        AtomicInteger interrupted = new AtomicInteger();
        kernel.answer("epoll_wait", call -> {
            int result = call.really();
            if (Errno.EINTR.is(result)) {
                interrupted.incrementAndGet();
            }
            return result;
        });
        OpenDescriptors descriptors = new OpenDescriptors();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger signals = new AtomicInteger();
        try (ServerFixture fixture = new ServerFixture(
                        builder -> builder.device(ServerFixture.KEYS).kernel(kernel.kernel()));
                OwnedFd disk = OwnedFd.inMemory("disk");
                RawClient client = fixture.greeted()) {
            Thread storm = Thread.ofPlatform().start(() -> interrupt(over, signals));
            for (int i = 0; i < REQUESTS || signals.get() < SIGNALS; i++) {
                client.send(READ_KEYS, disk.fd());
                assertThat(client.receive(112)).hasSize(112);
                client.send(REGISTER, disk.fd());
                client.send(new byte[24]);
                assertThat(client.receive(104)).hasSize(104).startsWith(0, 0, 0, 0);
                if (i % 100 == 0) {
                    fixture.greeted().close();
                }
            }
            over.set(true);
            storm.join();
            assertThat(interrupted.get()).isPositive();
            assertThat(fixture.events.failures()).isEmpty();
            assertThat(fixture.events.count("violated")).isZero();
        }
        descriptors.assertAsBefore();
    }
}
