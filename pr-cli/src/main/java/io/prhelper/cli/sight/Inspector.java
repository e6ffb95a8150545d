// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Inspects many devices at once; one that hangs costs its own line only. */
public final class Inspector {
    /** A helper serves so many connections of one process, less some for others. */
    private static final int MOST_CONNECTIONS = 32;

    private static final int MOST_THREADS = 256;

    private final Host host;
    private final @Nullable Path helper;
    private final Duration timeout;
    private final Semaphore room;

    /**
     * An inspector.
     *
     * @param helper the socket of the helper to ask through, or null
     * @param timeout how long one device may take
     */
    public Inspector(Host host, @Nullable Path helper, Duration timeout) {
        this.host = host;
        this.helper = helper;
        this.timeout = timeout;
        room = new Semaphore(helper == null ? MOST_THREADS : MOST_CONNECTIONS);
    }

    /** Devices by the names of their nodes; a name that leads nowhere is a failed inspection, in its place. */
    public List<Inspection> named(List<Path> nodes, Consumer<Integer> progress) {
        List<CompletableFuture<Inspection>> started = new ArrayList<>();
        List<DeviceFacts> all = new ArrayList<>();
        for (Path node : nodes) {
            try {
                DeviceFacts facts = DeviceFacts.of(host, node);
                all.add(facts);
                started.add(start(facts));
            } catch (IOException missing) {
                DeviceFacts nothing = DeviceFacts.nothing(node);
                all.add(nothing);
                started.add(CompletableFuture.completedFuture(Inspection.failed(
                        nothing,
                        missing instanceof NoSuchFileException
                                ? noSuchFile(node)
                                : String.valueOf(missing.getMessage()))));
            }
        }
        return collect(all, started, progress);
    }

    /** Why a node is not there; what is not UTF-8 in its name is not that any more when it gets here. */
    public static String noSuchFile(Path node) {
        return node.toString().indexOf('\uFFFD') < 0 ? "no such file" : "no such file, or its name is not UTF-8";
    }

    /** All disks and maps of the host. */
    public List<Inspection> all(Consumer<Integer> progress) {
        List<DeviceFacts> all = DeviceFacts.all(host);
        return collect(all, all.stream().map(this::start).toList(), progress);
    }

    private CompletableFuture<Inspection> start(DeviceFacts facts) {
        CompletableFuture<Inspection> done = new CompletableFuture<>();
        try {
            Thread.ofPlatform().daemon().name("pr-inspect").start(() -> inspect(facts, done));
        } catch (OutOfMemoryError noThread) {
            done.complete(Inspection.failed(facts, "no thread to ask it with"));
        }
        return done;
    }

    private void inspect(DeviceFacts facts, CompletableFuture<Inspection> done) {
        room.acquireUninterruptibly();
        try {
            done.complete(Inspection.of(host, facts, PrReader.opener(helper, timeout), helper != null));
        } catch (RuntimeException failed) {
            done.complete(Inspection.failed(facts, failed.toString()));
        } finally {
            room.release();
        }
    }

    private List<Inspection> collect(
            List<DeviceFacts> all, List<CompletableFuture<Inspection>> started, Consumer<Integer> progress) {
        List<Inspection> inspections = new ArrayList<>();
        long end = System.nanoTime() + timeout.toNanos();
        for (int i = 0; i < started.size(); i++) {
            progress.accept(i);
            inspections.add(await(all.get(i), started.get(i), end));
        }
        return inspections;
    }

    private Inspection await(DeviceFacts facts, CompletableFuture<Inspection> done, long end) {
        try {
            return done.get(Math.max(end - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
        } catch (TimeoutException hangs) {
            return Inspection.failed(facts, "no answer within " + timeout.toSeconds() + " s");
        } catch (ExecutionException failed) {
            return Inspection.failed(facts, String.valueOf(failed.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Inspection.failed(facts, "interrupted");
        }
    }
}
