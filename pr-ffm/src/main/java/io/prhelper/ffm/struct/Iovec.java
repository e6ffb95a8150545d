// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import java.nio.ByteBuffer;

/**
 * {@code struct iovec}: one piece of a message ({@code bits/types/struct_iovec.h}).
 *
 * <pre>
 *    0  iov_base         long  address
 *    8  iov_len          long  bytes
 * </pre>
 */
public final class Iovec {
    /** Bytes of the struct. */
    public static final int SIZE = 16;

    static final int IOV_BASE = 0;
    static final int IOV_LEN = 8;

    private final ByteBuffer bytes;
    private final long address;
    private final int base;

    /** The struct at that offset of a memory. */
    public Iovec(DirectMemory memory, int offset) {
        bytes = memory.buffer();
        address = memory.address() + offset;
        base = offset;
    }

    /** Its address. */
    public long address() {
        return address;
    }

    /** Sets: address. */
    public void iovBase(long value) {
        bytes.putLong(base + IOV_BASE, value);
    }

    /** Sets: bytes. */
    public void iovLen(long value) {
        bytes.putLong(base + IOV_LEN, value);
    }
}
