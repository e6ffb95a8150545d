// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;

import java.lang.foreign.MemorySegment;

/** {@link ProcessCalls} of the C library. */
final class LinuxProcessCalls implements ProcessCalls {
    private static final MemorySegment UNSETENV = find("unsetenv");
    private static final MemorySegment PRLIMIT = find("prlimit");
    private static final MemorySegment GETPWNAM_R = find("getpwnam_r");
    private static final MemorySegment GETGRNAM_R = find("getgrnam_r");
    private static final MemorySegment EXIT = find("_exit");

    @Override
    public int unsetenv(CallState state, Memory name) {
        return kept(call(state, UNSETENV, name.address(), 0, 0, 0, 0, 0), name);
    }

    @Override
    public int prlimit(CallState state, int pid, int resource, Memory newLimit, Memory oldLimit) {
        return kept(
                call(state, PRLIMIT, pid, resource, newLimit.address(), oldLimit.address(), 0, 0), newLimit, oldLimit);
    }

    @Override
    public int getpwnam_r(CallState state, Memory name, Memory entry, Memory buffer, int length, Memory result) {
        int error =
                call(state, GETPWNAM_R, name.address(), entry.address(), buffer.address(), length, result.address(), 0);
        return kept(kept(error, name, entry), buffer, result);
    }

    @Override
    public int getgrnam_r(CallState state, Memory name, Memory entry, Memory buffer, int length, Memory result) {
        int error =
                call(state, GETGRNAM_R, name.address(), entry.address(), buffer.address(), length, result.address(), 0);
        return kept(kept(error, name, entry), buffer, result);
    }

    @Override
    public void _exit(CallState state, int status) {
        int ignored = call(state, EXIT, status, 0, 0, 0, 0, 0);
    }
}
