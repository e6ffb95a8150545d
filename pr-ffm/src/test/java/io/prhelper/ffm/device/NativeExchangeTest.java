// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.ScsiExchange;
import org.junit.jupiter.api.Test;

final class NativeExchangeTest {
    @Test
    void whatIsWrittenBehindTheDataInIsNobodyElsesAndNeverSent() {
        NativeExchange memory = new NativeExchange();
        assertThat(memory.answer().buffer().capacity()).isEqualTo(ScsiExchange.ANSWER_CAPACITY + 32);
        assertThat(memory.exchange().answer().capacity()).isEqualTo(ScsiExchange.ANSWER_CAPACITY);
        assertThat(new NativeExchange(20_000).exchange().room()).isEqualTo(20_000);
    }
}
