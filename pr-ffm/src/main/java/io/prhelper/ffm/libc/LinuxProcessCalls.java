// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.foreign.MemorySegment;

/** {@link ProcessCalls} of the C library. */
final class LinuxProcessCalls implements ProcessCalls {
    // int unsetenv(const char *name);
    private static final MemorySegment UNSETENV = Downcalls.find("unsetenv");

    // int prlimit(pid_t pid, int resource, const struct rlimit *newLimit, struct rlimit *oldLimit);
    private static final MemorySegment PRLIMIT = Downcalls.find("prlimit");

    // int getpwnam_r(const char *name, struct passwd *entry, char *buffer, size_t length, struct passwd **result);
    private static final MemorySegment GETPWNAM_R = Downcalls.find("getpwnam_r");

    // int getgrnam_r(const char *name, struct group *entry, char *buffer, size_t length, struct group **result);
    private static final MemorySegment GETGRNAM_R = Downcalls.find("getgrnam_r");

    // void _exit(int status);
    private static final MemorySegment EXIT = Downcalls.find("_exit");

    LinuxProcessCalls() {}

    @Override
    public int unsetenv(CallState state, long name) {
        try {
            return state.narrow((long) Downcalls.CALL.invokeExact(UNSETENV, state.capture(), name, 0L, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int prlimit(CallState state, int pid, int resource, long newLimit, long oldLimit) {
        try {
            return state.narrow((long) Downcalls.CALL.invokeExact(
                    PRLIMIT, state.capture(), (long) pid, (long) resource, newLimit, oldLimit, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int getpwnam_r(CallState state, long name, long entry, long buffer, long length, long result) {
        try {
            return state.narrow((long)
                    Downcalls.CALL.invokeExact(GETPWNAM_R, state.capture(), name, entry, buffer, length, result, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int getgrnam_r(CallState state, long name, long entry, long buffer, long length, long result) {
        try {
            return state.narrow((long)
                    Downcalls.CALL.invokeExact(GETGRNAM_R, state.capture(), name, entry, buffer, length, result, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public void _exit(CallState state, int status) {
        try {
            long ignored = (long) Downcalls.CALL.invokeExact(EXIT, state.capture(), (long) status, 0L, 0L, 0L, 0L, 0L);
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }
}
