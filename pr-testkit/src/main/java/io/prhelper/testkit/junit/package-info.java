// SPDX-License-Identifier: Apache-2.0
/**
 * For JUnit: {@link io.prhelper.testkit.junit.SimulatedReservationTarget} gives parameters of a test a simulated target, a running helper and
 * connected clients, {@link io.prhelper.testkit.junit.SimulatedTargetExtension} does so for a field and any configuration. Needs {@code
 * org.junit.jupiter.api}, from 5.13 on, on the path of the tests.
 */
@NullMarked
package io.prhelper.testkit.junit;

import org.jspecify.annotations.NullMarked;
