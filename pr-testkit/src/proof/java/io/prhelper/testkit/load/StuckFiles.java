// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.ffm.OwnedFd;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system that never answers the close of a file: the program {@code stuck_file}. */
final class StuckFiles implements AutoCloseable {
    private final Process process;

    /**
     * Mounts it where only {@code /proc} leads.
     *
     * @throws IOException if it can not be mounted here
     */
    StuckFiles(Site site) throws IOException {
        process = new ProcessBuilder(site.tool("stuck_file"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
        if (!"ready".equals(output.readLine())) {
            throw new IOException("no file system with stuck files: root and /dev/fuse are needed");
        }
    }

    /** One of its files. To close it, {@link #close} the file system first. */
    OwnedFd open() throws IOException {
        return OwnedFd.open(Path.of("/proc/" + process.pid() + "/root/tmp/file"), true);
    }

    /** Ends it: every close that waits goes on. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException | InterruptedException broken) {
            process.destroyForcibly();
        }
    }
}
