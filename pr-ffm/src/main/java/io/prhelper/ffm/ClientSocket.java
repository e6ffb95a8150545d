// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.KernelException;
import io.prhelper.ffm.libc.SocketCalls;
import io.prhelper.ffm.struct.Scratch;
import io.prhelper.ffm.struct.SockaddrUn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A connected Unix stream socket. */
final class ClientSocket {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_CLOEXEC = 0x80000;

    private ClientSocket() {}

    /** Connects; the message of the exception names the path. */
    static OwnedFd connect(Path path) throws IOException {
        SocketCalls sockets = Kernel.linux().sockets();
        CallState state = new CallState();
        try (Scratch scratch = new Scratch()) {
            SockaddrUn address = scratch.keep(new SockaddrUn(path.toString().getBytes(StandardCharsets.UTF_8)));
            OwnedFd socket = new OwnedFd(KernelException.check(
                    "socket", "AF_UNIX", sockets.socket(state, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)));
            int connected = sockets.connect(state, socket.fd(), address.address(), SockaddrUn.SIZE);
            if (connected < 0) {
                socket.close();
                throw new KernelException("connect", path.toString(), connected);
            }
            return socket;
        }
    }
}
