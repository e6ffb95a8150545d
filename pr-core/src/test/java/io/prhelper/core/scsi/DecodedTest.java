// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class DecodedTest {
    private static final Decoded<Integer> VALID = Decoded.valid(7);
    private static final Decoded<Integer> REFUSED = Decoded.refused(Sense.INVALID_OPCODE);

    @Test
    void aValueIsConverted() {
        assertThat(VALID.map(value -> "v" + value)).isEqualTo(Decoded.valid("v7"));
        assertThat(VALID.flatMap(value -> REFUSED)).isEqualTo(REFUSED);
        assertThat(VALID.orElseThrow()).isEqualTo(7);
    }

    @Test
    void aRefusalStaysWhatItIs() {
        assertThat(REFUSED.map(value -> "v" + value)).isEqualTo(Decoded.refused(Sense.INVALID_OPCODE));
        assertThat(REFUSED.flatMap(value -> VALID)).isEqualTo(REFUSED);
        assertThatIllegalStateException().isThrownBy(REFUSED::orElseThrow).withMessage("refused with 05/20/00");
    }
}
