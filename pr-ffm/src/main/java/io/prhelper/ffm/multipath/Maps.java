// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import io.prhelper.core.multipath.MapCommand;
import io.prhelper.core.multipath.MapMemory;
import io.prhelper.core.multipath.MapPath;
import io.prhelper.core.multipath.PathAnswer;
import io.prhelper.core.multipath.Question;
import io.prhelper.core.multipath.Step;
import io.prhelper.core.multipath.Told;
import io.prhelper.core.multipath.Word;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.device.NodeReader;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The maps that clients have named: one command at a time for each, and none waits for another. Safe for use by several threads. */
public final class Maps implements DevicePort, AutoCloseable {
    /** Who is told what there is to say about a map. */
    @FunctionalInterface
    public interface Listener {
        /** A sentence about the map with that name, {@code dm-0}. */
        void said(String map, String sentence);
    }

    /** No path keeps a map waiting for longer. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final long LOOK_MILLIS = 1000;

    private final Kernel kernel;
    private final Path sysfs;
    private final ThreadLocal<Caller> callers;
    private final PathThreads threads;
    private final List<String> addresses;
    private final ResumeGuard guard;
    private final Listener listener;
    private final Map<DeviceNumber, One> maps = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor watch;

    /** What the guard is told of a map. */
    @FunctionalInterface
    private interface Warning {
        void send(String map) throws IOException;
    }

    /** What a thread that serves needs to look at a descriptor. */
    private static final class Caller {
        final CallState state = new CallState();
        final NodeReader node;

        Caller(Kernel kernel) {
            node = new NodeReader(kernel, state);
        }
    }

    /** A map, for one command at a time. */
    private static final class One {
        final ReentrantLock turn = new ReentrantLock(true);
        final DeviceNumber number;
        final MapFolder folder;
        final Multipathd multipathd;
        MapMemory memory = new MapMemory();
        String identity = "";

        /** The kernel's, which belongs to the number. */
        String name = "";

        /** What its memory says, for who does not have its turn. */
        volatile boolean isRegistered;

        One(DeviceNumber number, MapFolder folder, Multipathd multipathd) {
            this.number = number;
            this.folder = folder;
            this.multipathd = multipathd;
        }

        /** Whether the number is still that of the map that it was. */
        boolean isTheSame() throws IOException {
            return folder.identity(number).equals(identity);
        }

        /** Looks which map has the number now. */
        void identify() throws IOException {
            String now = folder.identity(number);
            if (!now.equals(identity)) {
                memory = new MapMemory();
                name = folder.name(number);
                identity = now;
            }
        }
    }

    /**
     * None yet.
     *
     * @param timeout for a command on one path; 10 s at most
     * @param addresses where multipathd listens
     * @param guard hears of suspended maps; it stays the caller's
     */
    public Maps(
            Kernel kernel, Path sysfs, Duration timeout, List<String> addresses, ResumeGuard guard, Listener listener) {
        this.kernel = kernel;
        this.sysfs = sysfs;
        callers = ThreadLocal.withInitial(() -> new Caller(kernel));
        threads = new PathThreads(kernel, timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST);
        this.addresses = addresses;
        this.guard = guard;
        this.listener = listener;
        watch = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("pr-maps").factory(), new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Where multipathd listens, unless told otherwise; a path, or a name in the abstract namespace, which begins with NUL. */
    public static List<String> addresses() {
        String told = System.getenv("MULTIPATH_SOCKET_NAME");
        if (told == null || told.isEmpty()) {
            return Multipathd.ADDRESSES;
        }
        return List.of(told.startsWith("@") ? "\0" + told.substring(1) : told);
    }

    /** Whether multipathd listens at one of these addresses, or there is a map already. */
    public static boolean areThere(Kernel kernel, Path sysfs, List<String> addresses) {
        return Multipathd.isThere(kernel, addresses) || new MapFolder(kernel, sysfs).hasMaps();
    }

    /**
     * Has the JVM compile what commands need, on the calling thread, without a question to a device or to multipathd.
     *
     * @throws IOException if there are no descriptors for it
     */
    public void rehearse(int times) throws IOException {
        MapRehearsal.run(kernel, sysfs, times);
    }

    @Override
    public void execute(int fd, ScsiExchange exchange) {
        Caller caller = callers.get();
        NodeReader node = caller.node;
        node.look(fd);
        if (!node.isBlockDevice() || !isOpen(caller.state, fd)) {
            exchange.checkCondition(Sense.IO_PROCESS_TERMINATED);
            return;
        }
        DeviceNumber number = DeviceNumber.block(node.major(), node.minor());
        One map = maps.computeIfAbsent(number, this::watched);
        map.turn.lock();
        try {
            execute(map, exchange);
        } catch (IOException gone) {
            exchange.checkCondition(Sense.INTERNAL_TARGET_FAILURE);
        } finally {
            map.turn.unlock();
        }
    }

    /** Whoever may only name a device has no right to it, and SG_IO, which would say so, never sees the client's descriptor. */
    private boolean isOpen(CallState state, int fd) {
        int flags = kernel.files().fcntl(state, fd, Flags.F_GETFL, 0);
        return flags >= 0 && (flags & Flags.O_PATH) == 0;
    }

    private void execute(One map, ScsiExchange exchange) throws IOException {
        map.identify();
        try (World world = new World(map)) {
            world.look();
            Step.run(MapCommand.begin(map.memory, world.paths, exchange), world).putInto(exchange);
        } finally {
            map.isRegistered = map.memory.isRegistered();
        }
    }

    /** From its first command on it is looked after. */
    private One watched(DeviceNumber number) {
        One map = new One(number, new MapFolder(kernel, sysfs), new Multipathd(kernel, addresses));
        Future<?> _ = watch.scheduleWithFixedDelay(() -> look(map), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return map;
    }

    /** A path that came back has no registration, and only some of the guest's commands would show that. */
    private void look(One map) {
        if (!map.isRegistered || !map.turn.tryLock()) {
            return;
        }
        try {
            if (map.isTheSame()) {
                try (World world = new World(map)) {
                    world.look();
                } finally {
                    map.isRegistered = map.memory.isRegistered();
                }
            }
        } catch (IOException | RuntimeException | Error gone) {
            // The next one may succeed; an exception would end them.
        } finally {
            map.turn.unlock();
        }
    }

    /** Nobody looks after the maps any more. A command that is on its way is done to its end: half done it would leave paths without a registration. */
    @Override
    public void close() {
        watch.shutdownNow();
        threads.close();
    }

    /** What one command has to do with. */
    private final class World implements Step.World, AutoCloseable {
        private final One map;
        private final Map<MapPath, MapFolder.Member> members = new LinkedHashMap<>();
        private final List<MapPath> paths;

        World(One map) throws IOException {
            this.map = map;
            for (MapFolder.Member member : map.folder.members(map.number)) {
                members.put(member.path(), member);
            }
            paths = List.copyOf(members.keySet());
        }

        void look() {
            MapCommand.look(map.memory, paths).ifPresent(first -> Step.run(first, this));
        }

        @Override
        public List<PathAnswer> ask(List<Question> questions) {
            List<PathThreads.Order> orders = new ArrayList<>(questions.size());
            for (Question question : questions) {
                orders.add(new PathThreads.Order(question, members.get(question.path())));
            }
            return threads.execute(orders);
        }

        @Override
        public Told tell(Word word) {
            if (!word.isForDeviceMapper()) {
                return map.multipathd.tell(word, map.name);
            }
            if (word == Word.Plain.SUSPEND) {
                warn(guard::suspended);
            }
            Told told = map.multipathd.tell(word, alias());
            if (word == Word.Plain.RESUME && told.isOk()) {
                warn(guard::resumed);
            }
            return told;
        }

        /** Read when it is needed: a map may be renamed. */
        private String alias() {
            try {
                return map.folder.alias(map.number);
            } catch (IOException gone) {
                return map.name;
            }
        }

        private void warn(Warning warning) {
            try {
                warning.send(map.name);
            } catch (IOException ended) {
                say("would stay suspended if the helper were killed now: what resumes it then has ended");
            }
        }

        @Override
        public void say(String sentence) {
            listener.said(map.name, sentence);
        }

        @Override
        public void close() {
            map.multipathd.close();
        }
    }
}
