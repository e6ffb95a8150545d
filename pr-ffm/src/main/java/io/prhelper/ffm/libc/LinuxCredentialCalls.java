// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.foreign.MemorySegment;

/** {@link CredentialCalls} of the C library. */
final class LinuxCredentialCalls implements CredentialCalls {
    // int setgroups(size_t count, const gid_t *list);
    private static final MemorySegment SETGROUPS = Downcalls.find("setgroups");

    // int setresgid(gid_t real, gid_t effective, gid_t saved);
    private static final MemorySegment SETRESGID = Downcalls.find("setresgid");

    // int setresuid(uid_t real, uid_t effective, uid_t saved);
    private static final MemorySegment SETRESUID = Downcalls.find("setresuid");

    // int prctl(int option, unsigned long second, unsigned long third, unsigned long fourth, unsigned long fifth);
    private static final MemorySegment PRCTL = Downcalls.find("prctl");

    // int capget(cap_user_header_t header, cap_user_data_t data);
    private static final MemorySegment CAPGET = Downcalls.find("capget");

    // int capset(cap_user_header_t header, const cap_user_data_t data);
    private static final MemorySegment CAPSET = Downcalls.find("capset");

    // long syscall(long number, ...);
    private static final MemorySegment SYSCALL = Downcalls.find("syscall");

    LinuxCredentialCalls() {}

    @Override
    public int setgroups(CallState state, int count, long list) {
        try {
            return state.narrow(
                    (long) Downcalls.CALL.invokeExact(SETGROUPS, state.capture(), (long) count, list, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int setresgid(CallState state, int real, int effective, int saved) {
        try {
            return state.narrow((long) Downcalls.CALL.invokeExact(
                    SETRESGID, state.capture(), (long) real, (long) effective, (long) saved, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int setresuid(CallState state, int real, int effective, int saved) {
        try {
            return state.narrow((long) Downcalls.CALL.invokeExact(
                    SETRESUID, state.capture(), (long) real, (long) effective, (long) saved, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int prctl(CallState state, int option, long second, long third, long fourth, long fifth) {
        try {
            return state.narrow((long) Downcalls.CALL.invokeExact(
                    PRCTL, state.capture(), (long) option, second, third, fourth, fifth, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int capget(CallState state, long header, long data) {
        try {
            return state.narrow(
                    (long) Downcalls.CALL.invokeExact(CAPGET, state.capture(), header, data, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int capset(CallState state, long header, long data) {
        try {
            return state.narrow(
                    (long) Downcalls.CALL.invokeExact(CAPSET, state.capture(), header, data, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public long syscall(CallState state, long number, long first, long second, long third, long fourth, long fifth) {
        try {
            return state.wide((long)
                    Downcalls.CALL.invokeExact(SYSCALL, state.capture(), number, first, second, third, fourth, fifth));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }
}
