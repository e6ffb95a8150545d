// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registration while it is there. An I_T nexus (SAM-6) is a host and its device: all programs of a host share it.
 *
 * @param number tells it from every other one, also from the same nexus' next
 * @param nexus {@code 8:16@node1}, or the initiator port that a command named
 * @param from when it began; null where it was there before the trail tells of it
 * @param seen the first time that it shows
 */
record Seat(
        long number,
        String nexus,
        Party party,
        String key,
        @Nullable Instant from,
        Instant seen,
        long pid,
        String program) {}
