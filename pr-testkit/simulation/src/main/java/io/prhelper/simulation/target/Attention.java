// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.Sense;
import java.util.ArrayList;
import java.util.List;

/**
 * Unit attention conditions, and the queue of them that a nexus has: a long with a condition in each four bits, the oldest in the lowest.
 * A condition that is already pending is not queued again (SAM-5, 5.14), unless the target does; what has no room then is lost.
 */
enum Attention {
    /** POWER ON, RESET, OR BUS DEVICE RESET OCCURRED. */
    POWER_ON(1, 0x29, 0x00),
    RESERVATIONS_PREEMPTED(2, 0x2a, 0x03),
    RESERVATIONS_RELEASED(3, 0x2a, 0x04),
    REGISTRATIONS_PREEMPTED(4, 0x2a, 0x05),
    /** COMMANDS CLEARED BY ANOTHER INITIATOR. */
    COMMANDS_CLEARED(5, 0x2f, 0x00);

    /** No condition pending. */
    static final long EMPTY = 0;

    private static final int BITS = 4;
    private static final long MASK = (1 << BITS) - 1;
    private static final Attention[] ALL = values();

    private final int code;
    private final int asc;
    private final int ascq;

    /** {@code code} is what stands for the condition, {@code code - 1} its position in {@link #ALL}. */
    Attention(int code, int asc, int ascq) {
        this.code = code;
        this.asc = asc;
        this.ascq = ascq;
    }

    Sense sense() {
        return new Sense(0x6, asc, ascq);
    }

    /** The queue with this condition at its end, or the same one where it is pending already. */
    long addTo(long queue) {
        for (long rest = queue; rest != EMPTY; rest = rest(rest)) {
            if ((rest & MASK) == code) {
                return queue;
            }
        }
        return append(queue);
    }

    /** The queue with this condition once more at its end, while there is room. */
    long append(long queue) {
        int used = Long.SIZE - Long.numberOfLeadingZeros(queue);
        int shift = (used + BITS - 1) / BITS * BITS;
        return shift == Long.SIZE ? queue : queue | (long) code << shift;
    }

    /** The oldest condition of a queue that is not empty. */
    static Attention first(long queue) {
        return ALL[(int) (queue & MASK) - 1];
    }

    /** The queue without its oldest condition. */
    static long rest(long queue) {
        return queue >>> BITS;
    }

    /**
     * The queue of these conditions.
     *
     * @throws IllegalArgumentException naming the sense that is none of them
     */
    static long queue(List<Sense> senses) {
        long queue = EMPTY;
        for (Sense sense : senses) {
            queue = of(sense).append(queue);
        }
        return queue;
    }

    private static Attention of(Sense sense) {
        for (Attention attention : ALL) {
            if (attention.sense().equals(sense)) {
                return attention;
            }
        }
        throw new IllegalArgumentException("not a unit attention of the simulation: " + sense);
    }

    /** The conditions, the oldest first. */
    static List<Sense> list(long queue) {
        List<Sense> senses = new ArrayList<>();
        for (long rest = queue; rest != EMPTY; rest = rest(rest)) {
            senses.add(first(rest).sense());
        }
        return List.copyOf(senses);
    }
}
