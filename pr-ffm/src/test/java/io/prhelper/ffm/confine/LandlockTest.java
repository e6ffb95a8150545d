// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.ffm.ChildJvm;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.ProcessKernel;
import io.prhelper.ffm.libc.RawSyscall;
import io.prhelper.ffm.libc.SocketCalls;
import io.prhelper.ffm.struct.SockaddrUn;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What Landlock itself refuses, without the system call filter in front of it. */
final class LandlockTest {
    private static final int FIRST_WITH_SCOPES = 6;
    private static final int KILL = RawSyscall.KILL.number();

    @Test
    void processesOutsideGetNoSignalAndTheirAbstractSocketsNoConnection() throws IOException, InterruptedException {
        assumeTrue(
                Landlock.version(ProcessKernel.linux()) >= FIRST_WITH_SCOPES,
                "the kernel's Landlock has no scopes (version 6, Linux 6.12)");
        SocketCalls sockets = Kernel.linux().sockets();
        CallState state = new CallState();
        String name = "\0pr-landlock-" + ProcessHandle.current().pid();
        int fd = sockets.socket(state, Flags.AF_UNIX, Flags.SOCK_STREAM | Flags.SOCK_CLOEXEC, 0);
        SockaddrUn address = new SockaddrUn(name.getBytes(StandardCharsets.UTF_8));
        assertThat(sockets.bind(state, fd, address, address.length())).isZero();
        assertThat(sockets.listen(state, fd, 4)).isZero();
        try (ChildJvm child = ChildJvm.start(
                true, Scoped.class, Long.toString(ProcessHandle.current().pid()))) {
            assertThat(child.lines()).containsExactly("kill 0", "connect 0", "kill -1", "connect -1", "kill itself 0");
        } finally {
            Kernel.linux().files().close(state, fd);
        }
    }

    /** Tries both before and after. */
    static final class Scoped {
        private Scoped() {}

        public static void main(String[] arguments) throws IOException {
            ChildJvm.endWithParent();
            long parent = Long.parseLong(arguments[0]);
            tryBoth(parent);
            try (Landlock rules = Landlock.denyAll(ProcessKernel.linux(), FIRST_WITH_SCOPES, false)) {
                rules.mayRead(Path.of(System.getProperty("java.home")));
                for (String classes : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                    rules.mayRead(Path.of(classes));
                }
                rules.restrict();
            }
            tryBoth(parent);
            System.out.println("kill itself "
                    + RawSyscall.call(KILL, ProcessHandle.current().pid(), 0, 0));
        }

        private static void tryBoth(long parent) {
            SocketCalls sockets = Kernel.linux().sockets();
            CallState state = new CallState();
            System.out.println("kill " + RawSyscall.call(KILL, parent, 0, 0));
            int fd = sockets.socket(state, Flags.AF_UNIX, Flags.SOCK_STREAM | Flags.SOCK_CLOEXEC, 0);
            SockaddrUn address = new SockaddrUn(("\0pr-landlock-" + parent).getBytes(StandardCharsets.UTF_8));
            System.out.println("connect " + sockets.connect(state, fd, address, address.length()));
        }
    }
}
