// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.core.protocol.Wire;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.testkit.bench.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A helper, and clients that hold it up: silent ones, slow ones, some whose SG_IO never returns (the program {@code stuck_ioctl}), and
 * some whose descriptor can not be closed ({@code stuck_file}).
 */
final class Pests implements AutoCloseable {
    /** What the helper has to stand. */
    static final Plan ALL = new Plan(100, 20, 70, 10);

    /** What one device has to do at a time. */
    private static final int IN_FLIGHT = 4;

    private static final int SYS_CLOSE = 3;
    private static final int SYS_IOCTL = 16;
    private static final Duration UNTIL_STUCK = Duration.ofSeconds(60);

    /** More replies than fit into a socket. */
    private static final int UNREAD = 400;

    private final Watched helper;
    private final Plan plan;
    private final Path folder;
    private final List<Client> clients = new ArrayList<>();
    private final List<OwnedFd> descriptors = new ArrayList<>();
    private @Nullable StuckFiles files;

    /** How many of each. */
    record Plan(int silent, int slow, int ioctls, int closes) {}

    private Pests(Watched helper, Plan plan, Path folder) {
        this.helper = helper;
        this.folder = folder;
        this.plan = plan;
    }

    /** Starts the helper and lets them loose on it; as many as get that far. */
    static Pests start(Site site, Program program, Plan plan) throws IOException, InterruptedException {
        int devices = Math.ceilDiv(plan.ioctls, IN_FLIGHT);
        List<String> command =
                new ArrayList<>(List.of(site.tool("stuck_ioctl"), site.work().toString(), Integer.toString(devices)));
        command.addAll(program.command());
        Pests pests = new Pests(Watched.start(new Program(program.name(), command), site), plan, site.work());
        boolean complete = false;
        try {
            pests.comeIn(site);
            complete = true;
        } finally {
            if (!complete) {
                pests.close();
            }
        }
        return pests;
    }

    private void comeIn(Site site) throws IOException, InterruptedException {
        Path socket = helper.socket();
        for (int i = 0; i < plan.silent; i++) {
            clients.add(Client.connect(socket, Stuck.PATIENCE));
        }
        OwnedFd device = keep(OwnedFd.open(site.device(), true));
        for (int i = 0; i < plan.slow; i++) {
            beSlow(keep(Client.greeted(socket, Stuck.PATIENCE)), i, device.fd());
        }
        for (int i = 0; i < plan.ioctls; i++) {
            OwnedFd stuck = keep(OwnedFd.open(site.work().resolve("stuck-" + i / IN_FLIGHT), true));
            keep(Client.greeted(socket, Stuck.PATIENCE)).send(Client.READ_KEYS, stuck.fd());
        }
        if (plan.closes > 0) {
            files = new StuckFiles(site);
            OwnedFd file = keep(files.open());
            for (int i = 0; i < plan.closes; i++) {
                keep(Client.greeted(socket, Stuck.PATIENCE)).send(Client.READ_KEYS, file.fd());
            }
        }
        awaitStuck();
    }

    private Client keep(Client client) {
        clients.add(client);
        return client;
    }

    private OwnedFd keep(OwnedFd descriptor) {
        descriptors.add(descriptor);
        return descriptor;
    }

    private static void beSlow(Client client, int number, int device) throws IOException, InterruptedException {
        switch (number % 3) {
            case 0 -> {
                client.send(Arrays.copyOf(Client.READ_KEYS, 1), device);
                for (int i = 1; i < Wire.CDB_LENGTH - 1; i++) {
                    client.send(Arrays.copyOfRange(Client.READ_KEYS, i, i + 1));
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            }
            case 1 -> client.send(Client.cdb(Wire.PERSISTENT_RESERVE_OUT, 0, 24), device);
            default -> {
                for (int i = 0; i < UNREAD; i++) {
                    client.send(Client.READ_KEYS, device);
                }
            }
        }
    }

    private void awaitStuck() throws IOException, InterruptedException {
        long end = System.nanoTime() + UNTIL_STUCK.toNanos();
        while (!isAsPlanned() && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private long ioctls() throws IOException {
        return helper.threadsIn(SYS_IOCTL);
    }

    private long closes() throws IOException {
        return helper.threadsIn(SYS_CLOSE);
    }

    Watched helper() {
        return helper;
    }

    /** What the kernel says of it. */
    String description() throws IOException {
        return plan.silent + " silent and " + plan.slow + " slow clients, " + ioctls() + " of " + plan.ioctls
                + " threads in ioctl(2), " + closes() + " of " + plan.closes + " in close(2)";
    }

    /** True if all that were to be stuck are. */
    boolean isAsPlanned() throws IOException {
        return ioctls() == plan.ioctls && closes() == plan.closes;
    }

    /** Lets the closes go on. */
    void releaseCloses() {
        StuckFiles mounted = files;
        if (mounted != null) {
            mounted.close();
        }
    }

    @Override
    public void close() {
        // First of all: a close of one of its files, here or there, waits for it.
        releaseCloses();
        descriptors.forEach(OwnedFd::close);
        clients.forEach(Client::close);
        helper.close();
        awaitNoNodes();
    }

    /** The helper's end is that of the devices, but not at once. */
    private void awaitNoNodes() {
        long end = System.nanoTime() + UNTIL_STUCK.toNanos();
        Path last = folder.resolve("stuck-" + (Math.ceilDiv(plan.ioctls, IN_FLIGHT) - 1));
        while (Files.exists(last) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(10_000_000);
        }
    }
}
