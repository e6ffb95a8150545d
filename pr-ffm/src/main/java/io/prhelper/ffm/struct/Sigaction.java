// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;

/**
 * {@code struct sigaction} of the C library ({@code bits/sigaction.h}).
 *
 * <pre>
 *    0  sa_handler  long  address, or SIG_DFL or SIG_IGN
 *    8  mask, flags and restorer, in an order that differs by processor
 * </pre>
 */
public final class Sigaction extends Memory {
    /** Bytes of the struct, at least. */
    public static final int SIZE = 152;

    static final int SA_HANDLER = 0;

    private static final long SIG_IGN = 1;

    /** All zero. */
    public Sigaction() {
        super(SIZE);
    }

    /** Whether the signal is ignored. */
    public boolean isIgnored() {
        return buffer().getLong(SA_HANDLER) == SIG_IGN;
    }
}
