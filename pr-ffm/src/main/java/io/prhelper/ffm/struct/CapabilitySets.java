// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;

/**
 * Two {@code struct __user_cap_data_struct}, a thread's capabilities, and the {@code struct __user_cap_header_struct} that goes with them
 * ({@code linux/capability.h}; capset(2)).
 *
 * <pre>
 *   header:    0  version       int   3, written 0x20080522
 *              4  pid           int   0: the calling thread
 *
 *   sets:      0  effective     int   capabilities 0 to 31
 *              4  permitted     int
 *              8  inheritable   int
 *             12  effective     int   capabilities 32 to 63
 *             16  permitted     int
 *             20  inheritable   int
 * </pre>
 */
public final class CapabilitySets extends Memory {
    static final int HEADER_SIZE = 8;
    public static final int SIZE = 24;

    static final int VERSION = 0;
    static final int PID = 4;
    static final int EFFECTIVE = 0;
    static final int PERMITTED = 4;
    static final int INHERITABLE = 8;
    static final int HIGH = 12;
    private static final int VERSION_3 = 0x20080522;

    private final Memory header = new Memory(HEADER_SIZE);

    /** The calling thread's, all empty. */
    public CapabilitySets() {
        super(SIZE);
        header.buffer().putInt(VERSION, VERSION_3);
    }

    /** The header of these sets. */
    public Memory header() {
        return header;
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
        buffer().putInt(offset, (int) mask);
        buffer().putInt(offset + HIGH, (int) (mask >>> Integer.SIZE));
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
        return Integer.toUnsignedLong(buffer().getInt(offset)) | (long) buffer().getInt(offset + HIGH) << Integer.SIZE;
    }
}
