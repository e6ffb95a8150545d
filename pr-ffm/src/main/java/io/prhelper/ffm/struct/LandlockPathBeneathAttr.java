// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;

/**
 * {@code struct landlock_path_beneath_attr}, packed: what is granted below a path ({@code linux/landlock.h}).
 *
 * <pre>
 *    0  allowed_access   long  LANDLOCK_ACCESS_FS_*
 *    8  parent_fd        int
 * </pre>
 */
public final class LandlockPathBeneathAttr extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 12;

    static final int ALLOWED_ACCESS = 0;
    static final int PARENT_FD = 8;

    /** These rights below that directory, or to that file. */
    public LandlockPathBeneathAttr(long rights, int parent) {
        super(SIZE);
        buffer().putLong(ALLOWED_ACCESS, rights);
        buffer().putInt(PARENT_FD, parent);
    }
}
