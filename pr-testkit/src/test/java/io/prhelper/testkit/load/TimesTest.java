// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TimesTest {
    @Test
    void noTimesAtAll() {
        assertThat(new Times().atMost(0.99)).isZero();
    }

    @Test
    void theSmallestTimeThatSoManyDoNotExceed() {
        Times times = new Times();
        for (int i = 2000; i > 0; i--) {
            times.add(i * 1_000_000L);
        }
        assertThat(times.count()).isEqualTo(2000);
        assertThat(times.atMost(0.5)).isEqualTo(1000);
        assertThat(times.atMost(0.99)).isEqualTo(1980);
        assertThat(times.atMost(0.999)).isEqualTo(1998);
        assertThat(times.atMost(1)).isEqualTo(2000);
    }
}
