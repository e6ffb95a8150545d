// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.Varying;

/**
 * {@code struct epoll_event} ({@code linux/eventpoll.h}).
 *
 * <pre>
 *    0  events           int   EPOLL*
 *    8  data             long  what the caller registered; at 4 on x86-64, where the struct is packed
 * </pre>
 */
public final class EpollEvent extends Memory {
    static final int EVENTS = 0;

    private final int data = Varying.EPOLL_EVENT_DATA.value();

    /** All zero. */
    public EpollEvent() {
        super(Varying.EPOLL_EVENT_SIZE.value());
    }

    /** EPOLL*. */
    public int events() {
        return buffer().getInt(EVENTS);
    }

    /** Sets: EPOLL*. */
    public void events(int value) {
        buffer().putInt(EVENTS, value);
    }

    /** What the caller registered. */
    public long data() {
        return buffer().getLong(data);
    }

    /** Sets: what the caller registered. */
    public void data(long value) {
        buffer().putLong(data, value);
    }
}
