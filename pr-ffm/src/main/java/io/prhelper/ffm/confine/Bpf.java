// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.libc.Abi;

/**
 * Instructions of the classic packet filter as seccomp(2) takes them, and what they look at: {@code struct seccomp_data} ({@code
 * linux/bpf_common.h}, {@code linux/seccomp.h}).
 *
 * <pre>
 *   seccomp_data:   0  nr                    int   number of the system call
 *                   4  arch                  int   AUDIT_ARCH_*
 *                   8  instruction_pointer   long
 *                  16  args[6]               long  each in two words, in the order of the processor's bytes
 * </pre>
 */
final class Bpf {
    static final int NR = 0;
    static final int ARCH = 4;

    /** What a program answers. */
    static final int ALLOW = 0x7fff0000;

    static final int ERRNO = 0x00050000;
    static final int KILL_PROCESS = 0x80000000;

    static final int BPF_LD_W_ABS = 0x20;
    static final int BPF_ALU_AND_K = 0x54;
    static final int BPF_JMP_JEQ_K = 0x15;
    static final int BPF_JMP_JGE_K = 0x35;
    static final int BPF_RET_K = 0x06;

    private static final int ARGUMENTS = 16;

    private Bpf() {}

    /** Loads a word of {@code seccomp_data}. */
    static long load(int offset) {
        return instruction(BPF_LD_W_ABS, 0, 0, offset);
    }

    /** Where a half of an argument is, counted from 0; the lower one is all there is of an {@code int}. */
    static int half(Abi abi, int argument, boolean upper) {
        return ARGUMENTS + argument * Long.BYTES + (upper == abi.isBigEndian() ? 0 : Integer.BYTES);
    }

    /** Keeps these bits. */
    static long and(int mask) {
        return instruction(BPF_ALU_AND_K, 0, 0, mask);
    }

    /** Skips so many instructions if what was loaded is equal, or not. */
    static long ifEqual(int value, int skipIfTrue, int skipIfFalse) {
        return instruction(BPF_JMP_JEQ_K, skipIfTrue, skipIfFalse, value);
    }

    /** Skips so many instructions if what was loaded is at least that, unsigned, or not. */
    static long ifAtLeast(int value, int skipIfTrue, int skipIfFalse) {
        return instruction(BPF_JMP_JGE_K, skipIfTrue, skipIfFalse, value);
    }

    /** Ends with an answer. */
    static long give(int answer) {
        return instruction(BPF_RET_K, 0, 0, answer);
    }

    private static long instruction(int code, int skipIfTrue, int skipIfFalse, int operand) {
        if ((skipIfTrue | skipIfFalse) >> Byte.SIZE != 0) {
            throw new IllegalArgumentException("a filter skips at most 255 instructions");
        }
        return code | skipIfTrue << 16 | (long) skipIfFalse << 24 | (long) operand << Integer.SIZE;
    }
}
