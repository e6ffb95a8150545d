// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReservationKeyTest {
    @ParameterizedTest
    @CsvSource({
        "0x0, 0x0000000000000000",
        "1234, 0x0000000000001234",
        "0x1234, 0x0000000000001234",
        "0XABCDEF, 0x0000000000abcdef",
        "ffffffffffffffff, 0xffffffffffffffff",
        "0x8000000000000000, 0x8000000000000000",
        "0, 0x0000000000000000"
    })
    void hexadecimalTextIsReadAndWritten(String text, String written) {
        ReservationKey key = ReservationKey.parse(text);
        assertThat(key).hasToString(written);
        assertThat(ReservationKey.parse(written)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "x1",
                "-1",
                "+1",
                " 1",
                "1 ",
                "1_0",
                "0x0x1",
                "12345678901234567",
                "0x1g",
                "1\n",
                "\u0661"
            })
    void anythingElseIsNamed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReservationKey.parse(text))
                .withMessageContaining("\"" + text + "\"");
    }

    @Test
    void keysAreUnsigned() {
        ReservationKey low = new ReservationKey(1);
        ReservationKey high = new ReservationKey(-1);
        assertThat(List.of(high, ReservationKey.ZERO, low).stream().sorted())
                .containsExactly(ReservationKey.ZERO, low, high);
    }

    @Test
    void onlyZeroIsZero() {
        assertThat(ReservationKey.ZERO.isZero()).isTrue();
        assertThat(new ReservationKey(1L << 63).isZero()).isFalse();
    }
}
