// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;

/**
 * {@code struct flock}: a lock on a part of a file ({@code bits/fcntl.h}; fcntl(2)).
 *
 * <pre>
 *    0  l_type           short  F_WRLCK
 *    2  l_whence         short  SEEK_SET
 *    4  padding, 4 bytes
 *    8  l_start          long   first byte
 *   16  l_len            long   bytes; 0 is to the end, however far it grows
 *   24  l_pid            int    who holds it
 *   28  padding, 4 bytes
 * </pre>
 */
public final class Flock extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 32;

    static final int L_TYPE = 0;
    static final int L_WHENCE = 2;
    static final int L_START = 8;
    static final int L_LEN = 16;
    static final int L_PID = 24;
    private static final short F_WRLCK = 1;

    private Flock() {
        super(SIZE);
    }

    /** A write lock on the whole file. */
    public static Flock writeLock() {
        Flock lock = new Flock();
        lock.buffer().putShort(L_TYPE, F_WRLCK);
        return lock;
    }
}
