// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;
import static io.prhelper.ffm.libc.Downcalls.repeated;

import java.lang.foreign.MemorySegment;

/** The process: its environment, limits, names of users, and end. */
public interface ProcessCalls {
    MemorySegment UNSETENV = find("unsetenv");
    MemorySegment PRLIMIT = find("prlimit");
    MemorySegment GETPWNAM_R = find("getpwnam_r");
    MemorySegment GETGRNAM_R = find("getgrnam_r");
    MemorySegment GETUID = find("getuid");
    MemorySegment EXIT = find("_exit");
    MemorySegment EXECV = find("execv");
    MemorySegment SIGPROCMASK = find("sigprocmask");
    MemorySegment SIGTIMEDWAIT = find("sigtimedwait");

    /** {@code int unsetenv(const char *name)} */
    default int unsetenv(CallState state, Memory name) {
        return kept(call(state, UNSETENV, name.address(), 0, 0, 0, 0, 0), name);
    }

    /** {@code uid_t getuid(void)} */
    default int getuid(CallState state) {
        return call(state, GETUID, 0, 0, 0, 0, 0, 0);
    }

    /** {@code int execv(const char *path, char *const argv[])}; returns only where it fails */
    default int execv(CallState state, Memory path, Memory argv) {
        return kept(call(state, EXECV, path.address(), argv.address(), 0, 0, 0, 0), path, argv);
    }

    /** {@code int sigprocmask(int how, const sigset_t *set, sigset_t *old)}, for this thread; its new threads inherit it */
    default int sigprocmask(CallState state, int how, Memory set, Memory old) {
        return kept(call(state, SIGPROCMASK, how, set.address(), old.address(), 0, 0, 0), set, old);
    }

    /** {@code int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout)}; begins anew where it is interrupted */
    default int sigtimedwait(CallState state, Memory set, Memory info, Memory timeout) {
        int signal = repeated(state, SIGTIMEDWAIT, set.address(), info.address(), timeout.address(), 0, 0, 0);
        return kept(kept(signal, set, info), timeout);
    }

    /** {@code int prlimit(pid_t pid, int resource, const struct rlimit *newLimit, struct rlimit *oldLimit)} */
    default int prlimit(CallState state, int pid, int resource, Memory newLimit, Memory oldLimit) {
        return kept(
                call(state, PRLIMIT, pid, resource, newLimit.address(), oldLimit.address(), 0, 0), newLimit, oldLimit);
    }

    /** {@code int getpwnam_r(const char *name, struct passwd *entry, char *buffer, size_t length, struct passwd **result)}; the error number itself where it fails, not {@code -errno} */
    default int getpwnam_r(CallState state, Memory name, Memory entry, Memory buffer, int length, Memory result) {
        int error =
                call(state, GETPWNAM_R, name.address(), entry.address(), buffer.address(), length, result.address(), 0);
        return kept(kept(error, name, entry), buffer, result);
    }

    /** {@code int getgrnam_r(const char *name, struct group *entry, char *buffer, size_t length, struct group **result)}; the error number itself where it fails, not {@code -errno} */
    default int getgrnam_r(CallState state, Memory name, Memory entry, Memory buffer, int length, Memory result) {
        int error =
                call(state, GETGRNAM_R, name.address(), entry.address(), buffer.address(), length, result.address(), 0);
        return kept(kept(error, name, entry), buffer, result);
    }

    /** {@code void _exit(int status)}; does not return */
    default void _exit(CallState state, int status) {
        int ignored = call(state, EXIT, status, 0, 0, 0, 0, 0);
    }
}
