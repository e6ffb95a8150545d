// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;

import java.lang.foreign.MemorySegment;

/**
 * Identity and rights.
 *
 * <p>How far a call reaches: the C library carries {@link #setgroups}, {@link #setresgid} and {@link #setresuid} to every thread of the
 * process, and {@link #seccomp} can be asked to; everything else here changes the calling thread only.
 */
public interface CredentialCalls {
    MemorySegment SETGROUPS = find("setgroups");
    MemorySegment SETRESGID = find("setresgid");
    MemorySegment SETRESUID = find("setresuid");
    MemorySegment PRCTL = find("prctl");
    MemorySegment CAPSET = find("capset");
    MemorySegment SYSCALL = find("syscall");

    /** {@code int setgroups(size_t count, const gid_t *list)}; on every thread */
    default int setgroups(CallState state, int count, Memory list) {
        return kept(call(state, SETGROUPS, count, list.address(), 0, 0, 0, 0), list);
    }

    /** {@code int setresgid(gid_t real, gid_t effective, gid_t saved)}; on every thread */
    default int setresgid(CallState state, int real, int effective, int saved) {
        return call(state, SETRESGID, real, effective, saved, 0, 0, 0);
    }

    /** {@code int setresuid(uid_t real, uid_t effective, uid_t saved)}; on every thread */
    default int setresuid(CallState state, int real, int effective, int saved) {
        return call(state, SETRESUID, real, effective, saved, 0, 0, 0);
    }

    /** {@code int prctl(int option, unsigned long second, unsigned long third, unsigned long fourth, unsigned long fifth)} */
    default int prctl(CallState state, int option, long second, long third, long fourth, long fifth) {
        return call(state, PRCTL, option, second, third, fourth, fifth, 0);
    }

    /** {@code int capset(cap_user_header_t header, const cap_user_data_t data)} */
    default int capset(CallState state, Memory header, Memory data) {
        return kept(call(state, CAPSET, header.address(), data.address(), 0, 0, 0, 0), header, data);
    }

    /** {@code long syscall(long number, ...)}; for what the C library would carry to all threads where one is meant */
    default int syscall(CallState state, Syscall call, int first, int second, int third) {
        return call(state, SYSCALL, call.number(), first, second, third, 0, 0);
    }

    /** {@code int seccomp(unsigned operation, unsigned flags, void *program)} */
    default int seccomp(CallState state, int operation, int flags, Memory program) {
        return kept(call(state, SYSCALL, Syscall.SECCOMP.number(), operation, flags, program.address(), 0, 0), program);
    }

    /** {@code int landlock_create_ruleset(const struct landlock_ruleset_attr *rules, size_t size, uint32_t flags)} */
    default int landlock_create_ruleset(CallState state, Memory rules, int size, int flags) {
        return kept(
                call(state, SYSCALL, Syscall.LANDLOCK_CREATE_RULESET.number(), rules.address(), size, flags, 0, 0),
                rules);
    }

    /** {@code int landlock_add_rule(int rules, enum landlock_rule_type type, const void *rule, uint32_t flags)} */
    default int landlock_add_rule(CallState state, int rules, int type, Memory rule, int flags) {
        return kept(
                call(state, SYSCALL, Syscall.LANDLOCK_ADD_RULE.number(), rules, type, rule.address(), flags, 0), rule);
    }

    /** {@code int landlock_restrict_self(int rules, uint32_t flags)} */
    default int landlock_restrict_self(CallState state, int rules, int flags) {
        return call(state, SYSCALL, Syscall.LANDLOCK_RESTRICT_SELF.number(), rules, flags, 0, 0, 0);
    }
}
