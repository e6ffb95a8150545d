// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.SocketCalls;

/** An option of a socket that is an {@code int} from 0 on (socket(7)). */
public final class IntOption {
    private IntOption() {}

    /** Its value, or {@code -errno}. */
    public static int get(SocketCalls sockets, CallState state, int fd, int name) {
        Memory value = new Memory(Integer.BYTES);
        Memory length = new Memory(Integer.BYTES);
        length.buffer().putInt(0, Integer.BYTES);
        int result = sockets.getsockopt(state, fd, Flags.SOL_SOCKET, name, value, length);
        return result < 0 ? result : value.buffer().getInt(0);
    }
}
