// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;

/** {@code sigset_t} of the C library ({@code bits/types/__sigset_t.h}): words of 64 bits, signal 1 being the lowest bit of the first. */
public final class Sigset extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 128;

    /** The empty set. */
    public Sigset() {
        super(SIZE);
    }

    /** These signals, each 1 to 64. */
    public static Sigset of(int... signals) {
        Sigset set = new Sigset();
        long bits = 0;
        for (int signal : signals) {
            bits |= bit(signal);
        }
        set.buffer().putLong(0, bits);
        return set;
    }

    /** Whether that signal, 1 to 64, is in it. */
    public boolean contains(int signal) {
        return (buffer().getLong(0) & bit(signal)) != 0;
    }

    private static long bit(int signal) {
        return 1L << (signal - 1);
    }
}
