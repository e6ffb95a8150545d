// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.Capability;
import io.prhelper.ffm.libc.CredentialCalls;
import io.prhelper.ffm.libc.ProcessKernel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The steps of a drop, in their order, and the check afterwards. */
public final class PrivilegeDrop {
    private static final int UNCHANGED = -1;
    private static final int CAP_SETGID = 6;
    private static final int CAP_SETUID = 7;
    private static final int CAP_SETPCAP = 8;

    private final CredentialCalls calls;
    private final ThreadTable threads;
    private final Credentials credentials;
    private final List<String> lacking = new ArrayList<>();

    /**
     * What came of it.
     *
     * @param held capabilities that the serving threads have now
     * @param lacking sentences on what could not be done
     */
    public record Result(Set<Capability> held, List<String> lacking) {}

    PrivilegeDrop(CredentialCalls calls, ThreadTable threads) {
        this.calls = calls;
        this.threads = threads;
        credentials = new Credentials(calls);
    }

    /** For the running process. */
    public static PrivilegeDrop ofThisProcess() {
        ProcessKernel kernel = ProcessKernel.linux();
        return new PrivilegeDrop(kernel.credentials(), new ProcThreads(kernel.files()));
    }

    /**
     * Drops them.
     *
     * @param uid user to become, or -1 to leave it as it is
     * @param gid group to become, or -1
     * @param kept capabilities that serving needs
     * @throws IOException if it fails: the process must not serve
     */
    public Result drop(int uid, int gid, Set<Capability> kept) throws IOException {
        ThreadStatus before = requireEqual(threads.read());
        int user = uid == UNCHANGED ? before.uid() : uid;
        int group = gid == UNCHANGED ? before.gid() : gid;
        long keep = Capability.mask(kept) & before.permitted();

        credentials.keepCapabilities(true);
        credentials.clearAmbient();
        emptyBounding(before);
        boolean left = leaveGroups(before, group);
        int others = changeUser(before, user, keep);
        long inheritable = reduceTo(keep, before);
        credentials.keepCapabilities(false);
        credentials.forbidDumping();
        credentials.forbidNewPrivileges();
        BpfProgram.allowEverything().installOnAllThreads(calls);

        new Regain(calls).mustFail(user, group, before.permitted(), keep);
        new Verification(before, user, others, group, left, keep, inheritable).check(threads.read());
        tellMissing(kept, keep);
        return new Result(Capability.in(keep), List.copyOf(lacking));
    }

    /** The C library ends the process if a change of ids succeeds on one thread and fails on another. */
    private static ThreadStatus requireEqual(List<ThreadStatus> all) throws IOException {
        ThreadStatus own = all.getFirst();
        for (ThreadStatus thread : all) {
            if (!thread.hasSameRights(own)) {
                throw new IOException(thread + " has other rights than " + own + " before anything was dropped");
            }
        }
        return own;
    }

    private void emptyBounding(ThreadStatus before) throws IOException {
        if (before.bounding() == 0) {
            return;
        }
        if (has(before, CAP_SETPCAP)) {
            credentials.dropBounding(before.bounding());
        } else {
            lacking.add("the bounding set stays as it was: CAP_SETPCAP is missing");
        }
    }

    /** False if the supplementary groups could not be left, and were told of. */
    private boolean leaveGroups(ThreadStatus before, int group) throws IOException {
        String reason = has(before, CAP_SETGID) ? leaveSupplementaryGroups() : "CAP_SETGID is missing";
        if (!reason.isEmpty() && !before.groups().isEmpty()) {
            lacking.add("the supplementary groups " + before.groups() + " stay: " + reason);
        }
        if (!before.isGroup(group)) {
            credentials.becomeGroup(group);
        }
        return reason.isEmpty();
    }

    /** Why nobody in this user namespace can; an empty text where they are left. */
    private String leaveSupplementaryGroups() throws IOException {
        try {
            credentials.leaveSupplementaryGroups();
            return "";
        } catch (IOException refused) {
            if (!threads.groupsAreFixed()) {
                throw refused;
            }
            return "this user namespace forbids setgroups";
        }
    }

    /** Takes the other threads' capabilities away, if that can be done; which user they are afterwards. */
    private int changeUser(ThreadStatus before, int user, long keep) throws IOException {
        if (!before.isUser(user)) {
            credentials.becomeUser(user);
            return user;
        }
        if (before.permitted() == 0 || !before.isRoot() || !has(before, CAP_SETUID)) {
            if (before.permitted() != 0) {
                lacking.add("threads of the JVM itself keep the capabilities that the process was started with:"
                        + " CAP_SETUID is missing or the user is not root");
            }
            return user;
        }
        int standIn = credentials.becomeUnusedUser();
        credentials.set(keep | 1L << CAP_SETUID);
        credentials.becomeUserOnThisThread(user);
        return standIn;
    }

    /**
     * Keeps these capabilities only. A service manager's filter may forbid that call to a process that it gave no more: then the
     * inheritable set stays as well, which grants what executing a program gives, and {@code no_new_privs} says that is nothing.
     *
     * @return what may be left in the inheritable set
     */
    private long reduceTo(long keep, ThreadStatus before) throws IOException {
        try {
            credentials.set(keep);
            return 0;
        } catch (IOException refused) {
            if (before.permitted() != keep || before.effective() != keep) {
                throw refused;
            }
            lacking.add("the inheritable capabilities stay: " + refused.getMessage());
            return keep;
        }
    }

    private static boolean has(ThreadStatus thread, int capability) {
        return (thread.effective() >> capability & 1) == 1;
    }

    private void tellMissing(Set<Capability> kept, long keep) {
        for (Capability capability : kept) {
            if ((Capability.mask(Set.of(capability)) & keep) == 0) {
                lacking.add(capability + " is needed for serving, and the process was started without it");
            }
        }
    }
}
