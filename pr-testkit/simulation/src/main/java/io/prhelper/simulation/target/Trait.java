// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

/** What tells one kind of target from another. */
public sealed interface Trait permits Feature, Deviation {}
