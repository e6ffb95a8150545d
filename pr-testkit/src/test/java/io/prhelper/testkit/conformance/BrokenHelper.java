// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.protocol.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A helper with exactly one slip, that sees no descriptors (the kernel drops them), and whose disk has one registration. */
final class BrokenHelper implements AutoCloseable {
    private static final int KEYS_LENGTH = 16;
    private static final int CAPABILITIES_LENGTH = 8;

    private final ServerSocketChannel listener;
    private final Slip slip;
    private final Thread acceptor;

    /** What is wrong with it. */
    enum Slip {
        NONE,
        UNKNOWN_FEATURE,
        TAKES_ANY_FEATURE,
        IGNORES_ALLOCATION_LENGTH,
        CAPABILITIES_CUT_SHORT,
        DATA_WITH_OUT,
        DATA_WITH_CHECK_CONDITION,
        SENSE_WITH_GOOD,
        STATUS_IN_WRONG_BYTE,
        ANSWERS_ANY_OPCODE,
        TAKES_ANY_LENGTH,
        FOUR_BYTE_LENGTH
    }

    private BrokenHelper(ServerSocketChannel listener, Slip slip) {
        this.listener = listener;
        this.slip = slip;
        acceptor = Thread.ofPlatform().daemon().start(this::accept);
    }

    static BrokenHelper listen(Path path, Slip slip) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path));
        return new BrokenHelper(listener, slip);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = listener.accept();
                Thread.ofPlatform().daemon().start(() -> converse(connection));
            }
        } catch (ClosedChannelException closed) {
            // The test is over.
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void converse(SocketChannel connection) {
        try (connection) {
            connection.write(ByteBuffer.allocate(4).putInt(0, slip == Slip.UNKNOWN_FEATURE ? 2 : 0));
            ByteBuffer answer = ByteBuffer.allocate(4);
            boolean open = fill(connection, answer);
            if (answer.getInt(0) != 0 && slip != Slip.TAKES_ANY_FEATURE) {
                return;
            }
            while (open) {
                open = serve(connection);
            }
        } catch (IOException gone) {
            // The client left.
        }
    }

    private static boolean fill(SocketChannel connection, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (connection.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean serve(SocketChannel connection) throws IOException {
        ByteBuffer cdb = ByteBuffer.allocate(Wire.CDB_LENGTH);
        if (!fill(connection, cdb)) {
            return false;
        }
        int opcode = cdb.get(0) & 0xff;
        int length = cdb.getShort(7) & 0xffff;
        boolean in = opcode == Wire.PERSISTENT_RESERVE_IN;
        boolean out = opcode == Wire.PERSISTENT_RESERVE_OUT;
        boolean known = in || out || opcode == Wire.CLEANUP;
        if ((!known && slip != Slip.ANSWERS_ANY_OPCODE)
                || (length > Wire.MAX_DATA_LENGTH && slip != Slip.TAKES_ANY_LENGTH)) {
            return false;
        }
        int listLength = slip == Slip.FOUR_BYTE_LENGTH ? Math.min(cdb.getInt(5), 1 << 16) : length;
        if (out && !fill(connection, ByteBuffer.allocate(listLength))) {
            return false;
        }
        connection.write(in ? in(cdb.get(1) & 0x1f, length) : out(cdb, out));
        return true;
    }

    private ByteBuffer in(int action, int length) {
        if (action > 3 || (action == 2 && length < 3 && slip != Slip.CAPABILITIES_CUT_SHORT)) {
            return reply(2, slip == Slip.DATA_WITH_CHECK_CONDITION ? 8 : 0, 0x24);
        }
        int size = action == 2 ? CAPABILITIES_LENGTH : KEYS_LENGTH;
        return reply(0, slip == Slip.IGNORES_ALLOCATION_LENGTH ? size : Math.min(size, length), 0);
    }

    private ByteBuffer out(ByteBuffer cdb, boolean out) {
        if (out && cdb.getShort(5) != 0) {
            return reply(2, 0, 0x24);
        }
        return reply(0, out && slip == Slip.DATA_WITH_OUT ? 8 : 0, 0);
    }

    private ByteBuffer reply(int status, int size, int asc) {
        ByteBuffer reply = ByteBuffer.allocate(Wire.REPLY_LENGTH + size);
        reply.putInt(0, slip == Slip.STATUS_IN_WRONG_BYTE ? status << 8 | 0x100 : status);
        reply.putInt(4, size);
        if (status == 2) {
            reply.put(8, (byte) 0x70).put(10, (byte) 5).put(15, (byte) 0x0a).put(20, (byte) asc);
        }
        if (status == 0 && slip == Slip.SENSE_WITH_GOOD) {
            reply.put(8, (byte) 0x70);
        }
        return reply;
    }

    @Override
    public void close() throws Exception {
        listener.close();
        acceptor.join();
    }
}
