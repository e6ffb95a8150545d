// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Memory of a helper at rest, after requests, with idle clients, and of one among ten. */
final class Footprint implements Measurement {
    private static final int ROUNDS = 3;
    private static final int REQUESTS = 1000;
    private static final int IDLE = 1000;
    private static final int INSTANCES = 10;
    private static final double KIB_PER_MIB = 1024;

    /** Long enough for what a helper does on its own after it has begun to serve. */
    private static final long REST_MS = 1000;

    private static final String REQUESTED = "after " + REQUESTS + " requests";
    private static final String RESIDENT = ", resident, MiB";
    private static final String DIRTY = ", private dirty, MiB";
    private static final String EACH_IDLE = "each of " + IDLE + " idle connections, private dirty, KiB";
    private static final String INSTANCE = "each of " + INSTANCES + " instances, " + REQUESTED + ", PSS, MiB";

    @Override
    public Outcome run(Bed bed) throws IOException, InterruptedException {
        Results results = new Results();
        for (int round = 0; round < bed.rounds(ROUNDS); round++) {
            for (Program program : bed.oursAndReference(bed.oursForMany())) {
                one(bed, results, program);
                many(bed, results, program);
            }
        }
        return new Outcome(
                results.table(),
                List.of(
                        new Goal(REQUESTED + RESIDENT, results.median(REQUESTED + RESIDENT, Bed.OURS), 38),
                        new Goal(REQUESTED + DIRTY, results.median(REQUESTED + DIRTY, Bed.OURS), 12),
                        new Goal(INSTANCE, results.median(INSTANCE, Bed.OURS), 14),
                        new Goal(EACH_IDLE, results.median(EACH_IDLE, Bed.OURS), 4)));
    }

    private static void one(Bed bed, Results results, Program program) throws IOException, InterruptedException {
        try (Contender helper = Contender.start(program, bed.socket("memory"))) {
            rest();
            add(results, "at rest", program, Memory.of(helper.pid()));
            request(bed, helper);
            rest();
            Memory before = Memory.of(helper.pid());
            add(results, REQUESTED, program, before);
            List<HelperClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < IDLE; i++) {
                    clients.add(HelperClient.connect(helper.socket()));
                }
                rest();
                Memory with = Memory.of(helper.pid());
                results.add(EACH_IDLE, program.name(), Math.max(0, with.dirty() - before.dirty()) / (double) IDLE);
            } finally {
                clients.forEach(HelperClient::close);
            }
        }
    }

    private static void many(Bed bed, Results results, Program program) throws IOException, InterruptedException {
        List<Contender> helpers = new ArrayList<>();
        try {
            for (int i = 0; i < INSTANCES; i++) {
                Contender helper = Contender.start(program, bed.socket("memory-" + i));
                helpers.add(helper);
                request(bed, helper);
            }
            rest();
            double sum = 0;
            for (Contender helper : helpers) {
                sum += Memory.of(helper.pid()).proportional();
            }
            results.add(INSTANCE, program.name(), sum / INSTANCES / KIB_PER_MIB);
        } finally {
            helpers.forEach(Contender::close);
        }
    }

    private static void request(Bed bed, Contender helper) throws IOException {
        try (HelperClient client = HelperClient.connect(helper.socket());
                OwnedFd disk = OwnedFd.open(Path.of(bed.device()), true)) {
            for (int i = 0; i < REQUESTS; i++) {
                client.execute(disk.fd(), new PrInCommand(PrInAction.READ_KEYS, 8192));
            }
        }
    }

    private static void add(Results results, String when, Program program, Memory memory) {
        results.add(when + RESIDENT, program.name(), memory.resident() / KIB_PER_MIB);
        results.add(when + DIRTY, program.name(), memory.dirty() / KIB_PER_MIB);
    }

    private static void rest() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(REST_MS);
    }
}
