// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time of which something is missing.
 *
 * @param host whose commands are missing; empty where nobody knows
 * @param from the last line before, or null where there is none
 * @param to the first line behind, or null where there is none
 * @param lines how many are missing, 0 where nobody knows
 * @param why a sentence without its end
 */
record Gap(String host, @Nullable Instant from, @Nullable Instant to, long lines, String why) {}
