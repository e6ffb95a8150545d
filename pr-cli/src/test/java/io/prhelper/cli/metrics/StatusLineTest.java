// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.server.Activity;
import org.junit.jupiter.api.Test;

final class StatusLineTest {
    @Test
    void isOneSentence() {
        assertThat(StatusLine.of(new Activity(3, 12_345, 1, 2, 0), 1))
                .isEqualTo("serving 3 connections, 12,345 requests, 1 fencing, nothing stuck");
        assertThat(StatusLine.of(new Activity(1, 1, 1, 2, 2), 0))
                .isEqualTo("serving 1 connection, 1 request, 0 fencings, 2 threads stuck");
        assertThat(StatusLine.of(new Activity(0, 0, 0, 2, 1), 0)).endsWith(", 1 thread stuck");
    }
}
