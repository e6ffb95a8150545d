// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.FileIdentity;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.file.Folder;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.FileCalls;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.SocketCalls;
import io.prhelper.ffm.libc.Varying;
import io.prhelper.ffm.struct.SockaddrUn;
import io.prhelper.ffm.struct.Statx;
import io.prhelper.ffm.struct.Ucred;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * A socket that listens under a name which somebody else can give to another file: it gets mode and group by a descriptor, and only once
 * that is certain to be the socket's. By name they went to whatever a link in its place led to.
 */
final class BoundSocket {
    private static final int OWNER_UNCHANGED = -1;

    private final Kernel kernel;
    private final FileCalls files;
    private final SocketCalls sockets;
    private final CallState state = new CallState();
    private final String path;
    private final int socket;

    BoundSocket(Kernel kernel, String path, int socket) {
        this.kernel = kernel;
        files = kernel.files();
        sockets = kernel.sockets();
        this.path = path;
        this.socket = socket;
    }

    static IOException swapped(String path) {
        return SocketFile.failure(path, "another process put another file in its place");
    }

    /** Takes the file of that name for the socket's. */
    FileIdentity claim(Folder folder, Memory name, OptionalInt mode, OptionalInt group) throws IOException {
        int fd = folder.open(name, Flags.O_PATH, 0);
        if (fd < 0) {
            throw Errno.ENOENT.is(fd) ? swapped(path) : SocketFile.failure(path, Errno.text(-fd));
        }
        try (OwnedFd node = new OwnedFd(fd)) {
            Statx made = new Statx();
            KernelException.check("statx", path, made.of(files, state, node.fd()));
            if (!made.isSocket()) {
                throw swapped(path);
            }
            if (mode.isPresent() || group.isPresent()) {
                recognize(node);
                give(node, made, mode, group);
            }
            return SocketFile.identity(made);
        }
    }

    /** Only a socket that this process listens on answers as this process. */
    private void recognize(OwnedFd node) throws IOException {
        try (OwnedFd client = UnixListener.unbound(kernel)) {
            int connected = connect(kernel, client, node);
            if (Errno.ENOENT.is(connected)) {
                throw SocketFile.failure(path, "its mode and group cannot be set, since /proc is missing");
            }
            if (Errno.ECONNREFUSED.is(connected)) {
                throw swapped(path);
            }
            KernelException.check("connect", path, connected);
            if (peer(kernel, client, path).pid() != ProcessHandle.current().pid()) {
                throw swapped(path);
            }
        }
        turnAway();
    }

    /** Connects to the socket of that very file, whatever its name is now: 0 or {@code -errno}, ENOENT without /proc. */
    static int connect(Kernel kernel, OwnedFd client, OwnedFd node) {
        SockaddrUn address = new SockaddrUn(itself(node).getBytes(StandardCharsets.UTF_8));
        return kernel.sockets().connect(new CallState(), client.fd(), address, SockaddrUn.SIZE);
    }

    /** Who listens where {@code client} is connected: who it was when it began to. */
    static Ucred peer(Kernel kernel, OwnedFd client, String path) throws IOException {
        Ucred peer = new Ucred();
        Memory length = new Memory(Integer.BYTES);
        length.buffer().putInt(0, Ucred.SIZE);
        int name = Varying.SO_PEERCRED.value();
        KernelException.check(
                "getsockopt",
                path,
                kernel.sockets().getsockopt(new CallState(), client.fd(), Flags.SOL_SOCKET, name, peer, length));
        return peer;
    }

    /** Nobody is to be served who connected before the socket had its name, we neither. */
    private void turnAway() {
        int early = accept();
        while (early >= 0) {
            new OwnedFd(early).close();
            early = accept();
        }
    }

    private int accept() {
        return sockets.accept4(state, socket, Memory.NULL, Memory.NULL, Flags.SOCK_CLOEXEC);
    }

    private void give(OwnedFd node, Statx made, OptionalInt mode, OptionalInt group) throws IOException {
        if (group.isPresent()) {
            int flags = Flags.AT_EMPTY_PATH;
            int given = files.fchownat(state, node.fd(), Memory.EMPTY, OWNER_UNCHANGED, group.getAsInt(), flags);
            KernelException.check("chown", path, given);
        }
        if (mode.isPresent() && made.permissions() != mode.getAsInt()) {
            // An O_PATH descriptor cannot be given to fchmod(2); this leads to the same file, whatever its name is now.
            KernelException.check("chmod", path, files.chmod(state, Memory.cString(itself(node)), mode.getAsInt()));
        }
    }

    private static String itself(OwnedFd node) {
        return "/proc/self/fd/" + node.fd();
    }
}
