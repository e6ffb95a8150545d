// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.raw.RawConnection.Input;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import io.prhelper.guard.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anything can be sent, and what comes back is told apart. */
final class RawConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private UnixListener listener;
    private HelperServer server;

    @BeforeEach
    void serve() throws IOException {
        listener = UnixListener.bind(socket().toString(), OptionalInt.empty());
        server = HelperServer.on(listener.fd())
                .device((fd, exchange) -> exchange.good(new byte[8]))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
        listener.close();
    }

    @Test
    void aCloseAfterAllWasReadIsAnEndAndOneBeforeIsAReset() throws IOException {
        try (RawConnection connection = connect(LONG)) {
            connection.send(new byte[] {-1, -1, -1, -1});
            assertThat(connection.receive(1)).isEqualTo(Input.Nothing.END);
        }
        try (RawConnection connection = connect(LONG)) {
            connection.send(new byte[] {-1, -1, -1, -1, 0});
            assertThat(connection.receive(1)).isEqualTo(Input.Nothing.RESET);
        }
    }

    @Test
    void silenceIsToldAfterThePatience() throws IOException {
        try (RawConnection connection = connect(Duration.ofMillis(10))) {
            assertThat(connection.receive(1)).isEqualTo(Input.Nothing.SILENCE);
        }
    }

    @Test
    void aRequestInPiecesIsAnsweredAndItsReadingSeen() throws IOException {
        try (RawConnection connection = connect(LONG);
                OwnedFd disk = OwnedFd.inMemory("disk")) {
            connection.send(new byte[4]);
            connection.send(new byte[] {0x5e, 0, 0, 0, 0, 0, 0, 0});
            Await.until("all is read", connection::allRead);
            connection.send(new byte[] {8, 0, 0, 0, 0, 0, 0, 0}, disk.fd());
            connection.endOutput();
            int received = 0;
            while (connection.receive(200) instanceof Input.Bytes(var bytes)) {
                received += bytes.remaining();
            }
            assertThat(received).isEqualTo(104 + 8);
        }
    }

    @Test
    void asManyDescriptorsAsTheKernelTakesCanBeSent() throws IOException {
        try (RawConnection connection = connect(LONG);
                OwnedFd disk = OwnedFd.inMemory("disk")) {
            int[] fds = Collections.nCopies(RawConnection.MAX_DESCRIPTORS, disk.fd()).stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            connection.send(new byte[4]);
            assertThat(connection.send(new byte[16], fds)).isTrue();
            assertThat(connection.receive(1)).isEqualTo(Input.Nothing.END);
            assertThat(connection.send(new byte[1])).isFalse();
        }
    }

    @Test
    void whatNoMessageTakesIsRefused() throws IOException {
        try (RawConnection connection = connect(LONG)) {
            assertThatIllegalArgumentException().isThrownBy(() -> connection.send(new byte[0]));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> connection.send(new byte[1], new int[254]))
                    .withMessageContaining("254");
        }
    }

    /** Connected, and greeted. */
    private RawConnection connect(Duration patience) throws IOException {
        RawConnection connection = RawConnection.connect(socket(), patience);
        Input greeting = connection.receive(4);
        while (greeting == Input.Nothing.SILENCE) {
            greeting = connection.receive(4);
        }
        assertThat(greeting).isInstanceOf(Input.Bytes.class);
        return connection;
    }

    private Path socket() {
        return folder.resolve("s");
    }
}
