// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimeScaleTest {
    private static final Instant START = Instant.parse("2026-11-30T23:59:50Z");

    private static TimeScale scale(double... seconds) {
        List<Instant> events = new ArrayList<>();
        for (double second : seconds) {
            events.add(START.plusMillis(Math.round(second * 1000)));
        }
        return new TimeScale(events, 100, 1100);
    }

    @Test
    void whatIsSpreadEvenlyIsNotCut() {
        TimeScale scale = scale(0, 10, 20, 30, 40);
        assertThat(scale.cuts()).isEmpty();
        assertThat(scale.x(START.plusSeconds(20))).isCloseTo(600, within(0.01));
        assertThat(scale.x(START.minusSeconds(5))).isEqualTo(100);
        assertThat(scale.x(START.plusSeconds(99))).isEqualTo(1100);
    }

    @Test
    void twoDaysDoNotHideTwoSeconds() {
        TimeScale scale = scale(0, 1, 2, 172_802, 172_803, 172_805);
        assertThat(scale.cuts()).extracting(TimeScale.Cut::length).containsExactly("2 days");
        assertThat(scale.x(START.plusSeconds(1)) - scale.x(START)).isGreaterThan(150);
        assertThat(scale.x(START.plusSeconds(172_805))).isCloseTo(1100, within(0.01));
    }

    @Test
    void marksAreRoundAndTheDayStandsAtItsFirst() {
        List<TimeScale.Tick> ticks = scale(0, 5, 15, 20).ticks();
        assertThat(ticks)
                .extracting(TimeScale.Tick::text)
                .containsExactly(
                        "23:59:50",
                        "23:59:52",
                        "23:59:54",
                        "23:59:56",
                        "23:59:58",
                        "00:00:00",
                        "00:00:02",
                        "00:00:04",
                        "00:00:06",
                        "00:00:08",
                        "00:00:10");
        assertThat(ticks)
                .extracting(TimeScale.Tick::day)
                .filteredOn(day -> !day.isEmpty())
                .containsExactly("2026-11-30", "2026-12-01");
    }

    @Test
    void oneEventHasAnAxisToo() {
        TimeScale scale = scale(0);
        assertThat(scale.x(START)).isEqualTo(100);
        assertThat(scale.ticks()).isNotEmpty();
    }
}
