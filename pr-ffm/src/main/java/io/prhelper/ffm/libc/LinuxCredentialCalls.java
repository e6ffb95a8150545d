// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;

import java.lang.foreign.MemorySegment;

/** {@link CredentialCalls} of the C library. */
final class LinuxCredentialCalls implements CredentialCalls {
    // int setgroups(size_t count, const gid_t *list);
    private static final MemorySegment SETGROUPS = find("setgroups");

    // int setresgid(gid_t real, gid_t effective, gid_t saved);
    private static final MemorySegment SETRESGID = find("setresgid");

    // int setresuid(uid_t real, uid_t effective, uid_t saved);
    private static final MemorySegment SETRESUID = find("setresuid");

    // int prctl(int option, unsigned long second, unsigned long third, unsigned long fourth, unsigned long fifth);
    private static final MemorySegment PRCTL = find("prctl");

    // int capset(cap_user_header_t header, const cap_user_data_t data);
    private static final MemorySegment CAPSET = find("capset");

    // long syscall(long number, ...);
    private static final MemorySegment SYSCALL = find("syscall");

    LinuxCredentialCalls() {}

    @Override
    public int setgroups(CallState state, int count, Memory list) {
        return kept(call(state, SETGROUPS, count, list.address(), 0, 0, 0, 0), list);
    }

    @Override
    public int setresgid(CallState state, int real, int effective, int saved) {
        return call(state, SETRESGID, real, effective, saved, 0, 0, 0);
    }

    @Override
    public int setresuid(CallState state, int real, int effective, int saved) {
        return call(state, SETRESUID, real, effective, saved, 0, 0, 0);
    }

    @Override
    public int prctl(CallState state, int option, long second, long third, long fourth, long fifth) {
        return call(state, PRCTL, option, second, third, fourth, fifth, 0);
    }

    @Override
    public int capset(CallState state, Memory header, Memory data) {
        return kept(call(state, CAPSET, header.address(), data.address(), 0, 0, 0, 0), header, data);
    }

    @Override
    public int syscall(CallState state, Syscall call, int first, int second, int third) {
        return call(state, SYSCALL, call.number(), first, second, third, 0, 0);
    }

    // int seccomp(unsigned operation, unsigned flags, void *program);
    @Override
    public int seccomp(CallState state, int operation, int flags, Memory program) {
        return kept(call(state, SYSCALL, Syscall.SECCOMP.number(), operation, flags, program.address(), 0, 0), program);
    }

    // int landlock_create_ruleset(const struct landlock_ruleset_attr *rules, size_t size, uint32_t flags);
    @Override
    public int landlock_create_ruleset(CallState state, Memory rules, int size, int flags) {
        return kept(
                call(state, SYSCALL, Syscall.LANDLOCK_CREATE_RULESET.number(), rules.address(), size, flags, 0, 0),
                rules);
    }

    // int landlock_add_rule(int rules, enum landlock_rule_type type, const void *rule, uint32_t flags);
    @Override
    public int landlock_add_rule(CallState state, int rules, int type, Memory rule, int flags) {
        return kept(
                call(state, SYSCALL, Syscall.LANDLOCK_ADD_RULE.number(), rules, type, rule.address(), flags, 0), rule);
    }

    // int landlock_restrict_self(int rules, uint32_t flags);
    @Override
    public int landlock_restrict_self(CallState state, int rules, int flags) {
        return call(state, SYSCALL, Syscall.LANDLOCK_RESTRICT_SELF.number(), rules, flags, 0, 0, 0);
    }
}
