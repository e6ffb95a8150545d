// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;

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
public class MsgHdr extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 56;

    static final int MSG_NAME = 0;
    static final int MSG_NAMELEN = 8;
    static final int MSG_IOV = 16;
    static final int MSG_IOVLEN = 24;
    static final int MSG_CONTROL = 32;
    static final int MSG_CONTROLLEN = 40;
    static final int MSG_FLAGS = 48;

    private final Iovec data = new Iovec();

    /** A message of one piece. */
    public MsgHdr() {
        super(SIZE);
        pointAt(MSG_IOV, data, 0);
        buffer().putLong(MSG_IOVLEN, 1);
    }

    /** Sets: where its bytes are. */
    public final void data(Memory memory, int offset, int length) {
        data.iovBase(memory, offset);
        data.iovLen(length);
    }

    /** Sets: the receiver. */
    public final void msgName(SockaddrUn address) {
        pointAt(MSG_NAME, address, 0);
        buffer().putInt(MSG_NAMELEN, address.length());
    }

    /** Sets: the ancillary data, which is kept. */
    final void msgControl(Memory value) {
        pointAt(MSG_CONTROL, value, 0);
    }

    /** Bytes of ancillary data. */
    final long msgControllen() {
        return buffer().getLong(MSG_CONTROLLEN);
    }

    /** Sets: bytes of ancillary data. */
    final void msgControllen(long value) {
        buffer().putLong(MSG_CONTROLLEN, value);
    }

    /** MSG_*. */
    final int msgFlags() {
        return buffer().getInt(MSG_FLAGS);
    }
}
