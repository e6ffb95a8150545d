// SPDX-License-Identifier: Apache-2.0
/**
 * Multipath maps of a simulated target: several nexuses of one host behind one device, whose paths go and come back, and the multipathd
 * beside it, as multipath-tools 0.9 and 0.15 were seen to behave.
 */
@NullMarked
package io.prhelper.simulation.map;

import org.jspecify.annotations.NullMarked;
