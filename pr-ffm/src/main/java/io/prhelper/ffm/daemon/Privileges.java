// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.Capability;
import io.prhelper.ffm.confine.PrivilegeDrop;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Gives up all rights of the process that serving does not need. It can not be undone, so it is for programs that only serve.
 *
 * {@snippet :
 * // after the socket listens and the pid file is written; on the thread that starts the server
 * Privileges.Dropped dropped = Privileges.drop(uid, gid, Set.of(Capability.SYS_RAWIO));
 * dropped.lacking().forEach(messages::note);
 * }
 *
 * <p>Afterwards the calling thread and all that descend from it (threads inherit from the one that starts them) hold exactly the
 * capabilities that were asked for, as far as the process had them; every thread that existed before holds none. All have the user and group
 * asked for and no supplementary group, can not gain rights by executing a program, and the process can not be debugged or dumped. Every
 * thread is checked against {@code /proc/self/task}; if one differs, or an old right can be had back, it is an error.
 *
 * <p>Where the user stays root, threads that existed before get an unused user id instead: that is what takes their capabilities away, and as they
 * are no serving threads, nothing needs them to be root. They can not remove root's files, so what cleans up at the end must descend from
 * the calling thread, as {@link ProcessExit} arranges. {@code /proc/PID/status} and ps(1) show one of them.
 */
public final class Privileges {
    /** Leaves the user or the group as it is. */
    public static final int UNCHANGED = -1;

    private Privileges() {}

    /**
     * What came of it.
     *
     * @param held capabilities that the serving threads have now
     * @param lacking sentences on what could not be done because the process was started without the right to, harmless but worth
     *     telling; empty where it was started as root
     */
    public record Dropped(Set<Capability> held, List<String> lacking) {}

    /**
     * Drops them.
     *
     * @param uid user to become, as the kernel counts them, or {@link #UNCHANGED}
     * @param gid group to become, or {@link #UNCHANGED}
     * @param kept capabilities that serving needs
     * @return what the threads have now, and what could not be done
     * @throws IOException if it fails: the process must not serve; the message is to follow {@code Failed to drop privileges: }
     */
    public static Dropped drop(int uid, int gid, Set<Capability> kept) throws IOException {
        PrivilegeDrop.Result result = PrivilegeDrop.ofThisProcess().drop(uid, gid, kept);
        return new Dropped(result.held(), result.lacking());
    }
}
