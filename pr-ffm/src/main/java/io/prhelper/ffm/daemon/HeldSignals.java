// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.ProcessCalls;
import io.prhelper.ffm.libc.ProcessKernel;
import io.prhelper.ffm.struct.Argv;
import io.prhelper.ffm.struct.Sigset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Signals that wait for the thread that takes them: blocked in all threads, from before the JVM is there, and left alone by it ({@code
 * -Xrs}). So none is lost or meets a JVM in the middle of its start, none needs a thread to be made, which the JVM does for a signal, and
 * it does not matter whether the parent ignored them.
 */
final class HeldSignals {
    private static final int[] ENDING = {Flags.SIGHUP, Flags.SIGINT, Flags.SIGTERM};

    /** SIGQUIT, too, is the JVM's else: whoever wants to attach sends it, and a JVM that does not take it would die. */
    private static final Sigset HELD =
            Sigset.of(Flags.SIGHUP, Flags.SIGINT, Flags.SIGTERM, Flags.SIGQUIT, Flags.SIGUSR1);

    private static final Sigset TAKEN = Sigset.of(Flags.SIGHUP, Flags.SIGINT, Flags.SIGTERM, Flags.SIGUSR1);

    /** A struct timespec. */
    private static final Memory NO_TIME = new Memory(2 * Long.BYTES);

    /** The JVM's option, and a property that says that it was begun anew. */
    private static final String LEFT_ALONE = "-Xrs";

    private static final String ANEW = "io.prhelper.anew";

    private final ProcessCalls calls = ProcessKernel.linux().process();
    private final CallState state = new CallState();

    private HeldSignals() {}

    /**
     * The signals of this process. Where the launcher could not hold them the program begins anew, as the same process, with the same
     * arguments and descriptors, and this does not return.
     *
     * @throws IOException if it can not be begun anew
     */
    static HeldSignals hold() throws IOException {
        HeldSignals signals = new HeldSignals();
        if (!signals.areHeld()) {
            signals.beginAnew();
        }
        return signals;
    }

    private boolean areHeld() {
        Sigset blocked = new Sigset();
        calls.sigprocmask(state, Flags.SIG_BLOCK, Memory.NULL, blocked);
        for (int signal : ENDING) {
            if (!blocked.contains(signal)) {
                return false;
            }
        }
        return true;
    }

    private void beginAnew() throws IOException {
        if (System.getProperty(ANEW) != null) {
            throw new IOException("this JVM does not leave SIGTERM blocked, with which it was started");
        }
        calls.sigprocmask(state, Flags.SIG_BLOCK, HELD, Memory.NULL);
        List<String> arguments = arguments();
        arguments.addAll(1, List.of(LEFT_ALONE, "-D" + ANEW));
        // The path, not the link: the process is called by its last name.
        Path program = Files.readSymbolicLink(Path.of("/proc/self/exe"));
        Memory path = Memory.cString(program.toString());
        KernelException.check("execv", program.toString(), calls.execv(state, path, new Argv(arguments)));
    }

    private static List<String> arguments() throws IOException {
        String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
        List<String> words = new ArrayList<>(List.of(line.split("\0", -1)));
        // Each ends with a NUL: behind the last one there is none.
        words.removeLast();
        return words;
    }

    /** One that ends us and came before now; 0 if none did. */
    int came() {
        int signal = calls.sigtimedwait(state, Sigset.of(ENDING), Memory.NULL, NO_TIME);
        return Math.max(signal, 0);
    }

    /** Waits for the next one: SIGHUP, SIGINT, SIGTERM or SIGUSR1. */
    int take() {
        return calls.sigtimedwait(new CallState(), TAKEN, Memory.NULL, Memory.NULL);
    }
}
