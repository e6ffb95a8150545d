// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;

/**
 * {@code struct landlock_ruleset_attr}: what a set of rules forbids but for what they grant ({@code linux/landlock.h}).
 *
 * <pre>
 *    0  handled_access_fs long  LANDLOCK_ACCESS_FS_*
 *    8  handled_access_net long  LANDLOCK_ACCESS_NET_*; from version 4 on
 * </pre>
 */
public final class LandlockRulesetAttr extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 16;

    static final int HANDLED_ACCESS_FS = 0;
    static final int HANDLED_ACCESS_NET = 8;

    private final int size;

    /** Of the files only, as the first versions know it. */
    public LandlockRulesetAttr(long files) {
        this(HANDLED_ACCESS_NET, files, 0);
    }

    /** Of files and network. */
    public LandlockRulesetAttr(long files, long network) {
        this(SIZE, files, network);
    }

    private LandlockRulesetAttr(int size, long files, long network) {
        super(SIZE);
        this.size = size;
        buffer().putLong(HANDLED_ACCESS_FS, files);
        buffer().putLong(HANDLED_ACCESS_NET, network);
    }

    /** Bytes that the kernel is to read. */
    public int size() {
        return size;
    }
}
