// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** The process: its environment, limits, names of users, and end. */
public interface ProcessCalls {
    /** unsetenv(3). */
    int unsetenv(CallState state, Memory name);

    /** prlimit(2). */
    int prlimit(CallState state, int pid, int resource, Memory newLimit, Memory oldLimit);

    /** getpwnam_r(3); the error number itself where it fails, not {@code -errno}. */
    int getpwnam_r(CallState state, Memory name, Memory entry, Memory buffer, int length, Memory result);

    /** getgrnam_r(3); the error number itself where it fails, not {@code -errno}. */
    int getgrnam_r(CallState state, Memory name, Memory entry, Memory buffer, int length, Memory result);

    /** _exit(2); does not return. */
    void _exit(CallState state, int status);
}
