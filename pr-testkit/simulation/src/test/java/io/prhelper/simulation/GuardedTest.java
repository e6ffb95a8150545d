// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.guard.LeakGuard;
import org.junit.jupiter.api.Test;

final class GuardedTest {
    @Test
    void whatATestOfThisModuleLeavesFailsIt(LeakGuard guard) {
        assertThat(guard).isNotNull();
    }
}
