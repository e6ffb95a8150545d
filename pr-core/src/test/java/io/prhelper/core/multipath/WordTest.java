// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.ReservationKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What multipathd is told. */
final class WordTest {
    @Test
    void suspendingAndResumingAreForTheDeviceMapper() {
        assertThat(Arrays.stream(Word.Plain.values()).filter(Word::isForDeviceMapper))
                .containsExactly(Word.Plain.SUSPEND, Word.Plain.RESUME);
        assertThat(new Word.SetKey(new ReservationKey(0xa1), false).isForDeviceMapper())
                .isFalse();
    }
}
