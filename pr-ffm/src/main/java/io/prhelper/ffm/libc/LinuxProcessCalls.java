// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.invoke.MethodHandle;

/** {@link ProcessCalls} of the C library. */
final class LinuxProcessCalls implements ProcessCalls {
    // int unsetenv(const char *name);
    private static final MethodHandle UNSETENV = Downcalls.link("unsetenv");

    // int prlimit(pid_t pid, int resource, const struct rlimit *newLimit, struct rlimit *oldLimit);
    private static final MethodHandle PRLIMIT = Downcalls.link("prlimit");

    // int getpwnam_r(const char *name, struct passwd *entry, char *buffer, size_t length, struct passwd **result);
    private static final MethodHandle GETPWNAM_R = Downcalls.link("getpwnam_r");

    // int getgrnam_r(const char *name, struct group *entry, char *buffer, size_t length, struct group **result);
    private static final MethodHandle GETGRNAM_R = Downcalls.link("getgrnam_r");

    // void _exit(int status);
    private static final MethodHandle EXIT = Downcalls.link("_exit");

    LinuxProcessCalls() {}

    @Override
    public int unsetenv(CallState state, long name) {
        try {
            return state.narrow((long) UNSETENV.invokeExact(state.capture(), name, 0L, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int prlimit(CallState state, int pid, int resource, long newLimit, long oldLimit) {
        try {
            return state.narrow((long)
                    PRLIMIT.invokeExact(state.capture(), (long) pid, (long) resource, newLimit, oldLimit, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int getpwnam_r(CallState state, long name, long entry, long buffer, long length, long result) {
        try {
            return state.narrow(
                    (long) GETPWNAM_R.invokeExact(state.capture(), name, entry, buffer, length, result, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int getgrnam_r(CallState state, long name, long entry, long buffer, long length, long result) {
        try {
            return state.narrow(
                    (long) GETGRNAM_R.invokeExact(state.capture(), name, entry, buffer, length, result, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public void _exit(CallState state, int status) {
        try {
            long ignored = (long) EXIT.invokeExact(state.capture(), (long) status, 0L, 0L, 0L, 0L, 0L);
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }
}
