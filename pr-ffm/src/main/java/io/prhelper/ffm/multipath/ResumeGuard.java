// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import java.io.File;
import java.io.IOException;
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
                until read -r name <"$1/block/$map/dm/name" && [ "$(multipathd resume map "$name" 2>/dev/null)" = ok ] ||
                        [ $((tries -= 1)) = 0 ]; do
                    sleep 1
                done
            done
            """;

    private final OwnedFd lines;
    private boolean closed;

    private ResumeGuard(OwnedFd lines) {
        this.lines = lines;
    }

    /**
     * Starts it; before this process may start none any more. The pipe is not the one that a {@link Process} has: the JVM closes that when it can
     * not wait for the process any more, which is no right of a confined one.
     *
     * @param sysfs {@code /sys}, where it reads how the device mapper calls a map by then
     * @throws IOException if there is no process or pipe to be had
     */
    public static ResumeGuard start(Path sysfs) throws IOException {
        Memory pipe = new Memory(2 * Integer.BYTES);
        KernelException.check(
                "pipe2", "O_CLOEXEC", Kernel.linux().files().pipe2(new CallState(), pipe, Flags.O_CLOEXEC));
        OwnedFd end = new OwnedFd(pipe.buffer().getInt(Integer.BYTES));
        boolean started = false;
        try (OwnedFd begin = new OwnedFd(pipe.buffer().getInt(0))) {
            new ProcessBuilder(List.of("/bin/sh", "-c", SCRIPT, "pr-helper-guard", sysfs.toString()))
                    .directory(new File("/"))
                    .redirectInput(new File("/proc/self/fd/" + begin.fd()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            started = true;
        } finally {
            if (!started) {
                end.close();
            }
        }
        return new ResumeGuard(end);
    }

    /** That map, {@code dm-0}, is about to be suspended. */
    void suspended(String map) throws IOException {
        write("suspended " + map);
    }

    /** That map is resumed. */
    void resumed(String map) throws IOException {
        write("resumed " + map);
    }

    private synchronized void write(String line) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        Memory text = new Memory(bytes.length);
        text.buffer().put(0, bytes);
        // Less than PIPE_BUF: all of it or nothing (pipe(7)).
        KernelException.check(
                "write", line, Kernel.linux().files().write(new CallState(), lines.fd(), text, bytes.length));
    }

    /** Has it end, after it has resumed what is suspended still. */
    @Override
    public synchronized void close() {
        closed = true;
        lines.close();
    }
}
