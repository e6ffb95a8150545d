// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import java.nio.ByteBuffer;

/**
 * {@code struct __user_cap_header_struct} and two {@code struct __user_cap_data_struct} behind it: a thread's capabilities
 * ({@code linux/capability.h}; capset(2)).
 *
 * <pre>
 *    0  version          int   3, written 0x20080522
 *    4  pid              int   0: the calling thread
 *    8  effective        int   capabilities 0 to 31
 *   12  permitted        int
 *   16  inheritable      int
 *   20  effective        int   capabilities 32 to 63
 *   24  permitted        int
 *   28  inheritable      int
 * </pre>
 */
public final class CapabilitySets {
    /** Bytes of all three. */
    public static final int SIZE = 32;

    static final int VERSION = 0;
    static final int PID = 4;
    static final int DATA = 8;
    static final int EFFECTIVE = 8;
    static final int PERMITTED = 12;
    static final int INHERITABLE = 16;
    static final int HIGH = 12;
    private static final int VERSION_3 = 0x20080522;

    private final ByteBuffer bytes;
    private final long address;

    /** The calling thread's, all empty. */
    public CapabilitySets(DirectMemory memory) {
        bytes = memory.buffer();
        address = memory.address();
        bytes.putInt(VERSION, VERSION_3);
    }

    /** The header's address. */
    public long header() {
        return address;
    }

    /** The sets' address. */
    public long data() {
        return address + DATA;
    }

    /** Sets: what counts. */
    public void effective(long mask) {
        put(EFFECTIVE, mask);
    }

    /** Sets: what may be made to count. */
    public void permitted(long mask) {
        put(PERMITTED, mask);
    }

    /** Sets: what a program that is executed may get. */
    public void inheritable(long mask) {
        put(INHERITABLE, mask);
    }

    private void put(int offset, long mask) {
        bytes.putInt(offset, (int) mask);
        bytes.putInt(offset + HIGH, (int) (mask >>> Integer.SIZE));
    }

    /** What counts. */
    public long effective() {
        return get(EFFECTIVE);
    }

    /** What may be made to count. */
    public long permitted() {
        return get(PERMITTED);
    }

    /** What a program that is executed may get. */
    public long inheritable() {
        return get(INHERITABLE);
    }

    private long get(int offset) {
        return Integer.toUnsignedLong(bytes.getInt(offset)) | (long) bytes.getInt(offset + HIGH) << Integer.SIZE;
    }
}
