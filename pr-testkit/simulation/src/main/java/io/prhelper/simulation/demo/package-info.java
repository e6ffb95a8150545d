// SPDX-License-Identifier: Apache-2.0
/** A short play for two initiators and one disk, over a real socket: what a helper is for. */
@NullMarked
package io.prhelper.simulation.demo;

import org.jspecify.annotations.NullMarked;
