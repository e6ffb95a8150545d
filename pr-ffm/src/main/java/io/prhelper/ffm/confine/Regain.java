// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.CredentialCalls;
import io.prhelper.ffm.libc.Syscall;
import io.prhelper.ffm.struct.CapabilitySets;
import java.io.IOException;

/**
 * Tries to get back what was dropped. A drop that can be undone is none, whatever the calls returned. Each try goes past the C library: there it
 * would be a change of all threads, which must not succeed on some.
 */
final class Regain {
    private final CredentialCalls calls;
    private final CallState state = new CallState();

    Regain(CredentialCalls calls) {
        this.calls = calls;
    }

    /**
     * Fails if a try succeeds.
     *
     * @param had the capabilities before
     */
    void mustFail(int user, int group, long had, long kept) throws IOException {
        // Who is not root must not become root, and root nobody else.
        int otherUser = user == 0 ? 1 : 0;
        int otherGroup = group == 0 ? 1 : 0;
        refused("another user", calls.syscall(state, Syscall.SETRESUID, otherUser, otherUser, otherUser));
        refused("another group", calls.syscall(state, Syscall.SETRESGID, otherGroup, otherGroup, otherGroup));
        refused("other groups", calls.syscall(state, Syscall.SETGROUPS, 0, 0, 0));
        if ((had & ~kept) != 0) {
            refused("the capabilities", capabilities(had));
        }
    }

    private int capabilities(long wanted) {
        CapabilitySets sets = new CapabilitySets();
        sets.permitted(wanted);
        sets.effective(wanted);
        return calls.capset(state, sets.header(), sets);
    }

    private static void refused(String what, int result) throws IOException {
        if (result >= 0) {
            throw new IOException("what was dropped can be had back: " + what);
        }
    }
}
