// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.KernelException;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.ProcessCalls;
import io.prhelper.ffm.libc.ProcessKernel;
import io.prhelper.ffm.struct.Argv;
import io.prhelper.ffm.struct.Sigaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Signals that the process was started with ignored: by nohup(1), from a script's background, after {@code trap ''}. The JVM leaves those
 * alone for good, and a helper that SIGTERM does not end keeps its socket and its disks until somebody kills it.
 */
public final class IgnoredSignals {
    private static final int[] ENDING = {Flags.SIGHUP, Flags.SIGINT, Flags.SIGTERM};

    private IgnoredSignals() {}

    /**
     * Where SIGHUP, SIGINT or SIGTERM is ignored, lets it end the process again and begins the program anew, as the same process, with the
     * same arguments and descriptors: a JVM decides at its start which signals it handles. Else it returns at once. To be called before
     * anything was begun.
     *
     * @throws IOException if the program cannot be begun anew
     */
    public static void startAnew() throws IOException {
        ProcessCalls calls = ProcessKernel.linux().process();
        CallState state = new CallState();
        boolean any = false;
        for (int signal : ENDING) {
            Sigaction action = new Sigaction();
            if (calls.sigaction(state, signal, Memory.NULL, action) == 0 && action.isIgnored()) {
                calls.signalDefault(state, signal);
                any = true;
            }
        }
        if (any) {
            // The path, not the link: the process is called by its last name.
            Path program = Files.readSymbolicLink(Path.of("/proc/self/exe"));
            Memory path = Memory.cString(program.toString());
            KernelException.check("execv", program.toString(), calls.execv(state, path, new Argv(arguments())));
        }
    }

    private static List<String> arguments() throws IOException {
        String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
        List<String> words = new ArrayList<>(List.of(line.split("\0", -1)));
        // Each ends with a NUL: behind the last one there is none.
        words.removeLast();
        return words;
    }
}
