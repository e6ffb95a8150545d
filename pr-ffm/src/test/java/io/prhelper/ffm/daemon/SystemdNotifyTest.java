// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.server.ServerFixture;
import io.prhelper.ffm.struct.SockaddrUn;
import io.prhelper.guard.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SystemdNotifyTest {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int MSG_DONTWAIT = 0x40;

    private final CallState state = new CallState();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"/", "@"})
    void theManagerHearsOfReadinessAndTheEnd(String kind) throws IOException {
        String name = kind.equals("/")
                ? directory + "/notify"
                : "@pr-notify-" + ProcessHandle.current().pid();
        try (OwnedFd manager = listen(name);
                SystemdNotify notify = SystemdNotify.open(Map.of("NOTIFY_SOCKET", name), 1)) {
            notify.ready(() -> true);
            assertThat(receive(manager, 0)).isEqualTo("READY=1");
            notify.stopping();
            assertThat(receive(manager, 0)).isEqualTo("STOPPING=1");
            assertThat(receive(manager, MSG_DONTWAIT)).isEmpty();
        }
    }

    @Test
    void theWatchdogIsToldAgainAndAgain() throws Exception {
        String name = directory + "/notify";
        Map<String, String> environment = Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "20000", "WATCHDOG_PID", "7");
        BlockingQueue<Long> asked = new LinkedBlockingQueue<>();
        try (OwnedFd manager = listen(name);
                SystemdNotify notify = SystemdNotify.open(environment, 7)) {
            notify.ready(() -> asked.add(System.nanoTime()));
            assertThat(receive(manager, 0)).isEqualTo("READY=1");
            for (int i = 0; i < 3; i++) {
                assertThat(receive(manager, 0)).isEqualTo("WATCHDOG=1");
            }
            // Not when they came: this thread may have waited for a processor.
            long first = asked.take();
            asked.take();
            assertThat(asked.take() - first).as("two pauses of 10 ms").isGreaterThan(15_000_000);
        }
    }

    @Test
    void whatWeDoIsToldAlsoWithoutAWatchdog() throws Exception {
        String name = directory + "/notify";
        try (OwnedFd manager = listen(name);
                SystemdNotify notify = SystemdNotify.open(Map.of("NOTIFY_SOCKET", name), 1)) {
            notify.ready(() -> true, () -> "serving, gründlich");
            Set<String> told = new HashSet<>();
            told.add(receive(manager, 0));
            told.add(receive(manager, 0));
            assertThat(told).isEqualTo(Set.of("READY=1", "STATUS=serving, gründlich"));
        }
    }

    @Test
    void whatWeDoIsToldWithTheWatchdogAndAlsoWhereWeAreUnwell() throws Exception {
        String name = directory + "/notify";
        try (OwnedFd manager = listen(name);
                SystemdNotify notify = SystemdNotify.open(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "20000"), 7)) {
            notify.ready(() -> false, () -> "stuck");
            Set<String> told = new HashSet<>();
            for (int i = 0; i < 4; i++) {
                told.add(receive(manager, 0));
            }
            assertThat(told).isEqualTo(Set.of("READY=1", "STATUS=stuck"));
        }
    }

    @Test
    void theWatchdogIsNotToldWhileWeAreUnwell() throws Exception {
        assertToldOnceWell(AtomicBoolean::get);
    }

    @Test
    void theWatchdogsThreadOutlivesWhatTheAnswerThrows() throws Exception {
        assertToldOnceWell(healthy -> {
            if (!healthy.get()) {
                throw new OutOfMemoryError("made up");
            }
            return true;
        });
    }

    private void assertToldOnceWell(Predicate<AtomicBoolean> answer) throws Exception {
        String name = directory + "/notify";
        Semaphore asked = new Semaphore(0);
        AtomicBoolean healthy = new AtomicBoolean();
        Map<String, String> environment = Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "20000");
        try (OwnedFd manager = listen(name);
                SystemdNotify notify = SystemdNotify.open(environment, 7)) {
            notify.ready(() -> {
                asked.release();
                return answer.test(healthy);
            });
            assertThat(receive(manager, 0)).isEqualTo("READY=1");
            asked.acquire(3);
            assertThat(receive(manager, MSG_DONTWAIT)).isEmpty();
            healthy.set(true);
            assertThat(receive(manager, 0)).isEqualTo("WATCHDOG=1");
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 20000", "7, 0", "7, -1", "7, soon"})
    void aWatchdogThatIsNotMeantForUsIsNotAsked(String pid, String micros) throws IOException {
        String name = directory + "/notify";
        Map<String, String> environment = Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", micros, "WATCHDOG_PID", pid);
        try (OwnedFd manager = listen(name);
                SystemdNotify notify = SystemdNotify.open(environment, 7)) {
            notify.ready(() -> {
                throw new AssertionError("asked");
            });
            assertThat(receive(manager, 0)).isEqualTo("READY=1");
            assertThat(ServerFixture.threads("pr-watchdog")).isZero();
        }
    }

    @Test
    void onceClosedItTellsNothingAndItsThreadEnds() throws IOException {
        String name = directory + "/notify";
        Map<String, String> environment = Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "20000");
        try (OwnedFd manager = listen(name)) {
            SystemdNotify notify = SystemdNotify.open(environment, 7);
            notify.ready(() -> false);
            assertThat(receive(manager, 0)).isEqualTo("READY=1");
            notify.close();
            notify.ready(() -> true);
            notify.stopping();
            Await.until("the watchdog's thread ends", () -> ServerFixture.threads("pr-watchdog") == 0);
            assertThat(receive(manager, MSG_DONTWAIT)).isEmpty();
            notify.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative", "vsock:2:1"})
    void withoutAManagerNothingHappens(String name) {
        try (SystemdNotify notify = SystemdNotify.open(name.isEmpty() ? Map.of() : Map.of("NOTIFY_SOCKET", name), 1)) {
            notify.ready(() -> true);
            notify.stopping();
            assertThat(notify.isHeard()).isFalse();
        }
    }

    @Test
    void aManagerThatIsGoneIsNoError() {
        try (SystemdNotify notify = SystemdNotify.open(Map.of("NOTIFY_SOCKET", directory + "/gone"), 1)) {
            notify.ready(() -> true);
            assertThat(notify.isHeard()).isTrue();
        }
    }

    private OwnedFd listen(String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes[0] == '@') {
            bytes[0] = 0;
        }
        SockaddrUn address = new SockaddrUn(bytes);
        var sockets = Kernel.linux().sockets();
        OwnedFd fd = new OwnedFd(sockets.socket(state, AF_UNIX, SOCK_DGRAM, 0));
        KernelException.check("bind", name, sockets.bind(state, fd.fd(), address, address.length()));
        return fd;
    }

    private String receive(OwnedFd manager, int flags) {
        Memory memory = new Memory(256);
        int count = Kernel.linux().sockets().recv(state, manager.fd(), memory, 0, 256, flags);
        byte[] bytes = new byte[Math.max(count, 0)];
        memory.buffer().get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
