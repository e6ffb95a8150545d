// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.PathElement.sequenceElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemoryLayout;
import org.junit.jupiter.api.Test;

final class CapabilitySetsLayoutTest {
    /** {@code linux/capability.h}. */
    private static final MemoryLayout HEADER =
            MemoryLayout.structLayout(JAVA_INT.withName("version"), JAVA_INT.withName("pid"));

    private static final MemoryLayout SETS = MemoryLayout.sequenceLayout(
            2,
            MemoryLayout.structLayout(
                    JAVA_INT.withName("effective"), JAVA_INT.withName("permitted"), JAVA_INT.withName("inheritable")));

    @Test
    void everyOffsetIsTheHeaders() {
        assertThat(CapabilitySets.SIZE).isEqualTo(SETS.byteSize());
        assertThat(CapabilitySets.HEADER_SIZE).isEqualTo(HEADER.byteSize());
        assertThat(CapabilitySets.VERSION).isEqualTo(HEADER.byteOffset(groupElement("version")));
        assertThat(CapabilitySets.PID).isEqualTo(HEADER.byteOffset(groupElement("pid")));
        for (int i = 0; i < 2; i++) {
            int shift = i * CapabilitySets.HIGH;
            assertThat(CapabilitySets.EFFECTIVE + shift).isEqualTo(offset(i, "effective"));
            assertThat(CapabilitySets.PERMITTED + shift).isEqualTo(offset(i, "permitted"));
            assertThat(CapabilitySets.INHERITABLE + shift).isEqualTo(offset(i, "inheritable"));
        }
    }

    private static long offset(int index, String field) {
        return SETS.byteOffset(sequenceElement(index), groupElement(field));
    }

    @Test
    void bothHalvesOfASetAreKept() {
        CapabilitySets sets = new CapabilitySets();
        sets.effective(0x1_8000_0001L);
        sets.permitted(0x2_8000_0002L);
        sets.inheritable(-1);
        assertThat(sets.effective()).isEqualTo(0x1_8000_0001L);
        assertThat(sets.permitted()).isEqualTo(0x2_8000_0002L);
        assertThat(sets.inheritable()).isEqualTo(-1);
    }
}
