// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.protocol.Wire;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.ServerObserver;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.guard.Await;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request costs the heap no more than what the JVM allocates to capture errno, 40 bytes a call in code that C1 compiled. */
final class ServerAllocationTest {
    private static final int REQUESTS = 5_000;
    private static final long PATIENCE_MILLIS = 60_000;

    /** recvmsg, fcntl, statx, send, close, and epoll_ctl with epoll_wait where the worker does not linger. */
    private static final int CALLS = 7;

    private static final int ERRNO_CAPTURE = 40;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** One that wants to hear of what is rare. */
    private static final ServerObserver OF_RARE_ACTIONS = new ServerObserver() {
        @Override
        public boolean wants(Decision decision, int opcode, int serviceAction) {
            return opcode == Wire.PERSISTENT_RESERVE_OUT && serviceAction == PrOutAction.PREEMPT.code();
        }
    };

    @Test
    void aRequestAllocatesWhatErrnoCaptureCosts(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("s");
        try (UnixListener listener = UnixListener.bind(path.toString(), OptionalInt.empty());
                HelperServer server =
                        HelperServer.on(listener.fd()).observer(OF_RARE_ACTIONS).start();
                HelperClient client = HelperClient.connect(path);
                OwnedFd file = OwnedFd.open(Files.createFile(folder.resolve("no disk")), true)) {
            // How soon the code is compiled, and how often a worker comes and makes its memory, is up to the machine.
            long[] least = {Long.MAX_VALUE};
            boolean cheap = Await.until(PATIENCE_MILLIS, () -> {
                least[0] = Math.min(least[0], allocatedBy(client, file.fd()) / REQUESTS);
                return least[0] <= (long) CALLS * ERRNO_CAPTURE;
            });
            assertThat(cheap).as("%d bytes a request", least[0]).isTrue();
        }
    }

    /** What the workers allocate for a number of requests; nothing is known where one of them ends meanwhile. */
    private long allocatedBy(HelperClient client, int fd) throws IOException {
        Map<Long, Long> before = byWorkers();
        for (int i = 0; i < REQUESTS; i++) {
            client.execute(fd, ServerFixture.REGISTER, new byte[24]);
        }
        Map<Long, Long> after = byWorkers();
        if (!after.keySet().containsAll(before.keySet())) {
            return Long.MAX_VALUE;
        }
        return sum(after) - sum(before);
    }

    private static long sum(Map<Long, Long> bytes) {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<Long, Long> byWorkers() {
        Map<Long, Long> bytes = new HashMap<>();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("pr-")) {
                bytes.put(thread.getThreadId(), threads.getThreadAllocatedBytes(thread.getThreadId()));
            }
        }
        return bytes;
    }
}
