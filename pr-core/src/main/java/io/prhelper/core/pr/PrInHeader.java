// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

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
 * @param body the descriptors that came, no further than announced and asked for
 * @param allocationLength bytes that were asked for
 */
record PrInHeader(long generation, long announced, ByteBuffer body, int allocationLength) {
    static final int LENGTH = 8;

    static PrInHeader decode(byte[] bytes, int allocationLength) {
        int came = Math.min(bytes.length, allocationLength);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long generation = came < 4 ? 0 : Integer.toUnsignedLong(buffer.getInt(0));
        if (came < LENGTH) {
            return new PrInHeader(generation, 0, ByteBuffer.allocate(0), allocationLength);
        }
        long announced = LENGTH + Integer.toUnsignedLong(buffer.getInt(4));
        int end = (int) Math.min(came, announced);
        return new PrInHeader(generation, announced, buffer.slice(LENGTH, end - LENGTH), allocationLength);
    }

    /**
     * {@link PrInData#missing}.
     *
     * @param understood whether the descriptors fill what was announced
     * @param oneMore bytes that one descriptor more would take at most, 0 where there can be none
     */
    OptionalLong missing(boolean understood, int oneMore) {
        long missing = announced - LENGTH - body.limit();
        if (missing > 0) {
            return OptionalLong.of(missing);
        }
        // Below 0 where the length did not come.
        return missing == 0 && understood && announced + oneMore <= allocationLength
                ? OptionalLong.of(0)
                : OptionalLong.empty();
    }

    /** Writes the header of data that fills a new buffer; leaves the buffer positioned behind it. */
    static void put(ByteBuffer data, long generation) {
        if (generation >>> 32 != 0) {
            throw new IllegalArgumentException("a generation is 0 to 4294967295, not " + generation);
        }
        data.putInt((int) generation).putInt(data.capacity() - LENGTH);
    }
}
