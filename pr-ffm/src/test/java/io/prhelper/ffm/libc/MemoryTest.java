// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class MemoryTest {
    /** Two words that point somewhere. */
    private static final class Pointers extends Memory {
        Pointers() {
            super(2 * Long.BYTES);
        }

        void first(Memory target, int offset) {
            pointAt(0, target, offset);
        }

        void second(Memory target, int offset) {
            pointAt(Long.BYTES, target, offset);
        }
    }

    @Test
    void itIsAlignedZeroedAndHasTheAddressOfItsBuffer() {
        for (int size : new int[] {1, 4, 12, 56, 110, 8208}) {
            Memory memory = new Memory(size);
            assertThat(memory.address() % 8).isZero();
            assertThat(memory.buffer().capacity()).isEqualTo(size);
            assertThat(memory.address())
                    .isEqualTo(MemorySegment.ofBuffer(memory.buffer()).address());
            assertThat(MemorySegment.ofBuffer(memory.buffer()).toArray(ValueLayout.JAVA_BYTE))
                    .containsOnly(0);
        }
    }

    @Test
    void theNullPointerIsZeroWhateverTheOffset() {
        assertThat(Memory.NULL.address()).isZero();
    }

    @Test
    void aStringEndsWithNul() {
        byte[] bytes = new byte[4];
        Memory.cString("a\u00fc").buffer().get(0, bytes);
        assertThat(bytes).isEqualTo("a\u00fc\0".getBytes(StandardCharsets.UTF_8));
        assertThat(Memory.EMPTY.buffer().capacity()).isEqualTo(1);
    }

    @Test
    void bothViewsAreOfTheSameBytes() {
        Memory memory = new Memory(8);
        memory.bigEndian().putInt(0, 0x01020304);
        assertThat(memory.buffer().order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(memory.buffer().get(0)).isEqualTo((byte) 1);
        assertThat(memory.bigEndian().capacity()).isEqualTo(8);
    }

    @Test
    void aWordPointsAtAByteOfItsTarget() {
        Pointers pointers = new Pointers();
        Memory target = new Memory(16);
        pointers.first(target, 0);
        pointers.second(target, 5);
        assertThat(pointers.buffer().getLong(0)).isEqualTo(target.address());
        assertThat(pointers.buffer().getLong(8)).isEqualTo(target.address() + 5);
    }

    @Test
    void whatIsPointedAtLivesUntilTheWordPointsElsewhere() throws InterruptedException {
        Pointers pointers = new Pointers();
        ReferenceQueue<Memory> ended = new ReferenceQueue<>();
        PhantomReference<Memory> kept = pointed(pointers, ended, true);
        PhantomReference<Memory> witness = pointed(pointers, ended, false);
        pointers.second(Memory.NULL, 0);
        // The second one's end shows that the collector has been there.
        assertThat(collected(ended)).isSameAs(witness);
        assertThat(kept.refersTo(null)).isFalse();
        pointers.first(Memory.NULL, 0);
        assertThat(collected(ended)).isSameAs(kept);
    }

    /** In a frame of its own, so that no variable keeps it. */
    private static PhantomReference<Memory> pointed(Pointers pointers, ReferenceQueue<Memory> ended, boolean first) {
        Memory target = new Memory(8);
        if (first) {
            pointers.first(target, 0);
        } else {
            pointers.second(target, 0);
        }
        return new PhantomReference<>(target, ended);
    }

    private static Object collected(ReferenceQueue<Memory> ended) throws InterruptedException {
        Object reference = null;
        while (reference == null) {
            System.gc();
            reference = ended.remove(10);
        }
        return reference;
    }
}
