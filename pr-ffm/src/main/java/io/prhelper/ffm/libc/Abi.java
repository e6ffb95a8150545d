// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import org.jspecify.annotations.Nullable;

/**
 * The processors, in the order of the columns of {@link Varying} and {@link Syscall}. All have 64 bits; what stands in neither table is the same
 * on each of them.
 */
public enum Abi {
    X86_64("amd64"),
    AARCH64("aarch64"),
    S390X("s390x"),
    PPC64LE("ppc64le"),
    RISCV64("riscv64");

    private static final String ARCH = System.getProperty("os.arch");
    private static final @Nullable Abi RUNNING = find(ARCH);

    /** What the JVM calls it. */
    private final String arch;

    Abi(String arch) {
        this.arch = arch;
    }

    /**
     * The processor of this JVM.
     *
     * @throws UnsupportedOperationException with one sentence, if it is none of these
     */
    public static Abi running() {
        return known(RUNNING, ARCH);
    }

    /** The processor that the JVM calls so, or the exception of {@link #running}. */
    static Abi of(String arch) {
        return known(find(arch), arch);
    }

    private static @Nullable Abi find(String arch) {
        for (Abi abi : values()) {
            if (abi.arch.equals(arch)) {
                return abi;
            }
        }
        return null;
    }

    private static Abi known(@Nullable Abi found, String arch) {
        if (found == null) {
            throw new UnsupportedOperationException(
                    "this works on x86-64, aarch64, s390x, ppc64le and riscv64 only, and the processor is " + arch);
        }
        return found;
    }

    /** The one for this processor. */
    int pick(int x8664, int aarch64, int s390x, int ppc64le, int riscv64) {
        return switch (this) {
            case X86_64 -> x8664;
            case AARCH64 -> aarch64;
            case S390X -> s390x;
            case PPC64LE -> ppc64le;
            case RISCV64 -> riscv64;
        };
    }

    /** Whether the first byte of a word is its highest. */
    public boolean isBigEndian() {
        return this == S390X;
    }

    /** Whether the C library calls one system call, socketcall(2), for all functions of sockets: glibc for kernels before 4.3. */
    public boolean hasSocketcall() {
        return this == S390X;
    }

    /** Which argument of clone(2) is the flags, from 0 on (CLONE_BACKWARDS2 of the kernel's configuration). */
    public int cloneFlags() {
        return this == S390X ? 1 : 0;
    }
}
