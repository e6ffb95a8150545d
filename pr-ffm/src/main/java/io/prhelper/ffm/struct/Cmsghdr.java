// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import java.nio.ByteBuffer;

/**
 * {@code struct cmsghdr} with descriptors behind it ({@code bits/socket.h}; cmsg(3)).
 *
 * <pre>
 *    0  cmsg_len         long  bytes of header and data
 *    8  cmsg_level       int   SOL_SOCKET
 *   12  cmsg_type        int   SCM_RIGHTS
 *   16  data             int   the descriptors; padded to 8 bytes at the end
 * </pre>
 */
public final class Cmsghdr {
    /** Bytes of the struct with one descriptor. */
    public static final int SIZE = 24;

    static final int CMSG_LEN = 0;
    static final int CMSG_LEVEL = 8;
    static final int CMSG_TYPE = 12;
    static final int DATA = 16;

    private final ByteBuffer bytes;
    private final long address;
    private final int base;

    /** The struct at that offset of a memory. */
    public Cmsghdr(DirectMemory memory, int offset) {
        bytes = memory.buffer();
        address = memory.address() + offset;
        base = offset;
    }

    /** Its address. */
    public long address() {
        return address;
    }

    /** Bytes of header and data. */
    public long cmsgLen() {
        return bytes.getLong(base + CMSG_LEN);
    }

    /** Sets: bytes of header and data. */
    public void cmsgLen(long value) {
        bytes.putLong(base + CMSG_LEN, value);
    }

    /** SOL_SOCKET. */
    public int cmsgLevel() {
        return bytes.getInt(base + CMSG_LEVEL);
    }

    /** Sets: SOL_SOCKET. */
    public void cmsgLevel(int value) {
        bytes.putInt(base + CMSG_LEVEL, value);
    }

    /** SCM_RIGHTS. */
    public int cmsgType() {
        return bytes.getInt(base + CMSG_TYPE);
    }

    /** Sets: SCM_RIGHTS. */
    public void cmsgType(int value) {
        bytes.putInt(base + CMSG_TYPE, value);
    }

    /** The descriptor. */
    public int data() {
        return bytes.getInt(base + DATA);
    }

    /** Sets: the descriptor. */
    public void data(int value) {
        data(0, value);
    }

    /** Sets: descriptor {@code index}, from 0 on; the memory must have room for {@link #length} bytes. */
    public void data(int index, int value) {
        bytes.putInt(base + DATA + Integer.BYTES * index, value);
    }

    /** CMSG_LEN: bytes of header and that many descriptors. */
    public static int length(int descriptors) {
        return DATA + Integer.BYTES * descriptors;
    }
}
