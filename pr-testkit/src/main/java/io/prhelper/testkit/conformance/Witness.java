// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.ffm.raw.RawConnection;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A descriptor that tells when the helper has closed its copy: one end of a connection, whose other end sees the end of the stream when
 * nobody has the first one open any more.
 */
final class Witness implements AutoCloseable {
    private final RawConnection sent;
    private final SocketChannel other;

    private Witness(RawConnection sent, SocketChannel other) {
        this.sent = sent;
        this.other = other;
    }

    static Witness open() throws IOException {
        Path folder = Files.createTempDirectory("witness");
        Path path = folder.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            RawConnection sent = RawConnection.connect(path, ConformanceSubject.PATIENCE);
            return new Witness(sent, server.accept());
        } finally {
            Files.deleteIfExists(path);
            Files.delete(folder);
        }
    }

    /** To be sent. */
    int fd() {
        return sent.fd();
    }

    /** Expects that the helper closes its copy. */
    void isClosedAfter(String what) throws IOException {
        sent.close();
        other.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            other.register(selector, SelectionKey.OP_READ);
            selector.select(ConformanceSubject.PATIENCE.toMillis());
        }
        Expect.equal(
                "end of the descriptor that the helper received, after " + what,
                -1,
                other.read(ByteBuffer.allocate(1)));
    }

    @Override
    public void close() throws IOException {
        sent.close();
        other.close();
    }
}
