// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final Throttle throttle = new Throttle(now::get);

    @Test
    void aBurstPassesAndTheRestIsCounted() {
        for (int i = 0; i < Throttle.BURST; i++) {
            assertThat(throttle.pass()).isZero();
        }
        assertThat(throttle.pass()).isNegative();
        assertThat(throttle.pass()).isNegative();

        now.addAndGet(Throttle.WINDOW - 1);
        assertThat(throttle.pass()).isNegative();

        now.addAndGet(1);
        assertThat(throttle.pass()).isEqualTo(3);
        assertThat(throttle.pass()).isZero();
    }
}
