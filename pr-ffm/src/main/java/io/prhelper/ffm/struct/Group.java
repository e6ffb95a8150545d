// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;

/**
 * {@code struct group}: a group, of which the id is read ({@code grp.h}; getgrnam_r(3)).
 *
 * <pre>
 *    16  gr_gid           int   group id
 * </pre>
 */
public final class Group extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 32;

    static final int GR_GID = 16;

    /** To be filled in. */
    public Group() {
        super(SIZE);
    }

    /** The id, to be read as unsigned. */
    public int id() {
        return buffer().getInt(GR_GID);
    }
}
