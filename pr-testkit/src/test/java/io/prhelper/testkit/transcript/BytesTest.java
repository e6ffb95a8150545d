// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How bytes stand in a transcript. */
final class BytesTest {
    @Test
    void runsOfEightEqualBytesAndMoreAreShortened() {
        assertThat(Bytes.text(new byte[] {0x5e, -1})).isEqualTo("5eff");
        assertThat(Bytes.text(new byte[7])).isEqualTo("00000000000000");
        assertThat(Bytes.text(new byte[96])).isEqualTo("(00*96)");
        assertThat(Bytes.text(new byte[0])).isEmpty();
    }

    @Test
    void aRequestIsThePaddedCdbAndItsList() {
        assertThat(Bytes.text(Bytes.request(Bytes.cdb(0x5f, 1, 5, 258), new byte[] {7})))
                .isEqualTo("5f010500000000010200000000000000" + "07");
    }
}
