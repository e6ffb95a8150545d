// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import java.nio.ByteBuffer;

/**
 * {@code struct msghdr}: a message of recvmsg(2) or sendmsg(2) ({@code bits/socket.h}).
 *
 * <pre>
 *    0  msg_name         long  address of the socket address
 *    8  msg_namelen      int
 *   12  padding, 4 bytes
 *   16  msg_iov          long  address of the iovecs
 *   24  msg_iovlen       long  how many iovecs
 *   32  msg_control      long  address of the ancillary data
 *   40  msg_controllen   long  bytes of ancillary data
 *   48  msg_flags        int   MSG_*
 *   52  padding, 4 bytes
 * </pre>
 */
public final class MsgHdr {
    /** Bytes of the struct. */
    public static final int SIZE = 56;

    static final int MSG_NAME = 0;
    static final int MSG_NAMELEN = 8;
    static final int MSG_IOV = 16;
    static final int MSG_IOVLEN = 24;
    static final int MSG_CONTROL = 32;
    static final int MSG_CONTROLLEN = 40;
    static final int MSG_FLAGS = 48;

    private final ByteBuffer bytes;
    private final long address;
    private final int base;

    /** The struct at that offset of a memory. */
    public MsgHdr(DirectMemory memory, int offset) {
        bytes = memory.buffer();
        address = memory.address() + offset;
        base = offset;
    }

    /** Its address. */
    public long address() {
        return address;
    }

    /** Sets: address of the receiver's socket address. */
    public void msgName(long value) {
        bytes.putLong(base + MSG_NAME, value);
    }

    /** Sets: bytes of the receiver's socket address. */
    public void msgNamelen(int value) {
        bytes.putInt(base + MSG_NAMELEN, value);
    }

    /** Sets: address of the iovecs. */
    public void msgIov(long value) {
        bytes.putLong(base + MSG_IOV, value);
    }

    /** Sets: how many iovecs. */
    public void msgIovlen(long value) {
        bytes.putLong(base + MSG_IOVLEN, value);
    }

    /** Sets: address of the ancillary data. */
    public void msgControl(long value) {
        bytes.putLong(base + MSG_CONTROL, value);
    }

    /** Bytes of ancillary data. */
    public long msgControllen() {
        return bytes.getLong(base + MSG_CONTROLLEN);
    }

    /** Sets: bytes of ancillary data. */
    public void msgControllen(long value) {
        bytes.putLong(base + MSG_CONTROLLEN, value);
    }

    /** MSG_*. */
    public int msgFlags() {
        return bytes.getInt(base + MSG_FLAGS);
    }
}
