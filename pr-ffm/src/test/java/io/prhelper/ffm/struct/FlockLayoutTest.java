// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemoryLayout;
import org.junit.jupiter.api.Test;

final class FlockLayoutTest {
    /** {@code bits/fcntl.h}. */
    private static final MemoryLayout HEADER = MemoryLayout.structLayout(
            JAVA_SHORT.withName("l_type"),
            JAVA_SHORT.withName("l_whence"),
            MemoryLayout.paddingLayout(4),
            JAVA_LONG.withName("l_start"),
            JAVA_LONG.withName("l_len"),
            JAVA_INT.withName("l_pid"),
            MemoryLayout.paddingLayout(4));

    @Test
    void everyOffsetIsTheHeaders() {
        assertThat(Flock.SIZE).isEqualTo(HEADER.byteSize());
        assertThat(Flock.L_TYPE).isEqualTo(HEADER.byteOffset(groupElement("l_type")));
        assertThat(Flock.L_WHENCE).isEqualTo(HEADER.byteOffset(groupElement("l_whence")));
        assertThat(Flock.L_START).isEqualTo(HEADER.byteOffset(groupElement("l_start")));
        assertThat(Flock.L_LEN).isEqualTo(HEADER.byteOffset(groupElement("l_len")));
        assertThat(Flock.L_PID).isEqualTo(HEADER.byteOffset(groupElement("l_pid")));
    }
}
