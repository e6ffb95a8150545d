// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import static io.prhelper.core.scsi.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenseTest {
    private static final String FIXED = "70 00 05 00000000 0a 00000000 24 01 00 000000";
    private static final String DESCRIPTOR = "72 06 2a 05 000000 00";

    @Test
    void fixedFormatIsWrittenByteForByte() {
        ByteBuffer buffer = ByteBuffer.allocate(4 + Sense.FIXED_LENGTH);
        new Sense(0x5, 0x24, 0x01).putFixed(buffer, 4);
        assertThat(buffer.array()).isEqualTo(hex("00000000" + FIXED));
    }

    @ParameterizedTest
    @CsvSource({
        FIXED + ", 05/24/01",
        "f0 00 65 00000000 0a 00000000 24 01 00 000000, 05/24/01",
        "71 00 0b 00000000 0a 00000000 08 00 00 000000, 0B/08/00",
        DESCRIPTOR + ", 06/2A/05",
        "73 f3 11 00, 03/11/00",
        "72 06 2a, 00/00/00",
        "7f 00 05 00000000 0a 00000000 24 01 00 000000, 00/00/00",
        "00 00 05 00000000 0a 00000000 24 01 00 000000, 00/00/00",
    })
    void senseIsRead(String bytes, String expected) {
        assertThat(Sense.parse(hex(bytes))).hasToString(expected);
    }

    @Test
    void fixedFormatThatIsCutOffYieldsWhatIsThere() {
        byte[] whole = hex(FIXED);
        for (int length = 0; length <= whole.length; length++) {
            Sense expected = new Sense(length > 2 ? 5 : 0, length > 12 ? 0x24 : 0, length > 13 ? 0x01 : 0);
            assertThat(Sense.parse(Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isEqualTo(expected);
        }
    }

    @Test
    void descriptorFormatThatIsCutOffBeforeTheCodesIsNoSense() {
        byte[] whole = hex(DESCRIPTOR);
        for (int length = 0; length <= whole.length; length++) {
            assertThat(Sense.parse(Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isEqualTo(length < 4 ? Sense.NO_SENSE : Sense.REGISTRATIONS_PREEMPTED);
        }
    }

    @Test
    void everySenseIsReadBackAsWritten() {
        for (int key = 0; key < 0x10; key++) {
            for (int asc = 0; asc < 0x100; asc++) {
                Sense sense = new Sense(key, asc, asc ^ 0x5a);
                byte[] bytes = new byte[Sense.FIXED_LENGTH];
                sense.putFixed(ByteBuffer.wrap(bytes), 0);
                assertThat(Sense.parse(bytes)).isEqualTo(sense);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 0", "16, 0, 0", "0, -1, 0", "0, 256, 0", "0, 0, -1", "0, 0, 256"})
    void valuesOutOfRangeAreNamed(int key, int asc, int ascq) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sense(key, asc, ascq))
                .withMessage("no sense: key %d, ASC %d, ASCQ %d", key, asc, ascq);
    }
}
