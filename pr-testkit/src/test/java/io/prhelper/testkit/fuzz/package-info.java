// SPDX-License-Identifier: Apache-2.0
/**
 * Fuzzing: {@link io.prhelper.testkit.fuzz.FuzzTarget} says what is done with bytes, {@link io.prhelper.testkit.fuzz.CorpusTest} does it in each
 * build with the bytes in the repository, and Jazzer with as many more as there is time for (profile {@code fuzz}).
 */
package io.prhelper.testkit.fuzz;
