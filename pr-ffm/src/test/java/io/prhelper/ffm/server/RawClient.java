// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.raw.RawConnection;
import io.prhelper.ffm.raw.RawConnection.Input;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** A {@link RawConnection} for tests that know what comes: a receive is for so many bytes, and what is not expected is an exception. */
final class RawClient implements AutoCloseable {
    private final RawConnection connection;

    private RawClient(RawConnection connection) {
        this.connection = connection;
    }

    /** Connects; waits while the listener's backlog is full. */
    static RawClient connect(Path path, Duration patience) throws IOException {
        return new RawClient(RawConnection.connect(path, patience));
    }

    int fd() {
        return connection.fd();
    }

    /** Sends all bytes; the descriptors go with the first, and stay the caller's. */
    void send(byte[] bytes, int... descriptors) throws IOException {
        if (!connection.send(bytes, descriptors)) {
            throw new IOException("the server has closed the connection");
        }
    }

    /**
     * Receives {@code count} bytes, or fewer where the server closes its end before.
     *
     * @throws SocketTimeoutException if they do not come in time
     */
    byte[] receive(int count) throws IOException {
        byte[] bytes = new byte[count];
        int filled = 0;
        while (filled < count) {
            switch (connection.receive(count - filled)) {
                case Input.Bytes(ByteBuffer more) -> {
                    int length = more.remaining();
                    more.get(bytes, filled, length);
                    filled += length;
                }
                case Input.Nothing.SILENCE -> throw new SocketTimeoutException("nothing came in time");
                case Input.Nothing.END, Input.Nothing.RESET -> {
                    return Arrays.copyOf(bytes, filled);
                }
            }
        }
        return bytes;
    }

    /** Waits for what the server does next: true if it closes the connection, also with something left unread; false if it sends. */
    boolean isClosedNext() throws IOException {
        return receive(1).length == 0;
    }

    /** True once the server has received all that was sent, or has closed the connection. */
    boolean allRead() throws IOException {
        return connection.allRead();
    }

    void shutdownOutput() throws IOException {
        connection.endOutput();
    }

    @Override
    public void close() {
        connection.close();
    }
}
