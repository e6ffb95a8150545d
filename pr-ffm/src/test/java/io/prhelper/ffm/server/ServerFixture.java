// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.DevicePort;
import io.prhelper.guard.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** A server on a socket in a folder of its own, with a recorder and patient raw clients. */
public final class ServerFixture implements AutoCloseable {
    static final byte[] READ_KEYS = cdb(0x5e, 0, 8192);
    static final byte[] REGISTER = cdb(0x5f, 0, 24);

    /** What {@link #KEYS} answers. */
    static final byte[] NO_KEYS = {0, 0, 0, 7, 0, 0, 0, 0};

    /** READ KEYS data of 8192 bytes. */
    static final byte[] MANY_KEYS = manyKeys();

    private static byte[] manyKeys() {
        byte[] data = new byte[8192];
        for (int i = 8; i < data.length; i++) {
            data[i] = (byte) (i * 7);
        }
        data[6] = (byte) (8184 >> 8);
        data[7] = (byte) 8184;
        return data;
    }

    final Path path;
    final Recorder events = new Recorder();
    final UnixListener listener;
    final HelperServer server;

    ServerFixture(UnaryOperator<HelperServer.Builder> how) throws IOException {
        path = Files.createTempDirectory("pr").resolve("s");
        listener = UnixListener.bind(path.toString(), OptionalInt.empty());
        server = how.apply(HelperServer.on(listener.fd()).observer(events)).start();
    }

    /** A port that answers everything GOOD, PERSISTENT RESERVE IN with {@link #NO_KEYS}. */
    static final DevicePort KEYS = (fd, exchange) -> {
        if (exchange.opcode() == 0x5e) {
            exchange.good(NO_KEYS);
        } else {
            exchange.good(0);
        }
    };

    /** With a port that always answers. */
    static ServerFixture answering() throws IOException {
        return new ServerFixture(builder -> builder.device(KEYS));
    }

    /** 16 bytes. */
    static byte[] cdb(int opcode, int serviceAction, int length) {
        byte[] cdb = new byte[16];
        cdb[0] = (byte) opcode;
        cdb[1] = (byte) serviceAction;
        cdb[7] = (byte) (length >> 8);
        cdb[8] = (byte) length;
        return cdb;
    }

    /** Connected, nothing read or sent. */
    RawClient connect() throws IOException {
        return RawClient.connect(path, Duration.ofSeconds(20));
    }

    /** Connected, hands shaken. */
    RawClient greeted() throws IOException {
        RawClient client = connect();
        byte[] greeting = client.receive(4);
        if (greeting.length != 4) {
            client.close();
            throw new IOException("no greeting");
        }
        client.send(new byte[4]);
        return client;
    }

    /** How many threads there are with such a name. */
    public static long threads(String beginning) {
        Thread[] threads = new Thread[Thread.activeCount() + 100];
        return Arrays.stream(threads, 0, Thread.enumerate(threads))
                .filter(thread -> thread.getName().startsWith(beginning))
                .count();
    }

    /** Waits until no server's thread is left: the last one closes what the server had open. */
    static void awaitNoThread() {
        Await.until("no thread of a server is left", () -> threads("pr-") == 0);
    }

    @Override
    public void close() throws IOException {
        server.close();
        listener.close();
        Files.deleteIfExists(path);
        Files.delete(path.resolveSibling(""));
    }
}
