// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.core.protocol.Wire;
import io.prhelper.ffm.raw.RawConnection;
import io.prhelper.ffm.raw.RawConnection.Input;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client that may break every rule, and waits a bounded time for everything. */
final class Client implements AutoCloseable {
    static final byte[] READ_KEYS = cdb(Wire.PERSISTENT_RESERVE_IN, 0, 8);

    private final RawConnection connection;

    private Client(RawConnection connection) {
        this.connection = connection;
    }

    /** How a request was answered: status, sense data as key, ASC and ASCQ in one number, and how many bytes came with it. */
    record Reply(int status, int sense, int size) {
        @Override
        public String toString() {
            return String.format("status %02Xh, sense %06X, %d bytes", status, sense, size);
        }
    }

    /** Connects, and sends and reads nothing. */
    static Client connect(Path socket, Duration patience) throws IOException {
        return new Client(RawConnection.connect(socket, patience));
    }

    /**
     * Connects and shakes hands.
     *
     * @throws IOException if the greeting does not come in time
     */
    static Client greeted(Path socket, Duration patience) throws IOException {
        Client client = connect(socket, patience);
        if (client.receive(Wire.FEATURES_LENGTH) == null) {
            client.close();
            throw new IOException("no greeting within " + patience.toMillis() + " ms");
        }
        client.send(new byte[Wire.FEATURES_LENGTH]);
        return client;
    }

    /** 16 bytes. */
    static byte[] cdb(int opcode, int serviceAction, int length) {
        byte[] cdb = new byte[Wire.CDB_LENGTH];
        cdb[0] = (byte) opcode;
        cdb[1] = (byte) serviceAction;
        cdb[7] = (byte) (length >> 8);
        cdb[8] = (byte) length;
        return cdb;
    }

    RawConnection raw() {
        return connection;
    }

    boolean send(byte[] bytes, int... descriptors) throws IOException {
        return connection.send(bytes, descriptors);
    }

    /** That many bytes; null if they do not come, for whatever reason. */
    byte @Nullable [] receive(int count) throws IOException {
        byte[] bytes = new byte[count];
        int filled = 0;
        while (filled < count) {
            if (!(connection.receive(count - filled) instanceof Input.Bytes(ByteBuffer more))) {
                return null;
            }
            int length = more.remaining();
            more.get(bytes, filled, length);
            filled += length;
        }
        return bytes;
    }

    /** Takes a reply; null if it does not come, or not whole. */
    @Nullable
    Reply reply() throws IOException {
        byte[] head = receive(Wire.REPLY_LENGTH);
        if (head == null) {
            return null;
        }
        ByteBuffer fields = ByteBuffer.wrap(head);
        int size = fields.getInt(4);
        if (size > 0 && receive(size) == null) {
            return null;
        }
        int sense = (head[10] & 0xf) << 16 | (head[20] & 0xff) << 8 | (head[21] & 0xff);
        return new Reply(fields.getInt(0), head[8] == 0 ? 0 : sense, size);
    }

    /** Sends a request and takes its reply; null if none comes. */
    @Nullable
    Reply ask(byte[] cdb, byte[] list, int descriptor) throws IOException {
        boolean sent = send(cdb, descriptor) && (list.length == 0 || send(list));
        return sent ? reply() : null;
    }

    /** True once the helper has closed the connection. */
    boolean isClosed() throws IOException {
        Input input = connection.receive(Wire.MAX_DATA_LENGTH);
        while (input instanceof Input.Bytes) {
            input = connection.receive(Wire.MAX_DATA_LENGTH);
        }
        return input != Input.Nothing.SILENCE;
    }

    @Override
    public void close() {
        connection.close();
    }
}
