// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.invoke.MethodHandle;

/** {@link CredentialCalls} of the C library. */
final class LinuxCredentialCalls implements CredentialCalls {
    // int setgroups(size_t count, const gid_t *list);
    private static final MethodHandle SETGROUPS = Downcalls.link("setgroups");

    // int setresgid(gid_t real, gid_t effective, gid_t saved);
    private static final MethodHandle SETRESGID = Downcalls.link("setresgid");

    // int setresuid(uid_t real, uid_t effective, uid_t saved);
    private static final MethodHandle SETRESUID = Downcalls.link("setresuid");

    // int prctl(int option, unsigned long second, unsigned long third, unsigned long fourth, unsigned long fifth);
    private static final MethodHandle PRCTL = Downcalls.link("prctl");

    // int capget(cap_user_header_t header, cap_user_data_t data);
    private static final MethodHandle CAPGET = Downcalls.link("capget");

    // int capset(cap_user_header_t header, const cap_user_data_t data);
    private static final MethodHandle CAPSET = Downcalls.link("capset");

    // long syscall(long number, ...);
    private static final MethodHandle SYSCALL = Downcalls.link("syscall");

    LinuxCredentialCalls() {}

    @Override
    public int setgroups(CallState state, int count, long list) {
        try {
            return state.narrow((long) SETGROUPS.invokeExact(state.capture(), (long) count, list, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int setresgid(CallState state, int real, int effective, int saved) {
        try {
            return state.narrow((long)
                    SETRESGID.invokeExact(state.capture(), (long) real, (long) effective, (long) saved, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int setresuid(CallState state, int real, int effective, int saved) {
        try {
            return state.narrow((long)
                    SETRESUID.invokeExact(state.capture(), (long) real, (long) effective, (long) saved, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int prctl(CallState state, int option, long second, long third, long fourth, long fifth) {
        try {
            return state.narrow(
                    (long) PRCTL.invokeExact(state.capture(), (long) option, second, third, fourth, fifth, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int capget(CallState state, long header, long data) {
        try {
            return state.narrow((long) CAPGET.invokeExact(state.capture(), header, data, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int capset(CallState state, long header, long data) {
        try {
            return state.narrow((long) CAPSET.invokeExact(state.capture(), header, data, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public long syscall(CallState state, long number, long first, long second, long third, long fourth, long fifth) {
        try {
            return state.wide((long) SYSCALL.invokeExact(state.capture(), number, first, second, third, fourth, fifth));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }
}
