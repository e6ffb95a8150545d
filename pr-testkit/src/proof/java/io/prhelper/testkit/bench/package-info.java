// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks of helpers as processes: interleaved rounds, medians, and ratios within one run, since machines are noisy. Run with
 * {@code pr-testkit/bench/bench}. {@link io.prhelper.testkit.bench.TargetSpeed} stands alone: what the simulated target executes.
 */
package io.prhelper.testkit.bench;
