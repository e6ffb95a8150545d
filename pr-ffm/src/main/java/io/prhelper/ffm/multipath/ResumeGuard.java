// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that outlives this one, if only for a moment: it hears which maps are suspended, and resumes those that are when it hears nothing
 * more, however this process ended. Safe for use by several threads.
 */
public final class ResumeGuard implements AutoCloseable {
    /** Whatever ends the helper may be sent to the whole group; what stays suspended hangs a virtual machine. */
    private static final String SCRIPT = """
            set -f
            trap '' HUP INT QUIT TERM
            PATH=$PATH:/usr/sbin:/sbin
            suspended=
            while read -r word map; do
                others=
                for one in $suspended; do
                    [ "$one" = "$map" ] || others="$others $one"
                done
                suspended=$others
                [ "$word" != suspended ] || suspended="$suspended $map"
            done
            for map in $suspended; do
                tries=10
                until [ "$(multipathd resume map "$map" 2>/dev/null)" = ok ] || [ $((tries -= 1)) = 0 ]; do
                    sleep 1
                done
            done
            """;

    private final OutputStream lines;

    private ResumeGuard(OutputStream lines) {
        this.lines = lines;
    }

    /**
     * Starts it; before this process may start none any more.
     *
     * @throws IOException if there is no process to be had
     */
    public static ResumeGuard start() throws IOException {
        return new ResumeGuard(new ProcessBuilder(List.of("/bin/sh", "-c", SCRIPT, "pr-helper-guard"))
                .directory(Path.of("/").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .getOutputStream());
    }

    /** That map is about to be suspended. */
    void suspended(String map) throws IOException {
        write("suspended " + map);
    }

    /** That map is resumed. */
    void resumed(String map) throws IOException {
        write("resumed " + map);
    }

    private synchronized void write(String line) throws IOException {
        lines.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        lines.flush();
    }

    /** Has it end, after it has resumed what is suspended still. */
    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException ended) {
            // Then it has.
        }
    }
}
