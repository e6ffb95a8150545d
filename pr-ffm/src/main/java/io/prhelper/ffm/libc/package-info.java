// SPDX-License-Identifier: Apache-2.0
/**
 * The C library: one interface for each group of system calls, with C names, and one class behind it that links them.
 *
 * <p>All functions are linked with one shape, six {@code long} in and one out, and captured errno: the linker spins classes for
 * each new shape, which costs 7 to 16 ms at start-up each. On x86-64 narrower integers and pointers travel in the same registers,
 * also to variadic functions; the result is narrowed here. Pointers are addresses of memory that the caller keeps alive.
 *
 * <p>Every wrapper returns what the call returned, or {@code -errno}. The interfaces are the seam at which tests make the n-th
 * call fail.
 */
package io.prhelper.ffm.libc;
