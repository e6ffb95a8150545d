// SPDX-License-Identifier: Apache-2.0
/** Simulated disks behind real descriptors: a helper's clients pass them over real sockets as they would pass a disk. */
@NullMarked
package io.prhelper.simulation.disk;

import org.jspecify.annotations.NullMarked;
