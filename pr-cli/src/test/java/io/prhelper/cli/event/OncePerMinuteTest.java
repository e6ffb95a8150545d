// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One event of a source each minute. */
final class OncePerMinuteTest {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final OncePerMinute events = new OncePerMinute();

    @Test
    void theSecondInAMinuteDoesNotPass() {
        long start = Long.MAX_VALUE - MINUTE / 2; // nanoTime may overflow
        assertThat(events.pass(1, "a", start)).isTrue();
        assertThat(events.pass(1, "a", start + MINUTE - 1)).isFalse();
        assertThat(events.pass(1, "a", start + MINUTE)).isTrue();
        assertThat(events.pass(1, "a", start + MINUTE + 1)).isFalse();
    }

    @Test
    void usersAndKindsCountEachForItself() {
        assertThat(events.pass(1, "a", 0)).isTrue();
        assertThat(events.pass(1, "b", 0)).isTrue();
        assertThat(events.pass(2, "a", 0)).isTrue();
        assertThat(events.pass(2, "a", 0)).isFalse();
    }

    @Test
    void manySourcesTakeNoMoreThanTheirRoom() {
        int passed = 0;
        for (int user = 0; user < 100_000; user++) {
            passed += events.pass(user, "a", 0) ? 1 : 0;
        }
        assertThat(passed).isEqualTo(256);
        assertThat(events.pass(1_000_000, "a", MINUTE)).isTrue();
    }
}
