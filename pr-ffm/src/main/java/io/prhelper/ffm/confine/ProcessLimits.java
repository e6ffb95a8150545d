// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.ProcessCalls;
import io.prhelper.ffm.struct.Rlimit;
import java.io.IOException;

/**
 * Limits of the process (prlimit(2)).
 *
 * <p>RLIMIT_FSIZE is left alone: nothing can be opened for writing anyway, and it would cut off standard error where that is a file,
 * and collectors that keep the heap in a file in memory.
 */
public final class ProcessLimits {

    private final ProcessCalls calls;
    private final CallState state = new CallState();

    /** The limits of the running process. */
    public ProcessLimits(ProcessCalls calls) {
        this.calls = calls;
    }

    /** No core files, neither now nor later. */
    public void forbidCoreFiles() throws IOException {
        set("RLIMIT_CORE", Flags.RLIMIT_CORE, new Rlimit(0, 0));
    }

    /**
     * Raises the number of descriptors that may be open, as far as is allowed.
     *
     * @return how many may be now
     */
    public long raiseOpenFiles(long wanted) throws IOException {
        Rlimit limit = new Rlimit();
        KernelException.check(
                "prlimit", "RLIMIT_NOFILE", calls.prlimit(state, 0, Flags.RLIMIT_NOFILE, Memory.NULL, limit));
        if (limit.current() >= wanted) {
            return limit.current();
        }
        long granted = Math.min(wanted, limit.most());
        set("RLIMIT_NOFILE", Flags.RLIMIT_NOFILE, new Rlimit(granted, limit.most()));
        return granted;
    }

    private void set(String name, int resource, Rlimit limit) throws IOException {
        KernelException.check("prlimit", name, calls.prlimit(state, 0, resource, limit, Memory.NULL));
    }
}
