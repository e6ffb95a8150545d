// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the heap that lives as long as this object, zeroed, with its address for native calls.
 *
 * <p>An address does not keep its memory: the object must be reachable until the call has returned. Memory of a thread or a connection
 * is a field of what makes the call; memory for one call comes from a {@link Scratch}.
 */
public final class DirectMemory {
    private final ByteBuffer buffer;
    private final long address;

    /** {@code size} bytes, aligned to 8. */
    public DirectMemory(int size) {
        buffer = ByteBuffer.allocateDirect(size + Long.BYTES)
                .alignedSlice(Long.BYTES)
                .slice(0, size)
                .order(ByteOrder.nativeOrder());
        address = MemorySegment.ofBuffer(buffer).address();
    }

    /** The address of the first byte; good while this object is reachable. */
    public long address() {
        return address;
    }

    /** The bytes, in native order, by absolute position. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** A part of it as a buffer of its own, in big-endian order. */
    public ByteBuffer slice(int offset, int length) {
        return buffer.slice(offset, length);
    }

    /** A C string of these bytes. */
    public static DirectMemory cString(byte[] bytes) {
        DirectMemory memory = new DirectMemory(bytes.length + 1);
        memory.buffer.put(0, bytes);
        return memory;
    }
}
