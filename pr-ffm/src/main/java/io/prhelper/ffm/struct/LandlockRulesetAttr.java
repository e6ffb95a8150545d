// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;

/**
 * {@code struct landlock_ruleset_attr}: what a set of rules forbids but for what they grant ({@code linux/landlock.h}).
 *
 * <pre>
 *    0  handled_access_fs long  LANDLOCK_ACCESS_FS_*
 *    8  handled_access_net long  LANDLOCK_ACCESS_NET_*; from version 4 on
 *   16  scoped             long  LANDLOCK_SCOPE_*; from version 6 on
 * </pre>
 */
public final class LandlockRulesetAttr extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 24;

    static final int HANDLED_ACCESS_FS = 0;
    static final int HANDLED_ACCESS_NET = 8;
    static final int SCOPED = 16;

    private final int size;

    /** Of files, network, and what is outside the set's own processes; 0 for what the kernel's version does not know. */
    public LandlockRulesetAttr(long files, long network, long scopes) {
        super(SIZE);
        size = scopes != 0 ? SIZE : network != 0 ? SCOPED : HANDLED_ACCESS_NET;
        buffer().putLong(HANDLED_ACCESS_FS, files);
        buffer().putLong(HANDLED_ACCESS_NET, network);
        buffer().putLong(SCOPED, scopes);
    }

    /** Bytes that the kernel is to read. */
    public int size() {
        return size;
    }
}
