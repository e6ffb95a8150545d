// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.struct.SockaddrUn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries arrive as they were written, one in a datagram, and whoever writes them is never kept waiting. */
final class JournalSocketTest {
    private final CallState state = new CallState();

    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("socket");
    }

    private OwnedFd listen() throws IOException {
        var sockets = Kernel.linux().sockets();
        int type = Flags.SOCK_DGRAM | Flags.SOCK_CLOEXEC;
        OwnedFd fd =
                new OwnedFd(KernelException.check("socket", "AF_UNIX", sockets.socket(state, Flags.AF_UNIX, type, 0)));
        SockaddrUn address = new SockaddrUn(path().toString().getBytes(StandardCharsets.UTF_8));
        KernelException.check("bind", path().toString(), sockets.bind(state, fd.fd(), address, address.length()));
        return fd;
    }

    private String receive(OwnedFd journal) {
        Memory memory = new Memory(1 << 16);
        int count = Kernel.linux().sockets().recv(state, journal.fd(), memory, 0, 1 << 16, Flags.MSG_DONTWAIT);
        byte[] bytes = new byte[Math.max(count, 0)];
        memory.buffer().get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachEntryIsADatagram() throws IOException {
        String longOne = "MESSAGE=" + "x".repeat(20_000) + "\n";
        try (OwnedFd journal = listen();
                JournalSocket socket = JournalSocket.open(path())) {
            ByteBuffer entry = bytes("..MESSAGE=a\nPR_KEY=b\n").position(2);
            assertThat(socket.write(entry)).isEqualTo(19);
            assertThat(entry.hasRemaining()).isFalse();
            assertThat(socket.write(bytes(longOne))).isEqualTo(longOne.length());
            assertThat(receive(journal)).isEqualTo("MESSAGE=a\nPR_KEY=b\n");
            assertThat(receive(journal)).isEqualTo(longOne);
            assertThat(receive(journal)).isEmpty();
        }
    }

    @Test
    void whereNobodyListensItSaysSoUntilSomebodyDoes() throws IOException {
        try (JournalSocket socket = JournalSocket.open(path())) {
            assertThatThrownBy(() -> socket.write(bytes("MESSAGE=a\n")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("No such file or directory");
            listen().close();
            assertThatThrownBy(() -> socket.write(bytes("MESSAGE=a\n")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("Connection refused");
            Files.delete(path());
            try (OwnedFd journal = listen()) {
                socket.write(bytes("MESSAGE=b\n"));
                assertThat(receive(journal)).isEqualTo("MESSAGE=b\n");
            }
        }
    }

    @Test
    void aJournalThatIsBusyTakesNothingNow() throws IOException {
        try (OwnedFd journal = listen();
                JournalSocket socket = JournalSocket.open(path())) {
            ByteBuffer entry = bytes("MESSAGE=a\n");
            int taken = 0;
            while (socket.write(entry) > 0) {
                entry.rewind();
                taken++;
            }
            assertThat(taken).isPositive();
            assertThat(entry.remaining()).isEqualTo(10);
            assertThat(receive(journal)).isEqualTo("MESSAGE=a\n");
            assertThat(socket.write(entry)).isEqualTo(10);
        }
    }

    @Test
    void whatIsClosedSendsNothing() throws IOException {
        JournalSocket socket = JournalSocket.open(path());
        assertThat(socket.isOpen()).isTrue();
        socket.close();
        assertThat(socket.isOpen()).isFalse();
        assertThatThrownBy(() -> socket.write(bytes("x"))).hasMessage("Bad file descriptor");
    }
}
