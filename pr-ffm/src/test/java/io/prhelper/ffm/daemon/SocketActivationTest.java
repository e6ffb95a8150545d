// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.prhelper.ffm.ChildJvm;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SocketActivationTest {
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"42, 1, true", "43, 1, false", "42, 0, false", "42, one, false", "me, 1, false", "42, -1, false"})
    void theEnvironmentMustNameOurProcessAndANumber(String pid, String count, boolean activated) {
        assertThat(SocketActivation.in(Map.of("LISTEN_PID", pid, "LISTEN_FDS", count), 42)
                        .isPresent())
                .isEqualTo(activated);
    }

    @Test
    void halfAnEnvironmentIsNone() {
        assertThat(SocketActivation.in(Map.of("LISTEN_PID", "42"), 42)).isEmpty();
        assertThat(SocketActivation.in(Map.of("LISTEN_FDS", "1"), 42)).isEmpty();
    }

    @Test
    void moreThanOneSocketIsRefused() {
        assertThatIOException()
                .isThrownBy(() -> activated("2").adopt("/usr/bin/qemu-pr-helper"))
                .withMessage("/usr/bin/qemu-pr-helper does not support socket activation with LISTEN_FDS > 1");
    }

    @Test
    void aListeningSocketBecomesNonBlockingAndCloseOnExec() throws IOException {
        try (UnixListener listener = UnixListener.bind(directory.resolve("s").toString(), OptionalInt.empty())) {
            var files = Kernel.linux().files();
            CallState state = new CallState();
            int copy = files.fcntl(state, listener.fd(), 0, 0);
            assertThat(files.fcntl(state, copy, 4, 0)).isZero();
            try (OwnedFd adopted = activated("1").adopt(copy)) {
                assertThat(files.fcntl(state, adopted.fd(), 1, 0)).isEqualTo(1);
                assertThat(files.fcntl(state, adopted.fd(), 3, 0) & 0x800).isEqualTo(0x800);
            }
        }
    }

    @Test
    void whateverElseIsThereIsRefused() throws IOException {
        refused(socket(AF_INET, SOCK_STREAM), "is no Unix socket");
        refused(socket(AF_UNIX, SOCK_DGRAM), "is no stream socket");
        refused(socket(AF_UNIX, SOCK_STREAM), "does not listen");
        refused(OwnedFd.inMemory("file"), ": Socket operation on non-socket");
        OwnedFd closed = OwnedFd.inMemory("closed");
        int number = closed.fd();
        closed.close();
        assertThatIOException()
                .isThrownBy(() -> activated("1").adopt(number))
                .withMessage("Failed to use socket activation: file descriptor " + number + ": Bad file descriptor");
    }

    private static void refused(OwnedFd fd, String why) {
        try (fd) {
            assertThatIOException()
                    .isThrownBy(() -> activated("1").adopt(fd.fd()))
                    .withMessage("Failed to use socket activation: file descriptor " + fd.fd()
                            + (why.startsWith(":") ? why : " " + why));
        }
    }

    private static OwnedFd socket(int domain, int type) {
        return new OwnedFd(Kernel.linux().sockets().socket(new CallState(), domain, type, 0));
    }

    private static SocketActivation activated(String count) {
        return SocketActivation.in(Map.of("LISTEN_PID", "42", "LISTEN_FDS", count), 42)
                .orElseThrow();
    }

    @Test
    void aServiceManagersSocketIsServed() throws IOException {
        Path activator = Path.of("/usr/bin/systemd-socket-activate");
        assumeThat(activator).as("needs systemd-socket-activate").isExecutable();
        Path path = directory.resolve("s");
        List<String> command = new ArrayList<>(List.of(activator.toString(), "-l", path.toString()));
        command.addAll(ChildJvm.command(List.of(), Program.class));
        try (ChildJvm child = ChildJvm.start(true, command)) {
            assertThat(child.line()).startsWith("Listening on ");
            try (OwnedFd disk = OwnedFd.inMemory("disk");
                    HelperClient client = HelperClient.connect(path)) {
                assertThat(client.execute(disk.fd(), new byte[] {0x5e, 0, 0, 0, 0, 0, 0, 0, 8}, new byte[0])
                                .copyDataIn())
                        .hasSize(8);
            }
            assertThat(path).exists();
        }
    }

    /** Serves the socket that it was passed. */
    static final class Program {
        private Program() {}

        /** The environment as C code sees it. */
        @SuppressWarnings("restricted") // a test may ask the C library itself
        private static boolean hasVariable(String name) {
            Linker linker = Linker.nativeLinker();
            MethodHandle getenv = linker.downcallHandle(
                    linker.defaultLookup().find("getenv").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
            try (Arena arena = Arena.ofConfined()) {
                return (long) getenv.invokeExact(arena.allocateFrom(name)) != 0;
            } catch (Throwable thrown) {
                throw new AssertionError(thrown);
            }
        }

        public static void main(String[] arguments) throws IOException {
            ChildJvm.endWithParent();
            ProcessExit exit = ProcessExit.onSignals();
            OwnedFd listener = SocketActivation.detect().orElseThrow().adopt("test");
            if (hasVariable("LISTEN_PID") || hasVariable("LISTEN_FDS")) {
                throw new IOException("whoever we start would take our socket for his");
            }
            HelperServer.on(listener.fd())
                    .device((fd, exchange) -> exchange.good(new byte[8]))
                    .start();
            exit.await();
            ProcessExit.now(0);
        }
    }
}
