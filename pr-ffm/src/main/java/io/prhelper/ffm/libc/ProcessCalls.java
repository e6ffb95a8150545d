// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** The process: its environment, limits, names of users, and end. */
public interface ProcessCalls {
    /** {@code int unsetenv(const char *name)} */
    int unsetenv(CallState state, Memory name);

    /** {@code int prlimit(pid_t pid, int resource, const struct rlimit *newLimit, struct rlimit *oldLimit)} */
    int prlimit(CallState state, int pid, int resource, Memory newLimit, Memory oldLimit);

    /** {@code int getpwnam_r(const char *name, struct passwd *entry, char *buffer, size_t length, struct passwd **result)}; the error number itself where it fails, not {@code -errno} */
    int getpwnam_r(CallState state, Memory name, Memory entry, Memory buffer, int length, Memory result);

    /** {@code int getgrnam_r(const char *name, struct group *entry, char *buffer, size_t length, struct group **result)}; the error number itself where it fails, not {@code -errno} */
    int getgrnam_r(CallState state, Memory name, Memory entry, Memory buffer, int length, Memory result);

    /** {@code void _exit(int status)}; does not return */
    void _exit(CallState state, int status);
}
