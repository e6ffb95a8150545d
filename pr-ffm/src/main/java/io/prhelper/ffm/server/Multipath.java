// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.multipath.Maps;
import io.prhelper.ffm.multipath.ResumeGuard;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What servers need for multipath maps from the time before their process gives up its rights: another process, a few hundred KiB of shell, which
 * resumes the maps that are suspended when this one is killed.
 *
 * {@snippet :
 * try (Multipath multipath = Multipath.start();
 *         HelperServer server = HelperServer.on(listener.fd()).multipath(multipath).start()) {
 *     Thread.currentThread().join();
 * }
 * }
 */
public final class Multipath implements AutoCloseable {
    private static final Path SYSFS = Path.of("/sys");

    final ResumeGuard guard;

    private Multipath(ResumeGuard guard) {
        this.guard = guard;
    }

    /** {@return whether this host has multipath maps, or a multipathd that might make some} */
    public static boolean isThere() {
        return Maps.areThere(Kernel.linux(), SYSFS, Maps.addresses());
    }

    /**
     * Starts the other process, {@code /bin/sh}.
     *
     * @return to be closed after the servers
     * @throws IOException if there is none to be had
     */
    public static Multipath start() throws IOException {
        return new Multipath(ResumeGuard.start(SYSFS));
    }

    /** Ends the other process; after the servers. */
    @Override
    public void close() {
        guard.close();
    }
}
