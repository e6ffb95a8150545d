// SPDX-License-Identifier: Apache-2.0
/**
 * Does the same to a real target, over iSCSI, and to the simulated one with the profile of its kind, and tells where they differ: in
 * answers, in unit attentions of every port, in keys, reservation and full status. What is sent is every action in every kind of state
 * ({@link io.prhelper.testkit.comparison.Script}), then random sequences, the shortest that shows a difference being kept.
 */
@NullMarked
package io.prhelper.testkit.comparison;

import org.jspecify.annotations.NullMarked;
