// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import io.prhelper.testkit.bench.Memory;
import io.prhelper.simulation.disk.SimulatedDisks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Requests over all error paths: to the helper as a process, for its descriptors, threads and memory; and to servers in this process, for
 * their heap.
 */
final class Soak implements Load.Run {
    private static final int WORKERS_AT_REST = 2;
    private static final int THREADS = 4;

    /** So many at once make all the workers come that there will be. */
    private static final int WARM_UP_THREADS = 64;

    private static final long REQUESTS = 10_000_000;

    /** Fills caches, and compiles. */
    private static final long WARM_UP = 200_000;

    private static final double HEAP_GROWTH = 0.01;

    Soak() {}

    @Override
    public void run(Site site) throws IOException, InterruptedException {
        long requests = site.number("requests", REQUESTS);
        long seed = site.number("seed", System.nanoTime());
        System.out.printf("soak: %d requests, seed=%d%n", requests, seed);
        try (Kinds kinds = new Kinds(site.work());
                OwnedFd device = OwnedFd.open(site.device(), true)) {
            process(site, kinds, device, requests, seed);
            server(site, kinds, device, requests, seed);
            simulation(site, kinds, requests, seed);
        }
    }

    /** The helper as it is installed. */
    private static void process(Site site, Kinds kinds, OwnedFd device, long requests, long seed)
            throws IOException, InterruptedException {
        try (Watched helper = Watched.ours(site, "--in-flight", "" + WARM_UP_THREADS)) {
            long first = helper.idleDescriptors();
            Mistakes mistakes = withDevice(helper.socket(), kinds, device);
            warmUp(mistakes, requests, seed);
            long descriptors = helper.awaitDescriptors(first);
            long threads = helper.threads();
            Memory memory = helper.memory();
            long began = System.nanoTime();
            make(mistakes, requests, seed);
            double seconds = (System.nanoTime() - began) / 1e9;
            long descriptorsAfter = helper.awaitDescriptors(descriptors);
            long threadsAfter = helper.awaitThreads(threads);
            helper.assertSound();
            Memory after = helper.memory();
            System.out.printf(
                    "helper: %d requests in %.0f s; descriptors %d before, %d after; threads %d, %d; resident %d, %d KiB;"
                            + " private dirty %d, %d KiB; nothing thrown%n",
                    requests,
                    seconds,
                    descriptors,
                    descriptorsAfter,
                    threads,
                    threadsAfter,
                    memory.resident(),
                    after.resident(),
                    memory.dirty(),
                    after.dirty());
            if (descriptorsAfter != descriptors || descriptors != first || threadsAfter > threads) {
                throw new IOException("descriptors or threads are left");
            }
        }
    }

    private static Mistakes withDevice(Path socket, Kinds kinds, OwnedFd device) throws IOException {
        Mistakes mistakes = new Mistakes(socket, kinds, Sense.INVALID_OPCODE);
        mistakes.asNow(Client.READ_KEYS, Mistakes.NOTHING, device.fd());
        mistakes.asNow(Client.cdb(Wire.PERSISTENT_RESERVE_OUT, 1, 24), new byte[24], device.fd());
        return mistakes;
    }

    /** A server in this process in front of the same device. */
    private static void server(Site site, Kinds kinds, OwnedFd device, long requests, long seed)
            throws IOException, InterruptedException {
        Path socket = site.work().resolve("soak.sock");
        try (UnixListener listener = UnixListener.bind(socket.toString(), OptionalInt.empty());
                HelperServer server = builder(listener).start()) {
            heap("server", server, withDevice(socket, kinds, device), requests, seed);
        }
    }

    /** All clients are of this process, and all may name one device, also those that went away meanwhile: none is told that it is BUSY. */
    private static HelperServer.Builder builder(UnixListener listener) {
        int connections = Limits.DEFAULTS.maxConnections();
        return HelperServer.on(listener.fd())
                .limits(Limits.DEFAULTS.withMaxPerPeer(connections).withMaxInFlight(connections));
    }

    /** A server in this process in front of simulated disks: conflicts, and devices that fail in every way. */
    private static void simulation(Site site, Kinds kinds, long requests, long seed)
            throws IOException, InterruptedException {
        Path socket = site.work().resolve("soak.sock");
        SimulatedDisks disks = new SimulatedDisks();
        try (UnixListener listener = UnixListener.bind(socket.toString(), OptionalInt.empty());
                HelperServer server = builder(listener).device(disks).start();
                Conflicts conflicts = new Conflicts(disks)) {
            // What is plugged in may take any node for a disk.
            Mistakes mistakes = new Mistakes(socket, kinds, Sense.IO_PROCESS_TERMINATED);
            conflicts.addTo(mistakes);
            heap("server with simulated disks", server, mistakes, requests, seed);
        }
    }

    private static void heap(String what, HelperServer server, Mistakes mistakes, long requests, long seed)
            throws IOException, InterruptedException {
        warmUp(mistakes, requests, seed);
        awaitNobody(server);
        long before = live();
        make(mistakes, requests, seed);
        awaitNobody(server);
        long after = live();
        double growth = (after - before) / (double) before;
        System.out.printf(
                "%s: %d requests; live heap %d bytes before, %d after (%+.2f %%)%n",
                what, requests, before, after, 100 * growth);
        if (growth > HEAP_GROWTH) {
            throw new IOException("the live heap grew by more than " + 100 * HEAP_GROWTH + " %");
        }
    }

    /** Also until the threads of a burst are gone, whose memory is on the heap. */
    private static void awaitNobody(HelperServer server) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while ((server.connections() > 0 || workers() > WORKERS_AT_REST) && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        if (server.connections() > 0) {
            throw new IOException(server.connections() + " connections are left");
        }
    }

    /** What is reachable, in bytes. */
    private static long live() throws InterruptedException {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            runtime.gc();
            // Cleaners free native memory on a thread of their own.
            TimeUnit.MILLISECONDS.sleep(100);
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static void warmUp(Mistakes mistakes, long requests, long seed) throws IOException, InterruptedException {
        make(mistakes, WARM_UP_THREADS, Math.min(WARM_UP, requests), seed);
    }

    private static void make(Mistakes mistakes, long requests, long seed) throws IOException, InterruptedException {
        make(mistakes, THREADS, requests, seed + 1);
    }

    private static void make(Mistakes mistakes, int threads, long requests, long seed)
            throws IOException, InterruptedException {
        Crew.start(threads, thread -> mistakes.make(requests / threads, new SplittableRandom(seed * threads + thread)))
                .join();
    }

    private static long workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pr-worker-"))
                .count();
    }
}
