// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import java.io.IOException;
import java.util.List;

/** Compares what every thread has with what it should have; the first difference is an error. */
final class Verification {
    private static final int CAP_SETPCAP = 8;

    private final ThreadStatus before;
    private final int user;
    private final int otherUser;
    private final int group;
    private final boolean leftGroups;
    private final long kept;
    private final long inheritable;

    /**
     * What was wanted.
     *
     * @param before the rights of every thread before
     * @param user who the calling thread is
     * @param otherUser who the other threads are
     * @param group the group of all threads
     * @param leftGroups whether no thread is in another group
     * @param kept the capabilities of the calling thread
     * @param inheritable those that may be inheritable
     */
    Verification(
            ThreadStatus before, int user, int otherUser, int group, boolean leftGroups, long kept, long inheritable) {
        this.before = before;
        this.user = user;
        this.otherUser = otherUser;
        this.group = group;
        this.leftGroups = leftGroups;
        this.kept = kept;
        this.inheritable = inheritable;
    }

    /** Checks all threads, the calling one first. */
    void check(List<ThreadStatus> threads) throws IOException {
        ThreadStatus own = threads.getFirst();
        checkCommon(own, user);
        checkOwn(own);
        for (ThreadStatus thread : threads.subList(1, threads.size())) {
            checkCommon(thread, otherUser);
            checkOther(thread);
        }
    }

    private void checkCommon(ThreadStatus thread, int wanted) throws IOException {
        require(thread.isUser(wanted), thread, "Uid", thread.uids());
        require(thread.isGroup(group), thread, "Gid", thread.gids());
        require(thread.groups().isEmpty() || !leftGroups, thread, "Groups", thread.groups());
        require(thread.noNewPrivs(), thread, "NoNewPrivs", "0");
        require(thread.filters(), thread, "Seccomp", "0");
    }

    private void checkOwn(ThreadStatus own) throws IOException {
        require(own.permitted() == kept, own, "CapPrm", hex(own.permitted()));
        require(own.effective() == kept, own, "CapEff", hex(own.effective()));
        require((own.inheritable() & ~inheritable) == 0, own, "CapInh", hex(own.inheritable()));
        require(own.ambient() == 0, own, "CapAmb", hex(own.ambient()));
        require(own.bounding() == 0 || !had(CAP_SETPCAP), own, "CapBnd", hex(own.bounding()));
    }

    /**
     * Bounding and inheritable set of such a thread may be full: they limit and grant what executing a program gives, which {@code
     * no_new_privs} says is nothing.
     */
    private void checkOther(ThreadStatus thread) throws IOException {
        // Without a way to take them away the process must have been started with nothing beyond what serving needs.
        long tolerated = before.isRoot() && otherUser != 0 ? 0 : kept;
        require((thread.permitted() & ~tolerated) == 0, thread, "CapPrm", hex(thread.permitted()));
        require((thread.effective() & ~tolerated) == 0, thread, "CapEff", hex(thread.effective()));
        require((thread.ambient() & ~tolerated) == 0, thread, "CapAmb", hex(thread.ambient()));
    }

    private boolean had(int capability) {
        return (before.effective() >> capability & 1) == 1;
    }

    private static String hex(long set) {
        return Long.toHexString(set);
    }

    private static void require(boolean right, ThreadStatus thread, String field, String found) throws IOException {
        if (!right) {
            throw new IOException(thread + " ended up with " + field + " " + found);
        }
    }
}
