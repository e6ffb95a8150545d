// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import java.io.IOException;
import java.util.List;

/** The threads of this process, as the kernel sees them. */
interface ThreadTable {
    /**
     * All threads that live now, the calling one first.
     *
     * @throws IOException if the kernel does not tell
     */
    List<ThreadStatus> read() throws IOException;

    /**
     * Whether the user namespace forbids setgroups(2) to whoever is in it (user_namespaces(7)).
     *
     * @throws IOException if the kernel does not tell
     */
    boolean groupsAreFixed() throws IOException;
}
