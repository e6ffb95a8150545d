// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;

/**
 * {@code struct rlimit}: a limit of the process ({@code bits/resource.h}; prlimit(2)).
 *
 * <pre>
 *    0  rlim_cur         long  what holds; -1 is no limit
 *    8  rlim_max         long  what it may be raised to
 * </pre>
 */
public final class Rlimit extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 16;

    static final int RLIM_CUR = 0;
    static final int RLIM_MAX = 8;

    /** To be filled in. */
    public Rlimit() {
        super(SIZE);
    }

    /** These two. */
    public Rlimit(long current, long most) {
        super(SIZE);
        buffer().putLong(RLIM_CUR, current);
        buffer().putLong(RLIM_MAX, most);
    }

    /** What holds; -1 is no limit. */
    public long current() {
        return buffer().getLong(RLIM_CUR);
    }

    /** What it may be raised to. */
    public long most() {
        return buffer().getLong(RLIM_MAX);
    }
}
