// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** The process: its environment, limits, names of users, and end. */
public interface ProcessCalls {
    /** unsetenv(3). */
    int unsetenv(CallState state, long name);

    /** prlimit(2). */
    int prlimit(CallState state, int pid, int resource, long newLimit, long oldLimit);

    /** getpwnam_r(3); the error number itself where it fails, not {@code -errno}. */
    int getpwnam_r(CallState state, long name, long entry, long buffer, long length, long result);

    /** getgrnam_r(3); the error number itself where it fails, not {@code -errno}. */
    int getgrnam_r(CallState state, long name, long entry, long buffer, long length, long result);

    /** _exit(2); does not return. */
    void _exit(CallState state, int status);
}
