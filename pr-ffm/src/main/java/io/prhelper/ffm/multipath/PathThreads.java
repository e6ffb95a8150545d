// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import io.prhelper.core.multipath.PathAnswer;
import io.prhelper.core.multipath.PathAnswer.Reach;
import io.prhelper.core.multipath.Question;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.device.NativeExchange;
import io.prhelper.ffm.device.NodeReader;
import io.prhelper.ffm.device.SgIo;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Executes commands on paths, each on a thread of its own, for a limited time. A path whose command has not come back is out of order until it
 * does: there is never a second one on it, so there are never more threads than paths.
 */
final class PathThreads implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Kernel kernel;
    private final Duration timeout;
    private final ThreadPoolExecutor threads;
    private final ThreadLocal<NativeExchange> memory = ThreadLocal.withInitial(NativeExchange::new);

    /** Made where it is needed, which is where a unit has more registrations than most; both end with the thread. */
    private final ThreadLocal<NativeExchange> mostMemory =
            ThreadLocal.withInitial(() -> new NativeExchange(Question.MOST_ROOM));

    private final Set<DeviceNumber> busy = ConcurrentHashMap.newKeySet();

    /**
     * None yet.
     *
     * @param timeout for a command on a path
     */
    PathThreads(Kernel kernel, Duration timeout) {
        this.kernel = kernel;
        this.timeout = timeout;
        threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("pr-path-", 0).factory());
    }

    /** A command that is on its way. */
    interface Pending {
        /** What came of it; may be asked once. */
        PathAnswer await() throws InterruptedException;
    }

    /** Begins a command on a path. */
    Pending begin(MapFolder.Member member, Question question) {
        if (!busy.add(member.number())) {
            return PathAnswer::away;
        }
        Future<PathAnswer> answer;
        try {
            answer = threads.submit(() -> {
                try {
                    return execute(member, question);
                } finally {
                    busy.remove(member.number());
                }
            });
        } catch (OutOfMemoryError noThread) {
            busy.remove(member.number());
            return () -> PathAnswer.of(Sense.IO_PROCESS_TERMINATED, Reach.ANSWERED);
        }
        long end = System.nanoTime() + timeout.toNanos();
        return () -> await(answer, end);
    }

    private static PathAnswer await(Future<PathAnswer> answer, long end) throws InterruptedException {
        try {
            return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException stuck) {
            return PathAnswer.of(Sense.COMMAND_TIMEOUT, Reach.LOST);
        } catch (ExecutionException failed) {
            return PathAnswer.of(Sense.IO_PROCESS_TERMINATED, Reach.LOST);
        }
    }

    private PathAnswer execute(MapFolder.Member member, Question question) {
        NativeExchange native_ = (question.room() == Question.MOST_ROOM ? mostMemory : memory).get();
        Memory name = Memory.cString("/dev/" + member.path().name());
        int fd = kernel.files().open(native_.state(), name, Flags.O_CLOEXEC | Flags.O_NONBLOCK, 0);
        if (fd < 0) {
            return PathAnswer.away();
        }
        try (OwnedFd node = new OwnedFd(fd)) {
            return isThe(member.number(), native_.state(), node.fd())
                    ? send(native_, node.fd(), question)
                    : PathAnswer.away();
        }
    }

    /** What has the name may be another disk by now, or no device at all. */
    private boolean isThe(DeviceNumber number, CallState state, int fd) {
        NodeReader node = new NodeReader(kernel, state);
        node.look(fd);
        return node.isBlockDevice()
                && DeviceNumber.block(node.major(), node.minor()).equals(number);
    }

    private PathAnswer send(NativeExchange native_, int fd, Question question) {
        question.putInto(native_.exchange());
        SgIo sgIo = new SgIo(kernel, native_, timeout);
        sgIo.execute(fd, native_.exchange());
        return PathAnswer.of(native_.exchange(), sgIo.reach());
    }

    /** Ends the threads that wait for work; one that is stuck ends with its command. What a map's command asks for still is done. */
    @Override
    public void close() {
        threads.setKeepAliveTime(0, TimeUnit.NANOSECONDS);
    }
}
