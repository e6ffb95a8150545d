// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.core.protocol.Wire;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.testkit.load.Client.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Connections that send random bytes with random descriptors, while one client keeps the rules. */
final class Hostile implements Load.Run {
    private static final int THREADS = 6;
    private static final long CONNECTIONS = 1_000_000;
    private static final long BETWEEN_CHECKS = 1000;
    private static final Duration PATIENCE = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int[] LENGTHS = {0, 8, 24, 100, 8192, 8193, 0xffff};
    private static final int[] COUNTS = {0, 1, 1, 1, 1, 1, 1, 2, 3, 253};

    Hostile() {}

    @Override
    public void run(Site site) throws IOException, InterruptedException {
        long connections = site.number("connections", CONNECTIONS);
        long seed = site.number("seed", System.nanoTime());
        System.out.printf("hostile: %d connections, seed=%d%n", connections, seed);
        try (Watched helper = Watched.ours(site);
                Kinds kinds = new Kinds(site.work());
                OwnedFd device = OwnedFd.open(site.device(), true);
                Client bystander = Client.greeted(helper.socket(), LONG)) {
            Attack attack = new Attack(helper.socket(), kinds, device.fd(), connections, seed);
            Reply wanted = served(bystander, device);
            long descriptors = helper.idleDescriptors();
            long threads = helper.threads();
            long began = System.nanoTime();
            Crew crew = Crew.start(THREADS, attack::run);
            long checked = 0;
            while (crew.isBusy(Duration.ofMillis(100))) {
                if (attack.done() - checked >= BETWEEN_CHECKS) {
                    checked = attack.done();
                    helper.assertSound();
                    if (!wanted.equals(served(bystander, device))) {
                        throw new IOException("a client that keeps the rules got another answer than before");
                    }
                }
            }
            crew.join();
            double seconds = (System.nanoTime() - began) / 1e9;
            long left = helper.awaitDescriptors(descriptors);
            helper.assertSound();
            served(bystander, device);
            System.out.printf(
                    "%d connections in %.0f s, %d requests answered; helper: descriptors %d before, %d after; threads %d, %d;"
                            + " nothing thrown%n",
                    attack.done(), seconds, attack.answered(), descriptors, left, threads, helper.threads());
            if (left > descriptors) {
                throw new IOException("descriptors are left open");
            }
        }
    }

    private static Reply served(Client client, OwnedFd device) throws IOException {
        Reply reply = client.ask(Client.READ_KEYS, new byte[0], device.fd());
        if (reply == null) {
            throw new IOException("a client that keeps the rules is not served within " + LONG.toSeconds() + " s");
        }
        return reply;
    }

    /** The connections, each with chance of its own, so that it does not matter which thread makes it. */
    private static final class Attack {
        private final Path socket;
        private final Kinds kinds;
        private final int device;
        private final long connections;
        private final long seed;
        private final AtomicLong next = new AtomicLong();
        private final AtomicLong answered = new AtomicLong();

        Attack(Path socket, Kinds kinds, int device, long connections, long seed) {
            this.socket = socket;
            this.kinds = kinds;
            this.device = device;
            this.connections = connections;
            this.seed = seed;
        }

        long done() {
            return Math.min(next.get(), connections);
        }

        long answered() {
            return answered.get();
        }

        void run(int thread) throws IOException {
            long number = next.getAndIncrement();
            while (number < connections) {
                try (Client client = Client.connect(socket, PATIENCE)) {
                    converse(client, new SplittableRandom(seed + number));
                }
                number = next.getAndIncrement();
            }
        }

        private void converse(Client client, SplittableRandom random) throws IOException {
            if (random.nextInt(16) == 0 || !shakeHands(client, random)) {
                return;
            }
            for (int frames = random.nextInt(5); frames > 0; frames--) {
                if (!send(client, message(random), random)) {
                    return;
                }
                if (random.nextInt(2) == 0 && client.reply() != null) {
                    answered.incrementAndGet();
                }
            }
            if (random.nextInt(4) == 0) {
                client.raw().endOutput();
                client.isClosed();
            }
        }

        private static boolean shakeHands(Client client, SplittableRandom random) throws IOException {
            if (random.nextInt(4) != 0 && client.receive(Wire.FEATURES_LENGTH) == null) {
                return false;
            }
            return switch (random.nextInt(16)) {
                case 0 -> client.send(random(random, 4));
                case 1 -> client.send(random(random, 1 + random.nextInt(3)));
                default -> client.send(new byte[Wire.FEATURES_LENGTH]);
            };
        }

        private static byte[] random(SplittableRandom random, int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return bytes;
        }

        /** A CDB, and what follows it. */
        private static byte[] message(SplittableRandom random) {
            if (random.nextInt(8) == 0) {
                return random(random, 1 + random.nextInt(64));
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(0x10000) : LENGTHS[random.nextInt(LENGTHS.length)];
            int opcode = random.nextInt(8) == 0 ? random.nextInt(256) : new int[] {0x5e, 0x5f, 0xff}[random.nextInt(3)];
            byte[] cdb = Client.cdb(opcode, random.nextInt(random.nextBoolean() ? 8 : 256), length);
            if (random.nextInt(8) == 0) {
                cdb[5 + random.nextInt(2)] = (byte) random.nextInt(256);
            }
            cdb[9 + random.nextInt(7)] = (byte) random.nextInt(256);
            int list = opcode != 0x5f ? 0 : Math.min(length, Wire.MAX_DATA_LENGTH);
            if (random.nextInt(8) == 0) {
                list = random.nextInt(64);
            }
            byte[] message = Arrays.copyOf(cdb, cdb.length + list);
            System.arraycopy(random(random, list), 0, message, cdb.length, list);
            return message;
        }

        /** In one to three pieces, with descriptors here or there. */
        private boolean send(Client client, byte[] message, SplittableRandom random) throws IOException {
            int from = 0;
            boolean passed = false;
            while (from < message.length) {
                int to = random.nextInt(2) == 0 ? message.length : from + 1 + random.nextInt(message.length - from);
                boolean pass = !passed ? random.nextInt(4) != 0 || to == message.length : random.nextInt(16) == 0;
                int[] descriptors = pass ? descriptors(client, random) : new int[0];
                passed |= pass;
                if (!client.send(Arrays.copyOfRange(message, from, to), descriptors)) {
                    return false;
                }
                from = to;
            }
            return true;
        }

        private int[] descriptors(Client client, SplittableRandom random) {
            int[] descriptors = new int[COUNTS[random.nextInt(COUNTS.length)]];
            for (int i = 0; i < descriptors.length; i++) {
                int kind = random.nextInt(kinds.count() + 4);
                descriptors[i] = kind < kinds.count()
                        ? kinds.get(kind)
                        : kind == kinds.count() ? client.raw().fd() : device;
            }
            return descriptors;
        }
    }
}
