// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.CredentialCalls;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.ProcessKernel;
import java.io.IOException;

/** Who runs the tests, and who else may. */
final class Identity {
    /** CAP_SETGID, CAP_SETUID, CAP_SETPCAP and CAP_SYS_RAWIO. */
    private static final long NEEDED = 1L << 6 | 1L << 7 | 1L << 8 | 1L << 17;

    private Identity() {}

    /** Root that is not short of what the drop needs, as in a container it may be. */
    static boolean isRoot() throws IOException {
        ThreadStatus own = new ProcThreads(Kernel.linux().files()).read().getFirst();
        return own.isUser(0) && (own.effective() & NEEDED) == NEEDED;
    }

    static void requireRoot() throws IOException {
        assumeTrue(isRoot(), "needs root with CAP_SYS_RAWIO, to have something to drop");
    }

    /** Becomes an ordinary user, with all threads. */
    static void become(int id) {
        CallState state = new CallState();
        CredentialCalls calls = ProcessKernel.linux().credentials();
        calls.setgroups(state, 0, Memory.NULL);
        calls.setresgid(state, id, id, id);
        calls.setresuid(state, id, id, id);
    }
}
