// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.metrics;

import io.prhelper.cli.event.Messages;
import io.prhelper.cli.option.Reason;
import io.prhelper.ffm.ServerObserver;
import io.prhelper.ffm.server.Activity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file of numbers, written anew every ten seconds and at the end: whole each time, in a file beside it that then gets its name. Where
 * that fails a message says so, once until it goes well again.
 */
public final class Metrics implements AutoCloseable {
    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Path file;
    private final Path beside;
    private final Messages messages;
    private final Fencings fencings;
    private final String[] common;
    private final String version;
    private final long startMillis;
    private final RequestCounter counter = new RequestCounter();
    private final Map<String, LongSupplier> lost = new LinkedHashMap<>();
    private volatile @Nullable Supplier<Activity> activity;
    private volatile boolean closed;
    private boolean failing;
    private @Nullable Thread thread;

    /**
     * Numbers for a file; nothing is written yet.
     *
     * @param socket where the helper listens, by which the numbers of several are told apart
     * @param fencings counted elsewhere
     */
    public Metrics(Path file, String socket, String version, Fencings fencings, Messages messages) {
        this.file = file.toAbsolutePath();
        beside = this.file.resolveSibling("." + Objects.requireNonNull(this.file.getFileName()) + "."
                + ProcessHandle.current().pid());
        this.fencings = fencings;
        this.messages = messages;
        this.version = version;
        common = new String[] {"socket", socket};
        startMillis = ProcessHandle.current()
                .info()
                .startInstant()
                .orElseGet(Instant::now)
                .toEpochMilli();
    }

    /** What counts. */
    public ServerObserver observer() {
        return counter;
    }

    /** In which folder files are made, given other names and removed. */
    public Path folder() {
        return Objects.requireNonNull(file.getParent());
    }

    /** Counts lines that were lost, of that destination too. */
    public Metrics lines(String destination, LongSupplier lostLines) {
        lost.put(destination, lostLines);
        return this;
    }

    /** Writes for the first time, and from now on; the thread that does it has the rights of the calling one. */
    public synchronized void start(Supplier<Activity> server) {
        activity = server;
        write();
        thread = Thread.ofPlatform().daemon().name("pr-metrics").start(this::run);
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
            if (!closed) {
                write();
            }
        }
    }

    /** The text as it would be written now. */
    String text() {
        MetricsText text = new MetricsText(common);
        text.family("build_info", "gauge", "Always 1; which program it is.");
        text.sample(1, "version", version, "java", System.getProperty("java.version", "unknown"));
        text.gauge(
                "start_time_seconds",
                "When the process was started, in seconds since 1970.",
                MetricsText.seconds(startMillis * 1_000_000));
        counter.writeTo(text);
        text.family("fencings_total", "counter", "Registrations of others that clients took away with PREEMPT.");
        text.sample(fencings.count());
        Supplier<Activity> server = activity;
        if (server != null) {
            Activity now = server.get();
            text.gauge("connections", "Connections that are open.", now.connections());
            text.gauge("requests_in_flight", "Requests under way.", now.inFlight());
            text.gauge("threads", "Threads that serve.", now.threads());
            text.gauge("threads_stuck", "Threads that have been in one call for ten seconds.", now.stuck());
        }
        text.family("lines_lost_total", "counter", "Lines that could not be written, by where they should have gone.");
        lost.forEach((destination, count) -> text.sample(count.getAsLong(), "to", destination));
        return text.toString();
    }

    private synchronized void write() {
        try {
            Files.deleteIfExists(beside);
            // Whoever collects it is another user.
            try (FileChannel to = FileChannel.open(
                    beside,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")))) {
                ByteBuffer bytes = ByteBuffer.wrap(text().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    to.write(bytes);
                }
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            failing = false;
        } catch (IOException refused) {
            if (!failing) {
                failing = true;
                messages.warning("the metrics cannot be written: " + Reason.of(refused));
            }
        } catch (RuntimeException | Error noMemory) {
            // The next time may be better.
        }
    }

    /** Writes for the last time. */
    @Override
    public void close() {
        closed = true;
        Thread started = thread;
        if (started != null) {
            LockSupport.unpark(started);
            write();
        }
    }
}
