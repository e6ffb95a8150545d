// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.KernelException;
import io.prhelper.ffm.libc.ProcessCalls;
import io.prhelper.ffm.struct.DirectMemory;
import io.prhelper.ffm.struct.Scratch;
import java.io.IOException;

/**
 * Limits of the process (prlimit(2)).
 *
 * <p>RLIMIT_FSIZE is left alone: nothing can be opened for writing anyway, and it would cut off standard error where that is a file,
 * and collectors that keep the heap in a file in memory.
 */
public final class ProcessLimits {
    private static final int RLIMIT_CORE = 4;
    private static final int RLIMIT_NOFILE = 7;

    private final ProcessCalls calls;
    private final CallState state = new CallState();

    /** The limits of the running process. */
    public ProcessLimits(ProcessCalls calls) {
        this.calls = calls;
    }

    /** No core files, neither now nor later. */
    public void forbidCoreFiles() throws IOException {
        set("RLIMIT_CORE", RLIMIT_CORE, 0, 0);
    }

    /**
     * Raises the number of descriptors that may be open, as far as is allowed.
     *
     * @return how many may be now
     */
    public long raiseOpenFiles(long wanted) throws IOException {
        try (Scratch scratch = new Scratch()) {
            // struct rlimit: rlim_cur 0 long, rlim_max 8 long
            DirectMemory limit = scratch.bytes(2 * Long.BYTES);
            KernelException.check(
                    "prlimit", "RLIMIT_NOFILE", calls.prlimit(state, 0, RLIMIT_NOFILE, 0, limit.address()));
            long now = limit.buffer().getLong(0);
            long most = limit.buffer().getLong(Long.BYTES);
            if (now >= wanted) {
                return now;
            }
            set("RLIMIT_NOFILE", RLIMIT_NOFILE, Math.min(wanted, most), most);
            return Math.min(wanted, most);
        }
    }

    private void set(String name, int resource, long soft, long hard) throws IOException {
        try (Scratch scratch = new Scratch()) {
            DirectMemory limit = scratch.bytes(2 * Long.BYTES);
            limit.buffer().putLong(0, soft);
            limit.buffer().putLong(Long.BYTES, hard);
            KernelException.check("prlimit", name, calls.prlimit(state, 0, resource, limit.address(), 0));
        }
    }
}
