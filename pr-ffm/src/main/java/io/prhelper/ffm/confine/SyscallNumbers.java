// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

/** Numbers of system calls on x86-64 ({@code asm/unistd_64.h}). */
final class SyscallNumbers {
    static final int SETGROUPS = 116;
    static final int SETRESUID = 117;
    static final int SETRESGID = 119;
    static final int SECCOMP = 317;

    private SyscallNumbers() {}
}
