// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;

import java.lang.foreign.MemorySegment;

/** {@link CredentialCalls} of the C library. */
final class LinuxCredentialCalls implements CredentialCalls {
    private static final MemorySegment SETGROUPS = find("setgroups");
    private static final MemorySegment SETRESGID = find("setresgid");
    private static final MemorySegment SETRESUID = find("setresuid");
    private static final MemorySegment PRCTL = find("prctl");
    private static final MemorySegment CAPSET = find("capset");
    private static final MemorySegment SYSCALL = find("syscall");

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

    @Override
    public int seccomp(CallState state, int operation, int flags, Memory program) {
        return kept(call(state, SYSCALL, Syscall.SECCOMP.number(), operation, flags, program.address(), 0, 0), program);
    }

    @Override
    public int landlock_create_ruleset(CallState state, Memory rules, int size, int flags) {
        return kept(
                call(state, SYSCALL, Syscall.LANDLOCK_CREATE_RULESET.number(), rules.address(), size, flags, 0, 0),
                rules);
    }

    @Override
    public int landlock_add_rule(CallState state, int rules, int type, Memory rule, int flags) {
        return kept(
                call(state, SYSCALL, Syscall.LANDLOCK_ADD_RULE.number(), rules, type, rule.address(), flags, 0), rule);
    }

    @Override
    public int landlock_restrict_self(CallState state, int rules, int flags) {
        return call(state, SYSCALL, Syscall.LANDLOCK_RESTRICT_SELF.number(), rules, flags, 0, 0, 0);
    }
}
