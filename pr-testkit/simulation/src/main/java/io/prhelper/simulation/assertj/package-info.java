// SPDX-License-Identifier: Apache-2.0
/**
 * Sentences for tests about reservations, with AssertJ: {@link io.prhelper.simulation.assertj.PrAssertions}. Needs {@code org.assertj.core} on
 * the module path of the test; the rest of the test kit does without.
 */
@NullMarked
package io.prhelper.simulation.assertj;

import org.jspecify.annotations.NullMarked;
