// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import io.prhelper.core.multipath.PathAnswer;
import io.prhelper.core.multipath.PathAnswer.Reach;
import io.prhelper.core.multipath.Question;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.device.NativeExchange;
import io.prhelper.ffm.device.NodeReader;
import io.prhelper.ffm.device.SgIo;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Executes commands on paths, each on a thread of its own, for a limited time. A path whose command has not come back is out of order until it
 * does: there is never a second one on it, so there are never more threads than paths.
 *
 * <p>No executor: a thread that has its answer takes the next command before whoever waits for the answer has it, so none is started because
 * another is on its way back; and who waits for several answers is woken once.
 */
final class PathThreads implements AutoCloseable {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final PathAnswer FAILED = PathAnswer.of(Sense.IO_PROCESS_TERMINATED, Reach.LOST);

    /** The longest name below {@code /dev}, and more. */
    private static final int LONGEST_NAME = 512;

    private final Kernel kernel;
    private final Duration timeout;
    private final ThreadFactory factory =
            Thread.ofPlatform().daemon().name("pr-path-", 0).factory();
    private final Set<DeviceNumber> busy = ConcurrentHashMap.newKeySet();

    /** Those that wait for a command; the last one that was needed is the next, so that those too many end. */
    private final Deque<PathThread> idle = new ConcurrentLinkedDeque<>();

    private volatile boolean closed;

    /**
     * None yet.
     *
     * @param timeout for a command on a path
     */
    PathThreads(Kernel kernel, Duration timeout) {
        this.kernel = kernel;
        this.timeout = timeout;
    }

    /** A command for a path of the map; that is none any more where there is no member. */
    record Order(Question question, MapFolder.@Nullable Member member) {}

    /** Executes these at once; their answers in the same order. What an interrupt or the time limit does not let wait for is lost. */
    List<PathAnswer> execute(List<Order> orders) {
        Round round = new Round(orders.size());
        for (int i = 0; i < orders.size(); i++) {
            begin(orders.get(i), round, i);
        }
        return round.await(timeout.toNanos());
    }

    private void begin(Order order, Round round, int place) {
        MapFolder.Member member = order.member();
        if (member == null || !busy.add(member.number())) {
            round.end(place, PathAnswer.away());
            return;
        }
        Job job = new Job(order.question(), member, round, place);
        PathThread free = idle.pollFirst();
        try {
            if (free == null) {
                new PathThread(job).start();
            } else {
                free.give(job);
            }
        } catch (OutOfMemoryError noThread) {
            busy.remove(member.number());
            round.end(place, PathAnswer.of(Sense.IO_PROCESS_TERMINATED, Reach.ANSWERED));
        }
    }

    /** A command on its way, and where its answer goes. */
    private record Job(Question question, MapFolder.Member member, Round round, int place) {}

    /** Commands that were begun together, by the thread that waits for them. */
    private static final class Round {
        private final Thread waiter = Thread.currentThread();
        private final AtomicReferenceArray<@Nullable PathAnswer> answers;
        private final AtomicInteger open;

        Round(int size) {
            answers = new AtomicReferenceArray<>(size);
            open = new AtomicInteger(size);
        }

        void end(int place, PathAnswer how) {
            answers.set(place, how);
            if (open.decrementAndGet() == 0) {
                LockSupport.unpark(waiter);
            }
        }

        List<PathAnswer> await(long nanos) {
            long end = System.nanoTime() + nanos;
            long left = nanos;
            while (open.get() > 0 && left > 0 && !waiter.isInterrupted()) {
                LockSupport.parkNanos(this, left);
                left = end - System.nanoTime();
            }
            Sense why = waiter.isInterrupted() ? Sense.IO_PROCESS_TERMINATED : Sense.COMMAND_TIMEOUT;
            List<PathAnswer> list = new ArrayList<>(answers.length());
            for (int i = 0; i < answers.length(); i++) {
                PathAnswer answer = answers.get(i);
                list.add(answer == null ? PathAnswer.of(why, Reach.LOST) : answer);
            }
            return list;
        }
    }

    /** Executes one command after the other. */
    private final class PathThread implements Runnable {
        private final Thread thread = factory.newThread(this);
        private final NativeExchange memory = new NativeExchange();
        private final NodeReader node = new NodeReader(kernel, memory.state());
        private final SgIo sgIo = new SgIo(kernel, memory, timeout);
        private final Memory name = new Memory(LONGEST_NAME);

        /** Made where it is needed, which is where a unit has more registrations than most. */
        private @Nullable NativeExchange most;

        private volatile @Nullable Job next;

        PathThread(Job first) {
            next = first;
        }

        void start() {
            thread.start();
        }

        void give(Job job) {
            next = job;
            LockSupport.unpark(thread);
        }

        @Override
        public void run() {
            for (Job job = await(); job != null; job = await()) {
                PathAnswer answer = answer(job);
                next = null;
                // Before anybody hears of the answer: the next command for the path finds it, and this thread, ready.
                busy.remove(job.member().number());
                idle.addFirst(this);
                job.round().end(job.place(), answer);
            }
        }

        /** The next command; null if there was none for so long that this thread is one too many. */
        private @Nullable Job await() {
            long end = System.nanoTime() + IDLE_NANOS;
            boolean leaving = false;
            while (true) {
                Job job = next;
                if (job != null) {
                    return job;
                }
                if (leaving) {
                    // Somebody has taken it from the idle ones, and gives it a command.
                    LockSupport.park(this);
                    continue;
                }
                long left = closed ? 0 : end - System.nanoTime();
                if (left > 0) {
                    LockSupport.parkNanos(this, left);
                } else if (idle.remove(this)) {
                    return null;
                } else {
                    leaving = true;
                }
            }
        }

        private PathAnswer answer(Job job) {
            try {
                return execute(job);
            } catch (RuntimeException | Error failed) {
                return FAILED;
            }
        }

        private PathAnswer execute(Job job) {
            int fd = kernel.files()
                    .open(
                            memory.state(),
                            name.string("/dev/" + job.member().path().name()),
                            Flags.O_CLOEXEC | Flags.O_NONBLOCK,
                            0);
            if (fd < 0) {
                return PathAnswer.away();
            }
            try {
                if (!isThe(job.member().number(), fd)) {
                    return PathAnswer.away();
                }
                return job.question().room() == Question.MOST_ROOM
                        ? askForMost(job.question(), fd)
                        : ask(job.question(), fd, memory, sgIo);
            } finally {
                kernel.files().close(memory.state(), fd);
            }
        }

        private PathAnswer askForMost(Question question, int fd) {
            NativeExchange large = most;
            if (large == null) {
                large = new NativeExchange(Question.MOST_ROOM);
                most = large;
            }
            return ask(question, fd, large, new SgIo(kernel, large, timeout));
        }

        private static PathAnswer ask(Question question, int fd, NativeExchange memory, SgIo sgIo) {
            question.putInto(memory.exchange());
            sgIo.execute(fd, memory.exchange());
            return PathAnswer.of(memory.exchange(), sgIo.reach());
        }

        /** What has the name may be another disk by now, or no device at all. */
        private boolean isThe(DeviceNumber number, int fd) {
            node.look(fd);
            return node.isBlockDevice()
                    && DeviceNumber.block(node.major(), node.minor()).equals(number);
        }
    }

    /** Ends the threads that wait for work; one that is stuck ends with its command. What a map's command asks for still is done. */
    @Override
    public void close() {
        closed = true;
        idle.forEach(one -> LockSupport.unpark(one.thread));
    }
}
