// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.UnansweredException.Reason;
import io.prhelper.ffm.client.UnansweredException.Sent;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.ServerFixture;
import io.prhelper.ffm.server.UnixListener;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many calls, of which one in ten comes to grief at a moment of its own. */
final class HelperClientStressTest {
    private static final int CALLS = 10_000;
    private static final int CLOSED_DESCRIPTOR = 999_999;

    /** How a call is troubled. */
    private enum Trouble {
        BAD_DESCRIPTOR,
        INTERRUPTED,
        TIMED_OUT,
        CLOSED
    }

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<Reason, Integer> ends = new EnumMap<>(Reason.class);
    private volatile long slowness;

    /** The answer says which command it is for: the generation is the allocation length. */
    private void answer(int fd, ScsiExchange exchange) {
        LockSupport.parkNanos(slowness);
        int number = exchange.command().getShort(7) & 0xffff;
        exchange.good(ByteBuffer.allocate(8).putInt(0, number).array());
    }

    @Test
    void afterEachTheClientIsUsableOrClosedAndNoAnswerIsAnothers() throws Exception {
        OpenDescriptors open = new OpenDescriptors();
        Path socket = folder.resolve("s");
        try (OwnedFd disk = OwnedFd.inMemory("disk");
                HelperServer server = HelperServer.on(UnixListener.bind(socket.toString(), OptionalInt.empty()))
                        .device(this::answer)
                        .start();
                ExecutorService troublemaker = Executors.newSingleThreadExecutor()) {
            HelperClient client = HelperClient.connect(socket);
            for (int i = 0; i < CALLS; i++) {
                int number = 8 + i % 8000;
                if (i % 10 == 0) {
                    trouble(client, disk.fd(), number, Trouble.values()[i / 10 % 4], troublemaker);
                    if (!client.isOpen()) {
                        client.close();
                        client = HelperClient.connect(socket);
                    }
                } else {
                    assertThat(ask(client, disk.fd(), number, HelperClient.TIMEOUT))
                            .isEqualTo(number);
                }
            }
            client.close();
        }
        open.assertAsBefore();
        assertThat(ServerFixture.threads("pr-")).isZero();
        assertThat(ends)
                .as("what came of the troubled calls")
                .containsOnlyKeys(Reason.REFUSED, Reason.INTERRUPTED, Reason.TIMED_OUT, Reason.CLOSED);
        assertThat(ends).containsEntry(Reason.REFUSED, CALLS / 40);
    }

    private static long ask(HelperClient client, int fd, int number, Duration limit) throws UnansweredException {
        return client.execute(fd, new PrInCommand(PrInAction.READ_KEYS, number), limit)
                .data(ReadKeysData.class)
                .generation();
    }

    private void trouble(HelperClient client, int fd, int number, Trouble trouble, ExecutorService troublemaker)
            throws Exception {
        slowness = trouble == Trouble.BAD_DESCRIPTOR ? 0 : random.nextLong(2_000_000);
        Thread caller = Thread.currentThread();
        long patience = random.nextLong(2_000_000);
        Future<?> troubled = troublemaker.submit(() -> {
            if (trouble == Trouble.INTERRUPTED || trouble == Trouble.CLOSED) {
                LockSupport.parkNanos(patience);
                if (trouble == Trouble.CLOSED) {
                    client.close();
                } else {
                    caller.interrupt();
                }
            }
        });
        try {
            Duration limit = trouble == Trouble.TIMED_OUT ? Duration.ofMillis(1) : HelperClient.TIMEOUT;
            assertThat(ask(client, trouble == Trouble.BAD_DESCRIPTOR ? CLOSED_DESCRIPTOR : fd, number, limit))
                    .isEqualTo(number);
        } catch (UnansweredException unanswered) {
            ends.merge(unanswered.reason(), 1, Integer::sum);
            assertThat(client.isOpen() && unanswered.sent() != Sent.NOTHING)
                    .as("open after " + unanswered)
                    .isFalse();
        }
        while (!troubled.isDone()) {
            Thread.onSpinWait();
        }
        // An interrupt that came after the answer is for no call.
        Thread.interrupted();
        troubled.get();
        slowness = 0;
    }
}
