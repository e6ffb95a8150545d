// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import java.nio.ByteBuffer;

/**
 * {@code struct ucred}: who is at the other end (unix(7), SO_PEERCRED).
 *
 * <pre>
 *    0  pid              int   process id
 *    4  uid              int   user id
 *    8  gid              int   group id
 * </pre>
 */
public final class Ucred {
    /** Bytes of the struct. */
    public static final int SIZE = 12;

    static final int PID = 0;
    static final int UID = 4;
    static final int GID = 8;

    private final ByteBuffer bytes;
    private final long address;
    private final int base;

    /** The struct at that offset of a memory. */
    public Ucred(DirectMemory memory, int offset) {
        bytes = memory.buffer();
        address = memory.address() + offset;
        base = offset;
    }

    /** Its address. */
    public long address() {
        return address;
    }

    /** Process id. */
    public int pid() {
        return bytes.getInt(base + PID);
    }

    /** User id. */
    public int uid() {
        return bytes.getInt(base + UID);
    }

    /** Group id. */
    public int gid() {
        return bytes.getInt(base + GID);
    }
}
