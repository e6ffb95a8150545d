// SPDX-License-Identifier: Apache-2.0
/**
 * C structs of Linux, one class each, over memory outside the heap; where one differs by processor, its offsets are those of the running one.
 *
 * <p>Fields are constant offsets into a direct byte buffer, not {@code VarHandle}s of a {@code StructLayout}: those cost
 * milliseconds of start-up for each class, and a byte buffer is what the first-tier compiler turns into a plain move. A layout test for each
 * compares every offset with a {@code StructLayout} written from the header.
 */
@NullMarked
package io.prhelper.ffm.struct;

import org.jspecify.annotations.NullMarked;
