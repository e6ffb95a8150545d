// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request costs the heap no more than what the JVM allocates to capture errno, 40 bytes a call in code that C1 compiled. */
final class ServerAllocationTest {
    private static final int REQUESTS = 5_000;
    private static final int ATTEMPTS = 6;

    /** recvmsg, fcntl, statx, send, close, and epoll_ctl with epoll_wait where the worker does not linger. */
    private static final int CALLS = 7;

    private static final int ERRNO_CAPTURE = 40;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aRequestAllocatesWhatErrnoCaptureCosts(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("s");
        try (UnixListener listener = UnixListener.bind(path.toString(), OptionalInt.empty());
                HelperServer server = HelperServer.on(listener.fd()).start();
                HelperClient client = HelperClient.connect(path);
                OwnedFd file = OwnedFd.open(Files.createFile(folder.resolve("no disk")), true)) {
            long least = Long.MAX_VALUE;
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                long before = allocatedByWorkers();
                for (int i = 0; i < REQUESTS; i++) {
                    client.execute(file.fd(), ServerFixture.REGISTER, new byte[24]);
                }
                least = Math.min(least, allocatedByWorkers() - before);
            }
            assertThat(least / REQUESTS).as("bytes a request").isBetween(0L, (long) CALLS * ERRNO_CAPTURE);
        }
    }

    private long allocatedByWorkers() {
        long bytes = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("pr-")) {
                bytes += threads.getThreadAllocatedBytes(thread.getThreadId());
            }
        }
        return bytes;
    }
}
