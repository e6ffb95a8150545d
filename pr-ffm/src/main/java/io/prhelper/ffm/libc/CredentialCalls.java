// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/**
 * Identity and rights.
 *
 * <p>How far a call reaches: the C library carries {@link #setgroups}, {@link #setresgid} and {@link #setresuid} to every thread of the
 * process, and {@link #seccomp} can be asked to; everything else here changes the calling thread only.
 */
public interface CredentialCalls {
    /** {@code int setgroups(size_t count, const gid_t *list)}; on every thread */
    int setgroups(CallState state, int count, Memory list);

    /** {@code int setresgid(gid_t real, gid_t effective, gid_t saved)}; on every thread */
    int setresgid(CallState state, int real, int effective, int saved);

    /** {@code int setresuid(uid_t real, uid_t effective, uid_t saved)}; on every thread */
    int setresuid(CallState state, int real, int effective, int saved);

    /** {@code int prctl(int option, unsigned long second, unsigned long third, unsigned long fourth, unsigned long fifth)} */
    int prctl(CallState state, int option, long second, long third, long fourth, long fifth);

    /** {@code int capset(cap_user_header_t header, const cap_user_data_t data)} */
    int capset(CallState state, Memory header, Memory data);

    /** {@code long syscall(long number, ...)}; for what the C library would carry to all threads where one is meant */
    int syscall(CallState state, Syscall call, int first, int second, int third);

    /** {@code int seccomp(unsigned operation, unsigned flags, void *program)} */
    int seccomp(CallState state, int operation, int flags, Memory program);

    /** {@code int landlock_create_ruleset(const struct landlock_ruleset_attr *rules, size_t size, uint32_t flags)} */
    int landlock_create_ruleset(CallState state, Memory rules, int size, int flags);

    /** {@code int landlock_add_rule(int rules, enum landlock_rule_type type, const void *rule, uint32_t flags)} */
    int landlock_add_rule(CallState state, int rules, int type, Memory rule, int flags);

    /** {@code int landlock_restrict_self(int rules, uint32_t flags)} */
    int landlock_restrict_self(CallState state, int rules, int flags);
}
