// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/**
 * Identity and rights.
 *
 * <p>How far a call reaches: the C library carries {@link #setgroups}, {@link #setresgid} and {@link #setresuid} to every thread of the
 * process, and {@link #seccomp} can be asked to; everything else here changes the calling thread only.
 */
public interface CredentialCalls {
    /** setgroups(2), on every thread. */
    int setgroups(CallState state, int count, Memory list);

    /** setresgid(2), on every thread. */
    int setresgid(CallState state, int real, int effective, int saved);

    /** setresuid(2), on every thread. */
    int setresuid(CallState state, int real, int effective, int saved);

    /** prctl(2). */
    int prctl(CallState state, int option, long second, long third, long fourth, long fifth);

    /** capset(2). */
    int capset(CallState state, Memory header, Memory data);

    /** syscall(2): for what the C library would carry to all threads where one is meant. */
    int syscall(CallState state, Syscall call, int first, int second, int third);

    /** seccomp(2). */
    int seccomp(CallState state, int operation, int flags, Memory program);

    /** landlock_create_ruleset(2). */
    int landlock_create_ruleset(CallState state, Memory rules, int size, int flags);

    /** landlock_add_rule(2). */
    int landlock_add_rule(CallState state, int rules, int type, Memory rule, int flags);

    /** landlock_restrict_self(2). */
    int landlock_restrict_self(CallState state, int rules, int flags);
}
