// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.CredentialCalls;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.Syscall;
import io.prhelper.ffm.struct.CapabilitySets;
import java.io.IOException;

/** The single steps of a drop; each fails with a sentence. */
final class Credentials {
    private static final int PR_GET_DUMPABLE = 3;
    private static final int PR_SET_DUMPABLE = 4;
    private static final int PR_SET_KEEPCAPS = 8;
    private static final int PR_CAPBSET_DROP = 24;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_CAP_AMBIENT = 47;
    private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;

    /**
     * User ids from here to 2^32 belong to nobody: they are outside the ranges of accounts, services and containers. One for each process,
     * so that the processes of no account, nor other helpers, may send us signals.
     */
    private static final int UNUSED_USERS = 0xf0000000;

    /** The user that stands for nobody, where the unused ones do not exist: in a user namespace that maps 65536 ids. */
    private static final int NOBODY = 65534;

    /** Read here: while a thread is the unused user, a class path may be out of its reach. */
    private final Syscall setresuid = Syscall.SETRESUID;

    private final CredentialCalls calls;
    private final CallState state = new CallState();

    Credentials(CredentialCalls calls) {
        this.calls = calls;
    }

    /** Whether this thread keeps its permitted capabilities when it stops being root. */
    void keepCapabilities(boolean keep) throws IOException {
        check("prctl(PR_SET_KEEPCAPS)", calls.prctl(state, PR_SET_KEEPCAPS, keep ? 1 : 0, 0, 0, 0));
    }

    void clearAmbient() throws IOException {
        int result = calls.prctl(state, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
        // Linux before 4.3 has no such set.
        check("prctl(PR_CAP_AMBIENT)", Errno.EINVAL.is(result) ? 0 : result);
    }

    void dropBounding(long set) throws IOException {
        for (int capability = 0; capability < Long.SIZE; capability++) {
            if ((set >> capability & 1) == 1) {
                int result = calls.prctl(state, PR_CAPBSET_DROP, capability, 0, 0, 0);
                if (result < 0) {
                    // Not before: some forty texts that nobody reads cost a millisecond at start-up.
                    check("prctl(PR_CAPBSET_DROP, " + capability + ")", result);
                }
            }
        }
    }

    void leaveSupplementaryGroups() throws IOException {
        check("setgroups", calls.setgroups(state, 0, Memory.NULL));
    }

    void becomeGroup(int group) throws IOException {
        check("becoming group " + Integer.toUnsignedString(group), calls.setresgid(state, group, group, group));
    }

    void becomeUser(int user) throws IOException {
        check("becoming user " + Integer.toUnsignedString(user), calls.setresuid(state, user, user, user));
    }

    /** A user that owns nothing; which one. */
    int becomeUnusedUser() throws IOException {
        int unused = UNUSED_USERS | (int) ProcessHandle.current().pid();
        if (Errno.EINVAL.is(calls.setresuid(state, unused, unused, unused))) {
            becomeUser(NOBODY);
            return NOBODY;
        }
        return unused;
    }

    /** Past the C library, which would change all threads. */
    void becomeUserOnThisThread(int user) throws IOException {
        check(
                "becoming user " + Integer.toUnsignedString(user) + " again",
                calls.syscall(state, setresuid, user, user, user));
    }

    /** Exactly these capabilities, none of them inheritable. */
    void set(long capabilities) throws IOException {
        CapabilitySets sets = new CapabilitySets();
        sets.permitted(capabilities);
        sets.effective(capabilities);
        check("capset", calls.capset(state, sets.header(), sets));
    }

    void forbidDumping() throws IOException {
        check("prctl(PR_SET_DUMPABLE)", calls.prctl(state, PR_SET_DUMPABLE, 0, 0, 0, 0));
        if (calls.prctl(state, PR_GET_DUMPABLE, 0, 0, 0, 0) != 0) {
            throw new IOException("prctl(PR_SET_DUMPABLE): the process can still be dumped");
        }
    }

    void forbidNewPrivileges() throws IOException {
        check("prctl(PR_SET_NO_NEW_PRIVS)", calls.prctl(state, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    }

    private static void check(String what, int result) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + Errno.text(-result));
        }
    }
}
