// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside the heap for native calls, zeroed: what stands where C has a pointer. A struct is one with names for its bytes.
 *
 * <p>An address does not keep its memory, so none leaves this package: a call takes the object and keeps it until it has returned, and an object
 * keeps whatever its bytes {@linkplain #pointAt point at}.
 */
public class Memory {
    /** The null pointer. */
    public static final Memory NULL = new Memory();

    /** The string without characters. */
    public static final Memory EMPTY = cString("");

    private final ByteBuffer buffer;
    private final long address;

    /** What the words of this memory point at, by their number. */
    private @Nullable Memory @Nullable [] pointees;

    /** {@code size} bytes, aligned to 8. */
    public Memory(int size) {
        buffer = ByteBuffer.allocateDirect(size + Long.BYTES)
                .alignedSlice(Long.BYTES)
                .slice(0, size)
                .order(ByteOrder.nativeOrder());
        address = MemorySegment.ofBuffer(buffer).address();
    }

    private Memory() {
        buffer = ByteBuffer.allocate(0);
        address = 0;
    }

    /** A copy of that text, as C has it. */
    public static Memory cString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(bytes.length + 1);
        memory.buffer.put(0, bytes);
        return memory;
    }

    /** This memory, with that text as C has it; for a name that is needed for one call. */
    public final Memory string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.put(0, bytes).put(bytes.length, (byte) 0);
        return this;
    }

    /** The bytes, in native order, by absolute position. */
    public final ByteBuffer buffer() {
        return buffer;
    }

    /** All of it as a buffer of its own, in big-endian order. */
    public final ByteBuffer bigEndian() {
        return buffer.slice(0, buffer.capacity());
    }

    /** Has the word at {@code position}, a multiple of 8, point at that byte of {@code target}, and keeps it. */
    protected final void pointAt(int position, Memory target, int offset) {
        @Nullable Memory[] kept = pointees;
        if (kept == null) {
            kept = new Memory[buffer.capacity() / Long.BYTES];
            pointees = kept;
        }
        kept[position / Long.BYTES] = target;
        buffer.putLong(position, target.address + offset);
    }

    /** Where it is; good as long as this object is reachable. */
    final long address() {
        return address;
    }
}
