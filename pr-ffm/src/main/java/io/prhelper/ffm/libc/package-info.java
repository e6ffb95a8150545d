// SPDX-License-Identifier: Apache-2.0
/**
 * The kernel and the C library: the calls, by group; the memory that they take; the numbers.
 *
 * <p>An interface is a group of functions with their C names, and the seam at which tests make the n-th call fail; what stands in it is how the
 * running C library is called. Each returns what C returned, or {@code -errno}.
 *
 * <p>All functions are called with one shape, six {@code long} in and one out, and captured errno: the linker spins classes for each new shape,
 * which costs 7 to 16 ms at start-up each. Narrower integers and pointers travel in the same registers, also to variadic functions; the result
 * is narrowed here.
 *
 * <p>Numbers that are the same everywhere are {@code Flags}. What differs by processor has a column for each in {@code Varying} and {@code
 * Syscall}; {@code Abi} says which one counts, and refuses a processor on which nobody has seen this work.
 */
@NullMarked
package io.prhelper.ffm.libc;

import org.jspecify.annotations.NullMarked;
