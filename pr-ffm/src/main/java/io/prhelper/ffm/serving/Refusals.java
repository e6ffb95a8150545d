// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.struct.IntOption;

/**
 * The sockets of clients that were turned away, until they are closed.
 *
 * <p>What such a client has sent by then, a TCP socket that lingers for instance, may hold its close up for as long as it likes. So there are
 * {@value #MOST} closes at a time, and {@value #MOST_PER_USER} of one user; further sockets are parked until one of those closes ends. As
 * long as any is parked, nobody can send descriptors before he has a place (SO_PASSRIGHTS, Linux 6.16), so that no more of them come than
 * were in the listener's queue. Where the kernel does not know that, the room for parked ones is the limit.
 *
 * <p>Takes no memory after it is made.
 */
final class Refusals {
    /** Closes at a time. */
    static final int MOST = 16;

    /** Closes at a time of one user's: some are left for others, whose sockets would be parked for ever else. */
    static final int MOST_PER_USER = 4;

    private final Kernel kernel;
    private final int listener;
    private final CallState state = new CallState();
    private final Memory value = new Memory(Integer.BYTES);
    private final Memory length = new Memory(Integer.BYTES);

    /** By slot: whose sockets are being closed. */
    private final int[] closing = new int[MOST];

    private final boolean[] taken = new boolean[MOST];

    /** Those that wait for a slot, in no order, and whose they are. */
    private final int[] parked;

    private final int[] owners;
    private int count;

    private boolean rightsPass = true;
    private boolean ended;

    /** True where the listener knows the option; written before there are workers. */
    private boolean optional;

    private volatile boolean withheld;

    /**
     * None.
     *
     * @param listener is told to take no descriptors, or {@link Connection#NONE}
     * @param room how many may be parked
     */
    Refusals(Kernel kernel, int listener, int room) {
        this.kernel = kernel;
        this.listener = listener;
        parked = new int[room];
        owners = new int[room];
        if (listener != Connection.NONE) {
            int passes = IntOption.get(kernel.sockets(), state, listener, Flags.SO_PASSRIGHTS);
            optional = passes >= 0;
            if (passes == 0) {
                // It is the service manager's, and who had it before us was killed while it was so.
                passRights(true);
            }
        }
    }

    /** A slot for the close of a socket of that user's client, or {@link Connection#NONE}: then it is to be {@linkplain #park parked}. */
    synchronized int begin(int user) {
        return mayClose(user) ? take(user) : Connection.NONE;
    }

    private int take(int user) {
        for (int slot = 0; slot < MOST; slot++) {
            if (!taken[slot]) {
                taken[slot] = true;
                closing[slot] = user;
                return slot;
            }
        }
        return Connection.NONE;
    }

    private boolean mayClose(int user) {
        int all = 0;
        int his = 0;
        for (int slot = 0; slot < MOST; slot++) {
            if (taken[slot]) {
                all++;
                his += closing[slot] == user ? 1 : 0;
            }
        }
        return all < MOST && his < MOST_PER_USER;
    }

    /**
     * Leaves a descriptor to whoever ends a close.
     *
     * @return true if there is room for another; else nobody is to be accepted until there {@linkplain #hasRoom is}
     */
    synchronized boolean park(int user, int fd) {
        parked[count] = fd;
        owners[count] = user;
        count++;
        if (rightsPass && !ended) {
            passRights(false);
        }
        return hasRoom();
    }

    /** Whether one more can be parked. */
    synchronized boolean hasRoom() {
        return count < parked.length;
    }

    /**
     * Whether a client may have sent descriptors: not if it connected while one was parked. Then its socket needs no slot, so that whoever
     * connects over and over fills no room.
     */
    synchronized boolean mayHoldDescriptors(int fd) {
        if (!withheld) {
            return true;
        }
        value.buffer().putInt(0, 1);
        length.buffer().putInt(0, Integer.BYTES);
        kernel.sockets().getsockopt(state, fd, Flags.SOL_SOCKET, Flags.SO_PASSRIGHTS, value, length);
        return value.buffer().getInt(0) != 0;
    }

    /** How many are parked. */
    synchronized int parked() {
        return count;
    }

    /** A close in that slot has ended: the next descriptor to close in it, or {@link Connection#NONE} when it is free. */
    synchronized int next(int slot) {
        taken[slot] = false;
        for (int i = 0; i < count; i++) {
            if (mayClose(owners[i])) {
                int fd = parked[i];
                taken[slot] = true;
                closing[slot] = owners[i];
                count--;
                parked[i] = parked[count];
                owners[i] = owners[count];
                return fd;
            }
        }
        if (count == 0 && !rightsPass) {
            passRights(true);
        }
        return Connection.NONE;
    }

    /** The listener may be somebody else's after us: it takes descriptors from now on. */
    synchronized void end() {
        ended = true;
        if (!rightsPass) {
            passRights(true);
        }
    }

    /** What fails is tried again when the next one is parked, or closed. */
    private void passRights(boolean pass) {
        if (!optional) {
            return;
        }
        try {
            withheld = true;
            if (set(listener, pass ? 1 : 0, state, value) >= 0) {
                rightsPass = pass;
            }
        } catch (Throwable noMemory) {
            // As above.
        }
    }

    /** Lets a client that has a place send descriptors, in case it came while nobody could; false if that fails. */
    boolean letSend(int fd, CallState own, Memory room) {
        return !withheld || set(fd, 1, own, room) >= 0;
    }

    private int set(int fd, int pass, CallState own, Memory room) {
        room.buffer().putInt(0, pass);
        return kernel.sockets().setsockopt(own, fd, Flags.SOL_SOCKET, Flags.SO_PASSRIGHTS, room, Integer.BYTES);
    }
}
