// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.protocol.Wire;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.raw.RawConnection;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * Prints what a READ KEYS of one client takes, in turn by typed values and by bytes through {@link HelperClient}, with its time limit on,
 * and over a bare connection that waits for ever.
 */
public final class ClientSpeed {
    private static final int ROUNDS = 41;
    private static final int CALLS = 2_000;
    private static final byte[] CDB = PrQuery.READ_KEYS.command().cdb();
    private static final byte[] NOTHING = {};

    private ClientSpeed() {}

    /** One call. */
    @FunctionalInterface
    private interface Call {
        void once() throws IOException;
    }

    /**
     * Runs it.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("pr");
        Path socket = folder.resolve("s");
        byte[] keys = new byte[16];
        keys[7] = 8;
        keys[15] = 1;
        try (HelperServer server = HelperServer.on(UnixListener.bind(socket.toString(), OptionalInt.empty()))
                        .device((fd, exchange) -> exchange.good(keys))
                        .start();
                OwnedFd disk = OwnedFd.inMemory("disk");
                HelperClient typed = HelperClient.connect(socket);
                HelperClient bytes = HelperClient.connect(socket);
                RawConnection bare = RawConnection.connect(socket, Duration.ofSeconds(10))) {
            receive(bare, Wire.FEATURES_LENGTH);
            bare.send(new byte[Wire.FEATURES_LENGTH]);
            byte[] padded = Arrays.copyOf(CDB, Wire.CDB_LENGTH);
            List<Call> calls = List.of(
                    () -> typed.execute(disk.fd(), PrQuery.READ_KEYS),
                    () -> bytes.execute(disk.fd(), CDB, NOTHING),
                    () -> {
                        bare.send(padded, disk.fd());
                        receive(bare, Wire.REPLY_LENGTH);
                        receive(bare, keys.length);
                    });
            List<List<Double>> times = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int round = -ROUNDS; round < ROUNDS; round++) {
                for (int i = 0; i < calls.size(); i++) {
                    double micros = time(calls.get(i));
                    if (round >= 0) {
                        times.get(i).add(micros);
                    }
                }
            }
            double bareMedian = median(times.get(2));
            double bytesMedian = median(times.get(1));
            double typedMedian = median(times.get(0));
            System.out.printf("typed %.1f us, bytes %.1f us, bare %.1f us%n", typedMedian, bytesMedian, bareMedian);
            System.out.printf("typed / bytes %.3f, typed / bare %.3f%n", typedMedian / bytesMedian, typedMedian / bareMedian);
        }
        Files.delete(folder);
    }

    private static double time(Call call) throws IOException {
        long began = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            call.once();
        }
        return (System.nanoTime() - began) / 1_000.0 / CALLS;
    }

    private static void receive(RawConnection connection, int count) throws IOException {
        for (int left = count; left > 0; ) {
            if (!(connection.receive(left) instanceof RawConnection.Input.Bytes(var bytes))) {
                throw new IOException("no answer");
            }
            left -= bytes.remaining();
        }
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }
}
