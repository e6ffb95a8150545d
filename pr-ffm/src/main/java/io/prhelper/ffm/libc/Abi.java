// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import org.jspecify.annotations.Nullable;

/**
 * The processors, in the order of the columns of {@link Varying} and {@link Syscall}. All have 64 bits; what stands in neither table is the same
 * on each of them.
 */
public enum Abi {
    X86_64("amd64", true),
    AARCH64("aarch64", false),
    S390X("s390x", false),
    PPC64LE("ppc64le", false),
    RISCV64("riscv64", false);

    private static final String ARCH = System.getProperty("os.arch");
    private static final @Nullable Abi RUNNING = find(ARCH);

    /** What the JVM calls it. */
    private final String arch;

    /** Whether anybody has seen serving and confinement work on it. */
    private final boolean tried;

    Abi(String arch, boolean tried) {
        this.arch = arch;
        this.tried = tried;
    }

    /**
     * The processor of this JVM.
     *
     * @throws UnsupportedOperationException with one sentence, if nobody has seen this work on it
     */
    public static Abi running() {
        return tried(RUNNING, ARCH);
    }

    /** The processor that the JVM calls so, or the exception of {@link #running}. */
    static Abi of(String arch) {
        return tried(find(arch), arch);
    }

    private static @Nullable Abi find(String arch) {
        for (Abi abi : values()) {
            if (abi.tried && abi.arch.equals(arch)) {
                return abi;
            }
        }
        return null;
    }

    private static Abi tried(@Nullable Abi found, String arch) {
        if (found == null) {
            throw new UnsupportedOperationException(
                    "this is known to work on x86-64 only, and the processor is " + arch);
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
}
