// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.Sense;
import io.prhelper.testkit.load.Client.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Every way in which a request can go wrong, each with the answer that it must get. */
final class Mistakes {
    static final byte[] NOTHING = {};

    private static final byte[] LIST = new byte[24];
    private static final byte[] REGISTER = Client.cdb(Wire.PERSISTENT_RESERVE_OUT, 0, LIST.length);
    private static final int CHECK_CONDITION = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** One in so many requests ends its connection. */
    private static final int ENDING = 10;

    private final Path socket;
    private final Kinds kinds;
    private final List<Request> answered = new ArrayList<>();
    private final List<Ending> ending = new ArrayList<>();

    /** A request that is answered, which is checked. */
    @FunctionalInterface
    private interface Request {
        void make(Client client) throws IOException;
    }

    /** What ends a connection; the helper has to have closed it, if it says so. */
    @FunctionalInterface
    private interface Ending {
        boolean mustBeClosed(Client client) throws IOException;
    }

    /** Where nodes of drivers that take no SCSI commands are answered with {@code node}. */
    Mistakes(Path socket, Kinds kinds, Sense node) {
        this.socket = socket;
        this.kinds = kinds;
        for (int i = 0; i < kinds.count(); i++) {
            Sense sense = kinds.isNode(i) ? node : Sense.IO_PROCESS_TERMINATED;
            wanted(Client.READ_KEYS, NOTHING, kinds.get(i), sense(sense));
        }
        int readOnly = kinds.get(2);
        wanted(REGISTER, LIST, kinds.get(0), sense(Sense.IO_PROCESS_TERMINATED));
        wanted(REGISTER, LIST, readOnly, sense(Sense.INVALID_OPCODE));
        wanted(Client.cdb(Wire.CLEANUP, 0, 0), NOTHING, readOnly, sense(Sense.INVALID_OPCODE));
        wanted(Client.cdb(Wire.CLEANUP, 0, 0), NOTHING, kinds.get(1), new Reply(0, 0, 0));
        byte[] lengthsDiffer = REGISTER.clone();
        lengthsDiffer[6] = 1;
        wanted(lengthsDiffer, LIST, kinds.get(1), sense(Sense.INVALID_FIELD_IN_CDB));
        addViolations();
        addDepartures();
    }

    static Reply sense(Sense sense) {
        return new Reply(CHECK_CONDITION, sense.key() << 16 | sense.asc() << 8 | sense.ascq(), 0);
    }

    /** Another request, and its answer. */
    void wanted(byte[] cdb, byte[] list, int descriptor, Reply reply) {
        // A device looks at 6 or 10 bytes, but 16 are sent.
        byte[] whole = Arrays.copyOf(cdb, Wire.CDB_LENGTH);
        answered.add(client -> check(whole, reply, client.ask(whole, list, descriptor)));
    }

    /** Another request, which must always be answered as it is now. */
    void asNow(byte[] cdb, byte[] list, int descriptor) throws IOException {
        try (Client client = Client.greeted(socket, PATIENCE)) {
            Reply reply = client.ask(cdb, list, descriptor);
            if (reply == null) {
                throw new IOException("no reply");
            }
            wanted(cdb, list, descriptor, reply);
        }
    }

    /** Another request that ends the connection. */
    void fatal(byte[] cdb, byte[] list, int descriptor) {
        ending.add(client -> client.send(cdb, descriptor) && (list.length == 0 || client.send(list)));
    }

    private void addViolations() {
        int file = kinds.get(1);
        int[] many = new int[253];
        Arrays.fill(many, file);
        ending.add(client -> client.send(Client.READ_KEYS));
        ending.add(client -> client.send(Client.READ_KEYS, file, file));
        ending.add(client -> client.send(Client.READ_KEYS, many));
        for (int opcode : new int[] {0x00, 0x12, 0x60, 0xfe}) {
            fatal(Client.cdb(opcode, 0, 0), NOTHING, file);
        }
        fatal(Client.cdb(Wire.PERSISTENT_RESERVE_IN, 0, 8193), NOTHING, file);
        fatal(Client.cdb(Wire.PERSISTENT_RESERVE_OUT, 0, 8193), NOTHING, file);
    }

    private void addDepartures() {
        int file = kinds.get(1);
        ending.add(client -> gone(client.send(Arrays.copyOf(Client.READ_KEYS, 9), file)));
        ending.add(client -> gone(client.send(REGISTER, file)));
        ending.add(client -> gone(client.send(REGISTER, file) && client.send(new byte[23])));
        ending.add(client -> gone(client.send(Client.READ_KEYS, file)));
        ending.add(client -> {
            for (int i = 0; i < 5; i++) {
                client.send(Client.READ_KEYS, file);
            }
            return false;
        });
    }

    private static boolean gone(boolean sent) throws IOException {
        if (!sent) {
            throw new IOException("the helper closed a connection that had kept the rules");
        }
        return false;
    }

    /** Makes so many of them, some on one connection, some that end it. */
    void make(long count, SplittableRandom random) throws IOException {
        Client client = null;
        try {
            for (long i = 0; i < count; i++) {
                if (client == null) {
                    client = Client.greeted(socket, PATIENCE);
                }
                if (random.nextInt(ENDING) == 0) {
                    end(client, ending.get(random.nextInt(ending.size())));
                    client = null;
                } else {
                    answered.get(random.nextInt(answered.size())).make(client);
                }
            }
        } finally {
            if (client != null) {
                client.close();
            }
        }
    }

    private static void check(byte[] cdb, Reply wanted, @Nullable Reply reply) throws IOException {
        if (!wanted.equals(reply)) {
            throw new IOException("wanted " + wanted + ", got " + text(reply) + " to CDB " + Arrays.toString(cdb));
        }
    }

    private static String text(@Nullable Reply reply) {
        return reply == null ? "no reply" : reply.toString();
    }

    private static void end(Client client, Ending how) throws IOException {
        try (client) {
            if (how.mustBeClosed(client) && !client.isClosed()) {
                throw new IOException("the helper left a connection open that had broken the rules");
            }
        }
    }
}
