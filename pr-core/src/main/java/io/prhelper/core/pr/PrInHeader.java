// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.nio.ByteBuffer;

/**
 * The first eight bytes of all PERSISTENT RESERVE IN data but that of REPORT CAPABILITIES (SPC-5, 6.16.2).
 *
 * <pre>
 *   0              4                   8
 *   +--------------+-------------------+------------------
 *   | PRGENERATION | ADDITIONAL LENGTH | descriptors
 *   +--------------+-------------------+------------------
 * </pre>
 *
 * @param generation 0 to FFFFFFFFh, 0 where it did not come
 * @param announced bytes in all, 0 where the length did not come
 * @param body the descriptors that came, no further than announced
 */
record PrInHeader(long generation, long announced, ByteBuffer body) {
    static final int LENGTH = 8;

    static PrInHeader decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long generation = bytes.length < 4 ? 0 : Integer.toUnsignedLong(buffer.getInt(0));
        if (bytes.length < LENGTH) {
            return new PrInHeader(generation, 0, ByteBuffer.allocate(0));
        }
        long announced = LENGTH + Integer.toUnsignedLong(buffer.getInt(4));
        int end = (int) Math.min(bytes.length, announced);
        return new PrInHeader(generation, announced, buffer.slice(LENGTH, end - LENGTH));
    }

    /** Writes the header of data that fills a new buffer; leaves the buffer positioned behind it. */
    static void put(ByteBuffer data, long generation) {
        data.putInt((int) generation).putInt(data.capacity() - LENGTH);
    }

    static void checkGeneration(long generation) {
        if (generation >>> 32 != 0) {
            throw new IllegalArgumentException("a generation is 0 to 4294967295, not " + generation);
        }
    }
}
