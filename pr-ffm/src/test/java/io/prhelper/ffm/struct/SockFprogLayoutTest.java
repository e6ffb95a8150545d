// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemoryLayout;
import org.junit.jupiter.api.Test;

final class SockFprogLayoutTest {
    /** {@code linux/filter.h}. */
    private static final MemoryLayout HEADER = MemoryLayout.structLayout(
            JAVA_SHORT.withName("len"), MemoryLayout.paddingLayout(6), ADDRESS.withName("filter"));

    @Test
    void everyOffsetIsTheHeaders() {
        assertThat(SockFprog.SIZE).isEqualTo(HEADER.byteSize());
        assertThat(SockFprog.LEN).isEqualTo(HEADER.byteOffset(groupElement("len")));
        assertThat(SockFprog.FILTER).isEqualTo(HEADER.byteOffset(groupElement("filter")));
    }

    @Test
    void theInstructionsFollowTheStruct() {
        SockFprog program = new SockFprog(new long[] {3, 5});
        assertThat(program.buffer().capacity()).isEqualTo(SockFprog.SIZE + 2 * Long.BYTES);
        assertThat(program.buffer().getShort(SockFprog.LEN)).isEqualTo((short) 2);
        assertThat(program.buffer().getLong(SockFprog.FILTER))
                .isEqualTo(StructFields.address(program) + SockFprog.SIZE);
        assertThat(program.buffer().getShort(SockFprog.SIZE)).isEqualTo((short) 3);
        assertThat(program.buffer().getShort(SockFprog.SIZE + Long.BYTES)).isEqualTo((short) 5);
    }

    /** {@code struct sock_filter}: the code in two bytes, two jumps of one, the operand in four. */
    @Test
    void fromTheHighestBitsOnTheFieldsHaveTheOrderOfTheStruct() {
        assertThat(SockFprog.bigEndian(new long[] {0xf1f2f3f4_cc_bb_a1a2L, 0x15}))
                .containsExactly(0xa1a2_bb_cc_f1f2f3f4L, 0x15L << 48);
    }
}
