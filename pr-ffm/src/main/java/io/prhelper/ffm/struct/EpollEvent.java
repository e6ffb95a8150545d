// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import java.nio.ByteBuffer;

/**
 * {@code struct epoll_event}, packed on x86-64 ({@code sys/epoll.h}).
 *
 * <pre>
 *    0  events           int   EPOLL*
 *    4  data             long  what the caller registered
 * </pre>
 */
public final class EpollEvent {
    /** Bytes of the struct. */
    public static final int SIZE = 12;

    static final int EVENTS = 0;
    static final int DATA = 4;

    private final ByteBuffer bytes;
    private final long address;
    private final int base;

    /** The struct at that offset of a memory. */
    public EpollEvent(DirectMemory memory, int offset) {
        bytes = memory.buffer();
        address = memory.address() + offset;
        base = offset;
    }

    /** Its address. */
    public long address() {
        return address;
    }

    /** EPOLL*. */
    public int events() {
        return bytes.getInt(base + EVENTS);
    }

    /** Sets: EPOLL*. */
    public void events(int value) {
        bytes.putInt(base + EVENTS, value);
    }

    /** What the caller registered. */
    public long data() {
        return bytes.getLong(base + DATA);
    }

    /** Sets: what the caller registered. */
    public void data(long value) {
        bytes.putLong(base + DATA, value);
    }
}
