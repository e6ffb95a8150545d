// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/**
 * Identity and rights.
 *
 * <p>How far a call reaches: the C library carries {@link #setgroups}, {@link #setresgid} and {@link #setresuid} to every thread of the
 * process; everything else here changes the calling thread only.
 */
public interface CredentialCalls {
    /** setgroups(2), on every thread. */
    int setgroups(CallState state, int count, long list);

    /** setresgid(2), on every thread. */
    int setresgid(CallState state, int real, int effective, int saved);

    /** setresuid(2), on every thread. */
    int setresuid(CallState state, int real, int effective, int saved);

    /** prctl(2). */
    int prctl(CallState state, int option, long second, long third, long fourth, long fifth);

    /** capget(2). */
    int capget(CallState state, long header, long data);

    /** capset(2). */
    int capset(CallState state, long header, long data);

    /** syscall(2): for calls that the C library has no function for, or carries to all threads where one is meant. */
    long syscall(CallState state, long number, long first, long second, long third, long fourth, long fifth);
}
