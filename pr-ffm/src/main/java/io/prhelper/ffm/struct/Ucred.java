// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;

/**
 * {@code struct ucred}: who is at the other end (unix(7), SO_PEERCRED).
 *
 * <pre>
 *    0  pid              int   process id
 *    4  uid              int   user id
 *    8  gid              int   group id
 * </pre>
 */
public final class Ucred extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 12;

    static final int PID = 0;
    static final int UID = 4;
    static final int GID = 8;

    /** All zero. */
    public Ucred() {
        super(SIZE);
    }

    /** Process id. */
    public int pid() {
        return buffer().getInt(PID);
    }

    /** User id. */
    public int uid() {
        return buffer().getInt(UID);
    }

    /** Group id. */
    public int gid() {
        return buffer().getInt(GID);
    }
}
