// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProgressTest {
    private final Progress progress = new Progress();

    private int looksUntilStuck(int most) {
        for (int look = 1; look <= most; look++) {
            if (progress.looksStuck()) {
                return look;
            }
        }
        return 0;
    }

    @Test
    void whoHasNothingToServeIsNeverStuck() {
        assertThat(looksUntilStuck(100)).isZero();
        progress.turn();
        progress.turn();
        assertThat(looksUntilStuck(100)).isZero();
    }

    @Test
    void aCallThatIsStillTheSameAtTheSecondLookIsStuck() {
        progress.turn();
        progress.calls();
        assertThat(looksUntilStuck(100)).isEqualTo(2);
        progress.returned();
        progress.turn();
        assertThat(looksUntilStuck(100)).isZero();
    }

    @Test
    void whoIsInNoCallMayWaitForAProcessorForSomeLooks() {
        progress.turn();
        assertThat(looksUntilStuck(100)).isEqualTo(22);
        progress.turn();
        progress.turn();
        assertThat(looksUntilStuck(100)).isEqualTo(22);
    }

    @Test
    void whoIsInOneCallSinceAnEarlierLookIsSeenToBe() {
        Progress progress = new Progress();
        assertThat(progress.callingFor(5)).isZero();
        progress.request();
        progress.calls();
        assertThat(progress.callingFor(10)).isZero();
        assertThat(progress.callingFor(17)).isEqualTo(7);
        // The next request's call, and then none.
        progress.returned();
        progress.request();
        progress.calls();
        assertThat(progress.callingFor(20)).isZero();
        assertThat(progress.callingFor(21)).isEqualTo(1);
        progress.returned();
        assertThat(progress.callingFor(30)).isZero();
        assertThat(progress.callingFor(40)).isZero();
        assertThat(progress.requests()).isEqualTo(2);
    }
}
