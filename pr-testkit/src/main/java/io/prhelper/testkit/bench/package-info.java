// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks of helpers as processes: interleaved rounds, medians, and ratios within one run, since machines are noisy. Run with
 * {@code pr-testkit/bench/bench}.
 */
package io.prhelper.testkit.bench;
