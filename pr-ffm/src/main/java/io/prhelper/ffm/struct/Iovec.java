// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;

/**
 * {@code struct iovec}: one piece of a message ({@code bits/types/struct_iovec.h}).
 *
 * <pre>
 *    0  iov_base         long  address
 *    8  iov_len          long  bytes
 * </pre>
 */
final class Iovec extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 16;

    static final int IOV_BASE = 0;
    static final int IOV_LEN = 8;

    /** All zero. */
    Iovec() {
        super(SIZE);
    }

    /** Sets: the address of that byte of {@code target}, which is kept. */
    void iovBase(Memory target, int offset) {
        pointAt(IOV_BASE, target, offset);
    }

    /** Sets: bytes. */
    void iovLen(long value) {
        buffer().putLong(IOV_LEN, value);
    }
}
