// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Memory;

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
final class Cmsghdr extends Memory {
    static final int CMSG_LEN = 0;
    static final int CMSG_LEVEL = 8;
    static final int CMSG_TYPE = 12;
    static final int DATA = 16;

    /** With room for that many descriptors. */
    Cmsghdr(int descriptors) {
        super(length(descriptors) + Integer.BYTES & -Long.BYTES);
        buffer().putInt(CMSG_LEVEL, Flags.SOL_SOCKET);
        buffer().putInt(CMSG_TYPE, Flags.SCM_RIGHTS);
    }

    /** Sets: how many descriptors are behind it. */
    void count(int descriptors) {
        buffer().putLong(CMSG_LEN, length(descriptors));
    }

    /** Sets: descriptor {@code index}, from 0 on. */
    void data(int index, int value) {
        buffer().putInt(DATA + Integer.BYTES * index, value);
    }

    /** The first descriptor. */
    int data() {
        return buffer().getInt(DATA);
    }

    /** True if there are that many descriptors behind it, and nothing else. */
    boolean isOf(int descriptors) {
        return buffer().getLong(CMSG_LEN) == length(descriptors)
                && buffer().getInt(CMSG_LEVEL) == Flags.SOL_SOCKET
                && buffer().getInt(CMSG_TYPE) == Flags.SCM_RIGHTS;
    }

    /** CMSG_LEN: bytes of header and that many descriptors. */
    static int length(int descriptors) {
        return DATA + Integer.BYTES * descriptors;
    }
}
