// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.ffm.OwnedFd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file system that never answers the close of a file: the program {@code stuck_file}. */
final class StuckFiles implements AutoCloseable {
    private final Tool tool;

    /**
     * Mounts it where only {@code /proc} leads.
     *
     * @throws IOException if it can not be mounted here: root and /dev/fuse are needed
     */
    StuckFiles(Site site) throws IOException {
        tool = Tool.start(List.of(site.tool("stuck_file")));
        boolean ready = false;
        try {
            tool.line();
            ready = true;
        } finally {
            if (!ready) {
                tool.close();
            }
        }
    }

    /** One of its files. To close it, {@link #close} the file system first. */
    OwnedFd open() throws IOException {
        return OwnedFd.open(Path.of("/proc/" + tool.pid() + "/root/tmp/file"), true);
    }

    /** Ends it: every close that waits goes on. */
    @Override
    public void close() {
        tool.close();
    }
}
