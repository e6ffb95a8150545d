// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;

import java.lang.foreign.MemorySegment;

/** {@link ProcessCalls} of the C library. */
final class LinuxProcessCalls implements ProcessCalls {
    // int unsetenv(const char *name);
    private static final MemorySegment UNSETENV = find("unsetenv");

    // int prlimit(pid_t pid, int resource, const struct rlimit *newLimit, struct rlimit *oldLimit);
    private static final MemorySegment PRLIMIT = find("prlimit");

    // int getpwnam_r(const char *name, struct passwd *entry, char *buffer, size_t length, struct passwd **result);
    private static final MemorySegment GETPWNAM_R = find("getpwnam_r");

    // int getgrnam_r(const char *name, struct group *entry, char *buffer, size_t length, struct group **result);
    private static final MemorySegment GETGRNAM_R = find("getgrnam_r");

    // void _exit(int status);
    private static final MemorySegment EXIT = find("_exit");

    LinuxProcessCalls() {}

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
